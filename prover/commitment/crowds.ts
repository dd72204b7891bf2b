import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Crowd, crowded, crowdsIn, deepCrowdsIn, keysOf } from "../tree/crowd.ts";
import { commonBucketBits } from "../tree/likely.ts";
import { MAX_BUCKET_BITS } from "../tree/shape.ts";
import { TREE_FILES } from "../tree/store.ts";
import { type Location, locate } from "./locations.ts";
import type { Manifest } from "./manifest.ts";

/**
 * Records whose keys begin so much alike that they make a shard's tree deeper than chance does: most likely they were made
 * to. `bucketBits`: the depth that they force; `records`: the first record of each of the keys.
 */
export type CrowdedRecords = { bucketBits: number; records: Location[] };

/** The records that make a shard's tree deeper than is common, those that force the deepest first. The shard must be whole. */
export async function crowdedRecords(
  folder: string,
  { keys, bucketBits }: Pick<Manifest, "keys" | "bucketBits">,
): Promise<CrowdedRecords[]> {
  const common = commonBucketBits(keys);
  if (bucketBits <= common) return [];
  const bytes = await readFile(join(folder, TREE_FILES[0]));
  const crowds = deepCrowdsIn(bytes, common).sort((a, b) => b.shared - a.shared);
  const records = recordsOf(folder, bytes, crowds);
  return crowds.map(({ shared }, i) => ({ bucketBits: shared + 1, records: records[i]! }));
}

/**
 * Holds the keys of a shard whose index is written against what the deepest tree has room for.
 *
 * @throws data `tree/crowded` with all records that there is no room for
 */
export function expectRoom(folder: string, keys: Uint8Array): void {
  const crowds = crowdsIn(keys, MAX_BUCKET_BITS);
  if (crowds.length > 0) throw crowded(recordsOf(folder, keys, crowds).map((records) => records.map(describeRecord)));
}

/** What to know of a shard whose tree is deeper than is common, a line for each set of records. */
export const describeCrowds = (crowds: readonly CrowdedRecords[]): string[] =>
  crowds.map(
    ({ bucketBits, records }) =>
      `crowded: the keys of ${records.length} records begin alike and force a tree of 2^${bucketBits} buckets, ` +
      `which hardly happens by chance: ${records.map(describeRecord).join("; ")}`,
  );

const describeRecord = ({ source, row }: Location): string => `${JSON.stringify(source)}, row ${row}`;

/** The first record of each key, crowd by crowd. */
function recordsOf(folder: string, keys: Uint8Array, crowds: readonly Crowd[]): Location[][] {
  const found = locate(
    folder,
    crowds.flatMap((crowd) => keysOf(keys, crowd)),
  );
  return crowds.map(({ count }) => found.splice(0, count).map(([first]) => first!));
}
