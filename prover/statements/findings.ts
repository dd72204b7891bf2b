import { keyAt } from "../blocklist/columns.ts";
import type { Blocklist } from "../blocklist/list.ts";
import { type Location, locateKey } from "../commitment/shard/locations.ts";
import type { Shard } from "../commitment/shard/readShard.ts";
import { dataError } from "../shared/errors.ts";

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
 * The entries of a list that a shard holds, found among the same keys that proofs are made from.
 *
 * @throws data `check/other-scheme`
 * @example
 * const present = findListedRecords(shard, list);
 * console.log(present.length); // 0
 */
export function findListedRecords(shard: Shard, list: Blocklist): ListedWork[] {
  const { folder } = shard;
  requireScheme(shard, list.scheme, `the list ${list.name}`);
  const present: { page: number; entry: number; key: Uint8Array; label: string }[] = [];
  for (const [page, { keyBytes, labels }] of list.pages.entries())
    for (let entry = 0; entry < labels.length; entry++) {
      const key = keyAt(keyBytes, entry);
      if (containsKey(shard, key)) present.push({ page, entry, key, label: labels[entry]! });
    }
  const records = locateKey(
    folder,
    present.map(({ key }) => key),
  );
  return present.map((found, i) => ({ ...found, key: Buffer.from(found.key).toString("hex"), records: records[i]! }));
}

/** Whether a shard holds a key, by binary search. */
export const containsKey = ({ keys }: Pick<Shard, "keys">, key: Uint8Array): boolean => keys.has(key);
