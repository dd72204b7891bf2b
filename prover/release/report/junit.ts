import { count } from "../../shared/format.ts";
import { printable, quoted } from "../../shared/names.ts";
import { describeUpTo } from "../../shared/verdict.ts";
import { type Coverage, coverageOf, isCovered, type ReleaseReport, recordsOf } from "./report.ts";
import { describeRecord } from "./words.ts";

/**
 * A report as JUnit XML for CI systems: a suite for each shard and a case for each list, which fails with all its
 * records or is skipped if proofs are missing.
 */
export function toJunit(report: ReleaseReport): string {
  const { tag, started } = report;
  const coverage = coverageOf(report);
  const suites = Map.groupBy(coverage, ({ shard }) => shard);
  const lines = [...suites].flatMap(([shard, pairs]) => {
    const cases = pairs.map((pair) => testCase(report, pair));
    const open = element("testsuite", {
      name: shard,
      ...totals(report, pairs),
      timestamp: started.replace(/\.\d+Z$/, ""),
    });
    return [`  <${open}>`, ...cases, "  </testsuite>"];
  });
  const head = element("testsuites", { name: `disjoint release ${tag}`, ...totals(report, coverage) });
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<${head}>`, ...lines, "</testsuites>"].join("\n")}\n`;
}

function totals(report: ReleaseReport, pairs: readonly Coverage[]): Record<string, string | number> {
  const failed = pairs.filter((pair) => recordsOf(report, pair).length > 0);
  const open = pairs.filter((pair) => !failed.includes(pair) && !isCovered(pair));
  return { tests: pairs.length, failures: failed.length, errors: 0, skipped: open.length };
}

function testCase(report: ReleaseReport, pair: Coverage): string {
  const records = recordsOf(report, pair);
  const { shard, list, scheme, pages, clean, made, reused } = pair;
  const open = element("testcase", { name: `holds no entry of ${quoted(list)}`, classname: `${shard}.${scheme}` });
  if (records.length > 0) {
    const message = `${count(records.length, "blocklisted record")} present`;
    const text = records.map((found) => `${printable(found.file)}: ${describeRecord(found)}`).join("\n");
    const failure = element("failure", { message, type: `${list}/${scheme}` });
    return `    <${open}>\n      <${failure}>${escaped(text)}</failure>\n    </testcase>`;
  }
  if (!isCovered(pair)) {
    const behind = report.upTo.find((upTo) => upTo.list === list);
    const missing = `${pages - clean} of ${count(pages, "page")} not proved yet`;
    const skipped = element("skipped", { message: behind ? `behind: ${describeUpTo(behind)}` : `open: ${missing}` });
    return `    <${open}>\n      <${skipped}/>\n    </testcase>`;
  }
  const out = `${count(pages, "page")} clean, ${count(made, "proof")} made, ${reused} reused`;
  return `    <${open}>\n      <system-out>${out}</system-out>\n    </testcase>`;
}

const element = (name: string, attributes: Record<string, string | number>): string =>
  [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(printable(String(value)))}"`)].join(
    " ",
  );

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
