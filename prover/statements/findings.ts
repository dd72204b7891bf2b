import type { Blocklist } from "../blocklist/list.ts";
import { type Location, locateKey } from "../commitment/shard/locations.ts";
import type { Shard } from "../commitment/shard/readShard.ts";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bucketOf, routeOf } from "../tree/shape.ts";
import { bucketKeys, type Tree } from "../tree/tree.ts";

/** A blocklisted work that is in the shard: which entry of which page, and every record that it is. */
export type Finding = { page: number; entry: number; key: string; label: string; records: Location[] };

/**
 * A shard without keys of a scheme holds nothing that the scheme could recognise: nothing found would mean nothing.
 *
 * @param what whose scheme it is
 * @param hint what to do, if it is not to commit the sources with the scheme as well
 * @throws data `check/other-scheme`
 */
export function requireScheme(
  { manifest }: Shard,
  scheme: string,
  what: string,
  hint = `Commit the sources with --scheme ${scheme} as well.`,
): void {
  if (manifest.schemes.some((own) => own.scheme === scheme)) return;
  throw dataError(
    "check/other-scheme",
    `${what} is of scheme ${scheme}, the shard has ${manifest.schemes.map((own) => own.scheme).join(", ")}`,
    hint,
  );
}

/**
 * The entries of a list that a shard holds, by the very tree that proofs are made from.
 *
 * @throws data `check/other-scheme`
 */
export function findListedRecords(shard: Shard, list: Blocklist): Finding[] {
  const { folder, tree } = shard;
  requireScheme(shard, list.scheme, `the list ${list.name}`);
  const present = list.pages.flatMap(({ keys, labels }, page) =>
    keys.flatMap((key, entry) => (containsKey(tree, key) ? [{ page, entry, key, label: labels[entry]! }] : [])),
  );
  const records = locateKey(
    folder,
    present.map(({ key }) => key),
  );
  return present.map((found, i) => ({ ...found, key: Buffer.from(found.key).toString("hex"), records: records[i]! }));
}

/** Whether a tree holds a key. */
export function containsKey(tree: Tree, key: Uint8Array): boolean {
  const bucket = bucketKeys(tree, bucketOf(routeOf(key), tree.bucketBits));
  for (let at = 0; at < bucket.length; at += KEY_BYTES)
    if (Buffer.compare(bucket.subarray(at, at + KEY_BYTES), key) === 0) return true;
  return false;
}
