import { closeSync, fsyncSync, openSync, renameSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Memory } from "../sort/memory.ts";
import { type Partitions, writeAll } from "../sort/partitions.ts";
import { SortedKeys, UniqueKeys, withoutKeys } from "../sort/sortedKeys.ts";
import { LOCATIONS_FILE } from "./locations.ts";

/**
 * Writes the index of locations from the sorted records, and returns their different keys.
 *
 * @param bases files of sorted keys that are already committed and are left out
 * @throws usage `commitment/memory`
 */
export function writeLocations(
  folder: string,
  partitions: Partitions,
  bases: readonly string[],
  memory: Memory,
): Uint8Array {
  const temporary = join(folder, `.${LOCATIONS_FILE}.part`);
  const keys = new UniqueKeys(partitions.count);
  const known = bases.map((base) => new SortedKeys(base));
  const file = openSync(temporary, "w");
  try {
    for (const sorted of partitions.sorted()) {
      memory.expect("while the keys are sorted");
      const fresh = withoutKeys(sorted, known);
      keys.add(fresh);
      writeAll(file, fresh);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
    for (const base of known) base.close();
  }
  renameSync(temporary, join(folder, LOCATIONS_FILE));
  return keys.bytes;
}

/** Creates the folder, and removes the incomplete files of a killed commit. */
export async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (/^\..*\.part$/.test(name)) await rm(join(folder, name));
}
