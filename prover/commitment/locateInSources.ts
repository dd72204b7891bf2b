import { KEY_BYTES } from "../fingerprint/key.ts";
import { findSources } from "../source/walk.ts";
import type { LayersOptions } from "./layers.ts";
import { Journal } from "./reading/journal.ts";
import { configOf } from "./reading/options.ts";
import { readSources } from "./reading/readSources.ts";
import { splitSources } from "./reading/split.ts";
import { blocksOf } from "./reading/summary.ts";
import type { Location } from "./shard/locations.ts";
import { memoryOf } from "./sort/memory.ts";
import { ROW_KEY_BYTES } from "./sort/records.ts";

/**
 * The current locations of keys in the sources, in the order of the keys. A layer's own index has the locations as of
 * its commit, and lines may have been inserted before them since.
 *
 * @throws as `commitLayers`
 */
export async function locateInSources(options: LayersOptions, keys: readonly Uint8Array[]): Promise<Location[][]> {
  const config = configOf(options);
  const found = await findSources(options.sources);
  const journal = new Journal(options.cache);
  try {
    const cut = await splitSources(found, config, journal);
    const read = await readSources(cut, config, journal, memoryOf(options), options);
    const places = new Map(keys.map((key) => [hex(key), [] as Location[]]));
    for (const { source, block } of blocksOf(read, journal))
      for (let at = 0; at < block.length; at += ROW_KEY_BYTES) {
        const own = places.get(hex(block.subarray(at, at + KEY_BYTES)));
        if (own) own.push({ source: cut.sources[source]!.name, row: rowAt(block, at) });
      }
    return keys.map((key) => places.get(hex(key))!);
  } finally {
    journal.close();
  }
}

const hex = (key: Uint8Array): string => Buffer.from(key).toString("hex");

const rowAt = (block: Uint8Array, at: number): number =>
  Buffer.from(block.buffer, block.byteOffset).readUIntBE(at + KEY_BYTES, ROW_KEY_BYTES - KEY_BYTES);
