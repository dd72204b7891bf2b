import type { LeftOutCount, ShardCoverage } from "./coverage.ts";
import { count } from "./format.ts";
import { quoted } from "./names.ts";

/** How many names of fields or files a line lists. */
const MAX_NAMES = 20;

/**
 * Describes what is compared with lists and what is not, one line each.
 *
 * @param passedOver names of the files that were not read, where they are known
 */
export const coverageLines = (coverage: ShardCoverage, passedOver: readonly string[] = []): string[] => [
  ...comparedLines(coverage),
  ...notComparedLines(coverage, passedOver),
];

/** The line for a shard whose manifest has no coverage. */
export const UNKNOWN_COVERAGE = "NOT compared: not known, for the shard was read by an older version of the readers";

export const describedScheme = ({ scheme, field }: { scheme: string; field: string | null }): string =>
  `${scheme} of ${field === null ? "whole records" : `field ${quoted(field)}`}`;

const comparedLines = ({ compared }: ShardCoverage): string[] =>
  compared.map(({ records, keys, leftOut, ...scheme }) => {
    const left = leftOut.reduce((sum, each) => sum + each.count, 0);
    const line = `compared: ${describedScheme(scheme)}: ${count(keys, "key")} of ${count(records, "record")}`;
    return left === 0 ? line : `${line}; left out ${count(left, "value")} (${listOf(leftOut)})`;
  });

function notComparedLines({ notCompared }: ShardCoverage, passedOver: readonly string[]): string[] {
  const { fields, moreFields, files, records } = notCompared;
  const lines = [
    ...(fields.length === 0 ? [] : [`fields ${named(fields, moreFields)}`]),
    ...(files.length === 0 ? [] : [`${total(files, "file")}${passedOver.length > 0 ? `: ${named(passedOver)}` : ""}`]),
    ...(records.length === 0 ? [] : [total(records, "record")]),
  ];
  return lines.length === 0 ? ["NOT compared: nothing"] : lines.map((line) => `NOT compared: ${line}`);
}

const total = (left: readonly LeftOutCount[], what: string): string =>
  `${count(
    left.reduce((sum, each) => sum + each.count, 0),
    what,
  )} (${listOf(left)})`;

const listOf = (left: readonly LeftOutCount[]): string => left.map(({ code, count }) => `${code} ${count}`).join(", ");

function named(names: readonly string[], hasMore = false): string {
  const more = names.length - MAX_NAMES;
  const rest = hasMore
    ? [`more than ${names.length - Math.min(MAX_NAMES, names.length)} others`]
    : more > 0
      ? [`${more} others`]
      : [];
  return [...names.slice(0, MAX_NAMES).map(quoted), ...rest].join(", ");
}
