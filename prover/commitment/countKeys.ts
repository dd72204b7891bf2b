import { KEY_BYTES } from "../fingerprint/key.ts";
import type { Base } from "./shard/base.ts";
import { RECORD_BYTES } from "./sort/records.ts";
import { SortedKeys } from "./sort/sortedKeys.ts";
import { type PairsToSort, sortedRecords } from "./sort/sortedRecords.ts";

/** Number of different keys that sources hold, and how many of them each base has. */
type KeyCounts = { keys: number; inBase: number[] };

/**
 * Counts the keys that sources which have been read share with bases.
 *
 * @throws data `commitment/lost-keys`; usage `commitment/memory`
 */
export function countKeys(pairs: PairsToSort, bases: readonly Base[]): KeyCounts {
  const known = bases.map((base) => new SortedKeys(base.keys));
  const survey: KeyCounts = { keys: 0, inBase: bases.map(() => 0) };
  const last = Buffer.alloc(KEY_BYTES);
  for (const sorted of sortedRecords(pairs))
    for (let at = 0; at < sorted.length; at += RECORD_BYTES) {
      if (survey.keys > 0 && sorted.compare(last, 0, KEY_BYTES, at, at + KEY_BYTES) === 0) continue;
      sorted.copy(last, 0, at, at + KEY_BYTES);
      survey.keys++;
      for (const [i, base] of known.entries()) if (base.has(sorted, at)) survey.inBase[i]!++;
    }
  for (const base of known) base.close();
  return survey;
}
