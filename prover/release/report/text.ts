import { maxOf } from "../../shared/collections.ts";
import { count } from "../../shared/format.ts";
import { printable } from "../../shared/names.ts";
import type { ReleaseReport } from "./report.ts";
import { comparedLines, describeRecord, describeVerdict, remarks } from "./words.ts";

const COLUMNS = ["shard", "list", "epoch", "pages", "clean", "made", "reused"] as const;

/** How many records are listed: a log has no room for millions of lines. */
const LISTED = 1_000;

/**
 * A report for a terminal: one line a record, up to 1,000 of them, then a table of what was covered, then what was
 * done.
 */
export function toText(report: ReleaseReport): string {
  const records = report.findings.slice(0, LISTED).map((found) => {
    const place = found.line === null ? "" : `:${found.line}`;
    return `${printable(found.file)}${place}: ${describeRecord(found)}`;
  });
  const more = report.findings.length - LISTED;
  const rest = more > 0 ? [`${count(more, "more record")}: all of them are in the report as JSON`] : [];
  return [
    ...records,
    ...rest,
    ...table(report),
    ...comparedLines(report),
    ...done(report),
    describeVerdict(report),
  ].join("\n");
}

function table({ coverage }: ReleaseReport): string[] {
  const cells = coverage.map((pair) => COLUMNS.map((column) => printable(String(pair[column] ?? "-"))));
  const rows = [[...COLUMNS], ...cells];
  const widths = COLUMNS.map((_, i) => maxOf(rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
}

function done(report: ReleaseReport): string[] {
  const { release, chainId, transactions, evidence, seconds } = report;
  const gas = transactions.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed ?? 0), 0n);
  const time = seconds.reduce((sum, stage) => sum + stage.seconds, 0);
  return [
    `${count(transactions.length, "transaction")}, ${gas} gas, ${time.toFixed(1)} s`,
    ...(release === null ? [] : [`release ${release} on chain ${chainId}`]),
    ...(evidence === null ? [] : [`evidence ${evidence.cid} in ${printable(evidence.path)}`]),
    ...remarks(report),
  ];
}
