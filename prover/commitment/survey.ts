import { KEY_BYTES } from "../fingerprint/key.ts";
import type { Base } from "./base.ts";
import type { Journal } from "./journal.ts";
import { Partitions, SortedKeys } from "./partition.ts";
import type { ReadSource } from "./reading.ts";
import { RECORD_BYTES } from "./records.ts";

/** Different keys that sources hold, and how many of them each base has. */
export type Survey = { keys: number; inBase: number[] };

/** Counts what sources that have been read share with bases. */
export function surveyKeys(
  folder: string,
  read: readonly ReadSource[],
  bases: readonly Base[],
  journal: Journal,
): Survey {
  const partitions = new Partitions(folder);
  for (const [number, { parts }] of read.entries())
    for (const part of parts) for (const block of journal.blocks(part)) partitions.add(number, block);
  const known = bases.map(({ keys }) => new SortedKeys(keys));
  const survey: Survey = { keys: 0, inBase: bases.map(() => 0) };
  for (const sorted of partitions.sorted())
    for (let at = 0; at < sorted.length; at += RECORD_BYTES) {
      if (at > 0 && sorted.compare(sorted, at - RECORD_BYTES, at - RECORD_BYTES + KEY_BYTES, at, at + KEY_BYTES) === 0)
        continue;
      survey.keys++;
      for (const [i, base] of known.entries()) if (base.has(sorted, at)) survey.inBase[i]!++;
    }
  return survey;
}
