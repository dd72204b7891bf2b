import { type CrowdedRecords, describeRecord } from "../../shared/crowds.ts";
import { type Crowd, crowded, crowdsIn, deepCrowdsIn, keysOf } from "../../tree/crowd.ts";
import { type Keys, keysInFolder } from "../../tree/keys.ts";
import { commonBucketBits } from "../../tree/likely.ts";
import { deepestFor } from "../../tree/shape.ts";
import { type Location, locateKey } from "./locations.ts";
import { isMerkle, type Manifest } from "./manifest.ts";

/**
 * The records that make a shard's tree unusually deep, those that force the deepest first; none if the shard has no
 * tree. The shard must be complete.
 */
export async function crowdedRecords(folder: string, manifest: Manifest): Promise<CrowdedRecords[]> {
  if (!isMerkle(manifest)) return [];
  const common = commonBucketBits(manifest.keys);
  if (manifest.bucketBits <= common) return [];
  const keys = keysInFolder(folder);
  const crowds = deepCrowdsIn(keys, common).sort((a, b) => b.shared - a.shared);
  const records = recordsOf(folder, keys, crowds);
  return crowds.map(({ shared }, i) => ({ bucketBits: shared + 1, records: records[i]! }));
}

/**
 * Checks that the deepest tree has room for the keys of a shard whose index is written, and that need a tree of 2^bits
 * buckets.
 *
 * @throws data `tree/crowded` with all records that there is no room for
 */
export function expectRoom(folder: string, keys: Keys, bits: number): void {
  const most = deepestFor(keys.count);
  if (bits <= most) return;
  const records = recordsOf(folder, keys, crowdsIn(keys, most));
  throw crowded(
    records.map((own) => own.map(describeRecord)),
    most,
  );
}

/** The first record of each key, crowd by crowd. */
function recordsOf(folder: string, keys: Keys, crowds: readonly Crowd[]): Location[][] {
  const found = locateKey(
    folder,
    crowds.flatMap((crowd) => keysOf(keys, crowd)),
  );
  return crowds.map(({ count }) => found.splice(0, count).map(([first]) => first!));
}
