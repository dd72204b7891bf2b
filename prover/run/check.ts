import type { Blocklist } from "../blocklist/list.ts";
import { type Location, locate } from "../commitment/locations.ts";
import type { Shard } from "../commitment/shard.ts";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bucketKeys, type Tree } from "../tree/build.ts";
import { bucketOf, routeOf } from "../tree/shape.ts";

/** A blocklisted work that is in the shard: which entry of which page, and every record that it is. */
export type Finding = { page: number; entry: number; key: string; label: string; records: Location[] };

/**
 * The entries of a list that a shard holds, by the very tree that proofs are made from.
 *
 * @throws data `check/other-scheme` when the shard has no keys of the list's scheme: nothing found would mean nothing
 */
export function findPresent({ folder, manifest, tree }: Shard, list: Blocklist): Finding[] {
  if (!manifest.schemes.some(({ scheme }) => scheme === list.scheme))
    throw dataError(
      "check/other-scheme",
      `the list ${list.name} is of scheme ${list.scheme}, the shard has ${manifest.schemes.map(({ scheme }) => scheme).join(", ")}`,
      `Commit the sources with --scheme ${list.scheme} as well.`,
    );
  const present = list.pages.flatMap(({ keys, labels }, page) =>
    keys.flatMap((key, entry) => (holds(tree, key) ? [{ page, entry, key, label: labels[entry]! }] : [])),
  );
  const records = locate(
    folder,
    present.map(({ key }) => key),
  );
  return present.map((found, i) => ({ ...found, key: Buffer.from(found.key).toString("hex"), records: records[i]! }));
}

function holds(tree: Tree, key: Uint8Array): boolean {
  const bucket = bucketKeys(tree, bucketOf(routeOf(key), tree.bucketBits));
  for (let at = 0; at < bucket.length; at += KEY_BYTES)
    if (Buffer.compare(bucket.subarray(at, at + KEY_BYTES), key) === 0) return true;
  return false;
}
