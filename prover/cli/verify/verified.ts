import { count } from "../../shared/format.ts";
import { quoted } from "../../shared/names.ts";
import type { Verdict } from "../../shared/verdict.ts";
import { describeUpTo } from "../../shared/verdict.ts";
import type { Outcome } from "../outcome.ts";

/** A line of a summary: what it is about, and what there is to say. */
export type Row = readonly [what: string, text: string];

/**
 * What a kind of file says beside its verdict: `claim` and `rows` are asked for only where everything in it is sound.
 */
type Telling = {
  claim(): string;
  rows(): readonly Row[];
  /** For those who ask: what is stated only, and the policy. */
  details: readonly string[];
  json: Record<string, unknown>;
};

/**
 * What `verify` says of a file: the verdict in a line, then what it is about. Of a file with a failed check nothing is
 * told, for nothing in it is known to be so.
 */
export function verified(
  { verdict, outcome, upTo, checks }: Verdict,
  { claim, rows, details, json }: Telling,
): Outcome {
  const failed = checks.filter(({ ok }) => !ok).length;
  const short = (upTo ?? []).map((each) => `of ${quoted(each.list)} ${describeUpTo(each)}`).join("; ");
  const lines = {
    true: () => [`true: ${claim()}`, ...aligned(rows())],
    behind: () => [`behind: ${short}`, ...aligned([["as it was then", claim()], ...rows()])],
    false: () => [`false: ${failed} of ${count(checks.length, "check")} failed`],
  };
  return {
    verdict,
    outcome,
    checks,
    details,
    json: { ...json, verdict, outcome, ...(upTo && { upTo }), checks },
    text: lines[outcome]().join("\n"),
  };
}

function aligned(rows: readonly Row[]): string[] {
  const width = Math.max(0, ...rows.map(([what]) => what.length));
  return rows.map(([what, text]) => `  ${what.padEnd(width)}  ${text}`);
}
