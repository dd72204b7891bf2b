import { KEY_BYTES } from "../fingerprint/key.ts";
import type { Journal } from "./reading/journal.ts";
import type { ReadSource } from "./reading/summary.ts";
import type { Base } from "./shard/base.ts";
import type { Memory } from "./sort/memory.ts";
import { Partitions } from "./sort/partitions.ts";
import { RECORD_BYTES } from "./sort/records.ts";
import { SortedKeys } from "./sort/sortedKeys.ts";

/** Number of different keys that sources hold, and how many of them each base has. */
type KeyCounts = { keys: number; inBase: number[] };

/**
 * Counts the keys that sources which have been read share with bases.
 *
 * @throws usage `commitment/memory`
 */
export function countKeys(
  folder: string,
  read: readonly ReadSource[],
  bases: readonly Base[],
  journal: Journal,
  memory: Memory,
): KeyCounts {
  const partitions = new Partitions(folder, memory.plan);
  for (const [number, { parts }] of read.entries())
    for (const part of parts) for (const block of journal.blocks(part)) partitions.add(number, block);
  const known = bases.map(({ keys }) => new SortedKeys(keys));
  const survey: KeyCounts = { keys: 0, inBase: bases.map(() => 0) };
  const last = Buffer.alloc(KEY_BYTES);
  for (const sorted of partitions.sorted()) {
    memory.expect("while the keys are sorted");
    for (let at = 0; at < sorted.length; at += RECORD_BYTES) {
      if (survey.keys > 0 && sorted.compare(last, 0, KEY_BYTES, at, at + KEY_BYTES) === 0) continue;
      sorted.copy(last, 0, at, at + KEY_BYTES);
      survey.keys++;
      for (const [i, base] of known.entries()) if (base.has(sorted, at)) survey.inBase[i]!++;
    }
  }
  for (const base of known) base.close();
  return survey;
}
