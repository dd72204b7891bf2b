import { printable } from "../../shared/names.ts";
import type { ReleaseReport } from "./report.ts";
import { comparedLines, describeVerdict, remarks } from "./words.ts";

/** How many records a summary lists: GitHub accepts 1 MiB. */
const LISTED = 50;

/** A report as a job's summary, in GitHub's Markdown. */
export function toMarkdown(report: ReleaseReport): string {
  const { coverage, findings, verdict } = report;
  const sections = [
    `## ${{ clean: "✅", dirty: "❌", behind: "⏳", open: "⏳" }[verdict]} ${escaped(describeVerdict(report))}`,
    found(report),
    table(
      ["shard", "list", "epoch", "pages", "clean", "proofs made", "reused"],
      coverage.map(({ shard, list, epoch, pages, clean, made, reused }) => [
        shard,
        list,
        ...[epoch ?? "-", pages, clean, made, reused].map(String),
      ]),
    ),
    comparedLines(report)
      .map((line) => `- ${escaped(line)}`)
      .join("\n"),
    facts(report),
    remarks(report).join("\n\n"),
    findings.length > LISTED ? `${findings.length - LISTED} more records are in the report.` : "",
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const found = ({ findings }: ReleaseReport): string =>
  findings.length === 0
    ? ""
    : table(
        ["file", "record", "list", "page", "entry", "what the list says of it"],
        findings
          .slice(0, LISTED)
          .map(({ file, row, list, page, entry, reason, key }) => [
            file,
            String(row),
            list,
            String(page),
            String(entry),
            reason || key,
          ]),
      );

function facts({ release, chainId, transactions, evidence, started, seconds }: ReleaseReport): string {
  const gas = transactions.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed ?? 0), 0n);
  const rows = [
    ["release", release === null ? "not registered" : `${release} on chain ${chainId}`],
    ["evidence", evidence === null ? "none" : `${evidence.cid} in ${evidence.path}`],
    ["transactions", `${transactions.length}, ${gas} gas`],
    [
      "time",
      `${seconds.map(({ stage, seconds: taken }) => `${stage} ${taken.toFixed(1)} s`).join(", ")}, from ${started}`,
    ],
  ];
  return table(["", ""], rows);
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows.map((row) => row.map(escaped))]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

/** Escapes a file name or label, so that it cannot become markup, a mention or a link. */
const escaped = (text: string): string =>
  printable(text)
    .replace(/[\\`*_{}[\]()#+!|~<>&$]/g, (character) => `&#${character.codePointAt(0)};`)
    .replace(/@/g, "&#64;")
    .replace(/:\/\//g, "&#58;//")
    .replace(/\bwww\./gi, (text) => `${text.slice(0, 3)}&#46;`);
