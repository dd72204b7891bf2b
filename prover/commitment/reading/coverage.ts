import { countCodes, type ShardCoverage } from "../../shared/coverage.ts";
import { mergeNames } from "../../source/records/fieldNames.ts";
import type { ReadConfig } from "./readPart.ts";
import type { SkippedEntry } from "./sourceList.ts";
import type { SplitSources } from "./split.ts";
import type { ReadSource } from "./summary.ts";

/** Everything that is not in a shard of these sources, files passed over first. */
export const skippedOf = ({ passedOver }: SplitSources, read: readonly ReadSource[]): SkippedEntry[] => [
  ...passedOver.map(({ name, code }) => ({ source: name, code })),
  ...read.flatMap(({ skipped }) => skipped),
];

/** A shard's own account of its coverage. `skipped`: everything that is not in it, including files passed over. */
export function coverageOf(
  { schemes }: ReadConfig,
  read: readonly ReadSource[],
  skipped: readonly SkippedEntry[],
): ShardCoverage {
  const { names, hasMore } = mergeNames(read.map(({ otherFields }) => otherFields));
  const codes = (isWanted: (entry: SkippedEntry) => boolean) =>
    countCodes(skipped.filter(isWanted).map(({ code }) => code));
  return {
    compared: schemes.map(({ scheme, field }, i) => ({
      scheme,
      field: field ?? null,
      records: read.reduce((sum, { compared }) => sum + compared[i]!.records, 0),
      keys: read.reduce((sum, { compared }) => sum + compared[i]!.keys, 0),
      leftOut: codes((entry) => entry.scheme === scheme && entry.field === field),
    })),
    notCompared: {
      fields: names,
      moreFields: hasMore,
      files: codes(({ row }) => row === undefined),
      records: codes(({ row, scheme }) => row !== undefined && scheme === undefined),
    },
  };
}
