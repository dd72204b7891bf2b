import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CrowdedRecords, describeRecord } from "../../shared/crowds.ts";
import { type Crowd, crowded, crowdsIn, deepCrowdsIn, keysOf } from "../../tree/crowd.ts";
import { commonBucketBits } from "../../tree/likely.ts";
import { MAX_BUCKET_BITS } from "../../tree/shape.ts";
import { TREE_FILES } from "../../tree/store.ts";
import { type Location, locateKey } from "./locations.ts";
import { isMerkle, type Manifest } from "./manifest.ts";

/**
 * The records that make a shard's tree unusually deep, those that force the deepest first; none if the shard has no
 * tree. The shard must be complete.
 */
export async function crowdedRecords(folder: string, manifest: Manifest): Promise<CrowdedRecords[]> {
  if (!isMerkle(manifest)) return [];
  const { keys, bucketBits } = manifest;
  const common = commonBucketBits(keys);
  if (bucketBits <= common) return [];
  const bytes = await readFile(join(folder, TREE_FILES[0]));
  const crowds = deepCrowdsIn(bytes, common).sort((a, b) => b.shared - a.shared);
  const records = recordsOf(folder, bytes, crowds);
  return crowds.map(({ shared }, i) => ({ bucketBits: shared + 1, records: records[i]! }));
}

/**
 * Checks that the deepest tree has room for the keys of a shard whose index is written.
 *
 * @throws data `tree/crowded` with all records that there is no room for
 */
export function expectRoom(folder: string, keys: Uint8Array): void {
  const crowds = crowdsIn(keys, MAX_BUCKET_BITS);
  if (crowds.length > 0) throw crowded(recordsOf(folder, keys, crowds).map((records) => records.map(describeRecord)));
}

/** The first record of each key, crowd by crowd. */
function recordsOf(folder: string, keys: Uint8Array, crowds: readonly Crowd[]): Location[][] {
  const found = locateKey(
    folder,
    crowds.flatMap((crowd) => keysOf(keys, crowd)),
  );
  return crowds.map(({ count }) => found.splice(0, count).map(([first]) => first!));
}
