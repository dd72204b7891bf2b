import type { Blocklist } from "../blocklist/list.ts";
import { type Location, locateKey } from "../commitment/shard/locations.ts";
import type { Shard } from "../commitment/shard/readShard.ts";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bucketOf, routeOf } from "../tree/shape.ts";
import { bucketKeys, type Tree } from "../tree/tree.ts";

/** A blocklisted work that is in the shard: the page and the entry, and every record that matches it. */
export type ListedWork = { page: number; entry: number; key: string; label: string; records: Location[] };

/**
 * Requires that a shard has keys of a scheme. Without them the scheme can recognize nothing, and no match would mean
 * nothing.
 *
 * @param what name of the object that has the scheme
 * @param hint what to do, if it is not to commit the sources with the scheme as well
 * @throws data `check/other-scheme`
 */
export function requireScheme(
  { manifest }: Shard,
  scheme: string,
  what: string,
  hint = `Commit the sources with ${scheme} among the \`schemes\` as well.`,
): void {
  if (manifest.schemes.some((own) => own.scheme === scheme)) return;
  throw dataError(
    "check/other-scheme",
    `${what} is of scheme ${scheme}, the shard has ${manifest.schemes.map((own) => own.scheme).join(", ")}`,
    hint,
  );
}

/**
 * The entries of a list that a shard holds, found in the same tree that proofs are made from.
 *
 * @throws data `check/other-scheme`
 * @example
 * const present = findListedRecords(shard, list);
 * console.log(present.length); // 0
 */
export function findListedRecords(shard: Shard, list: Blocklist): ListedWork[] {
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
