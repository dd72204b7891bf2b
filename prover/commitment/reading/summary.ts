import { sourceError } from "../../source/records/errors.ts";
import { mergeNames } from "../../source/records/fieldNames.ts";
import type { Source } from "../../source/records/row.ts";
import type { SourceBlock } from "../sort/sortedRecords.ts";
import type { Journal } from "./journal.ts";
import type { PartResult } from "./readPart.ts";
import type { SkippedEntry, SourceEntry } from "./sourceList.ts";
import type { SplitSources } from "./split.ts";

/**
 * A source that has been read: its lines in the shard, what was compared, and the journal's numbers of its parts in
 * order.
 */
export type ReadSource = Pick<PartResult, "compared" | "otherFields"> & {
  entry: SourceEntry;
  skipped: SkippedEntry[];
  parts: number[];
};

/** All (key, row) pairs of the sources, in the order of source and row. */
export function* blocksOf(read: readonly ReadSource[], journal: Journal): Generator<SourceBlock> {
  for (const [source, { parts }] of read.entries())
    for (const part of parts) for (const block of journal.blocks(part)) yield { source, block };
}

/** Number of (key, row) pairs of some sources, or of a part of one. */
export const countPairs = (read: readonly Pick<PartResult, "compared">[]): number =>
  read.reduce((sum, { compared }) => sum + compared.reduce((own, { keys }) => own + keys, 0), 0);

/**
 * Combines the parts of every source, and checks the sources against the description of the dataset.
 *
 * @throws data `source/other-hash`, `source/other-count`
 */
export function sumUp(
  { sources, wanted, sha256s }: SplitSources,
  results: ReadonlyMap<number, PartResult>,
): ReadSource[] {
  let next = 0;
  const read = sources.map((source, number) => {
    // Parts are in the order of their sources.
    const first = next;
    while (wanted[next]?.part.source === number) next++;
    const own = wanted.slice(first, next);
    const sum = sumOf(
      source,
      own.map((part) => results.get(part.number)!),
      sha256s[number],
    );
    return { ...sum, parts: sum.entry.sha256 === null ? [] : own.map((part) => part.number) };
  });
  expectCounts(sources, read);
  return read;
}

function sumOf({ name, format, size, expected }: Source, results: readonly PartResult[], sha256?: string) {
  const bad = results.find((result) => result.sha256 === null);
  const skipped = bad ? bad.skipped : results.flatMap((result) => result.skipped);
  const rows = bad ? 0 : results.reduce((sum, result) => sum + result.rows, 0);
  const used = bad ? [bad] : results;
  const hash = bad ? null : (sha256 ?? results[0]!.sha256);
  if (expected !== undefined && hash !== null && hash !== expected)
    throw sourceError(
      "source/other-hash",
      name,
      `has SHA-256 ${hash}, and ${expected} in the description of the dataset`,
    );
  const entry = { name, format, bytes: size, sha256: hash, rows };
  const [first, ...others] = used;
  // Files of one part share the part's own counts: there may be millions.
  if (others.length === 0 && skipped.length === 0)
    return { entry, skipped: [], compared: first!.compared, otherFields: first!.otherFields };
  return {
    entry,
    skipped: skipped.map((skip) => ({ source: name, ...skip })),
    compared: used[0]!.compared.map((_, i) => ({
      records: used.reduce((sum, { compared }) => sum + compared[i]!.records, 0),
      keys: used.reduce((sum, { compared }) => sum + compared[i]!.keys, 0),
    })),
    otherFields: mergeNames(used.map(({ otherFields }) => otherFields)),
  };
}

/** The rows of a split, including bad ones, must be as many as described. A split with a skipped file has no count. */
function expectCounts(sources: readonly Source[], read: readonly Omit<ReadSource, "parts">[]): void {
  const splits = new Map<string, { described: number; found: number }>();
  for (const [i, { counted = [] }] of sources.entries())
    for (const { name, rows } of counted) {
      const { entry, skipped } = read[i]!;
      const split = splits.get(name) ?? { described: rows, found: 0 };
      split.found +=
        entry.sha256 === null ? Number.NaN : entry.rows + skipped.filter(({ scheme }) => scheme === undefined).length;
      splits.set(name, split);
    }
  for (const [name, { described, found }] of splits)
    if (!Number.isNaN(found) && found !== described)
      throw sourceError(
        "source/other-count",
        `split ${name}`,
        `has ${found} rows, and ${described} in the description of the dataset`,
        "Restore the files that are missing, or correct the description.",
      );
}
