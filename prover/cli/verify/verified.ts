import { maxOf } from "../../shared/collections.ts";
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
type VerifiedDescription = {
  claim(): string;
  rows(): readonly Row[];
  /** Shown on request: what is stated only, and the policy. */
  details: readonly string[];
  /** What only the reader can bring and has not: said of a file with a failed check. */
  missing?: readonly string[];
  json: Record<string, unknown>;
};

/**
 * What `verify` says about a file: the verdict in a line, then what it is about. Nothing is said about a file with a
 * failed check, because nothing in it is known to be true.
 */
export function verified(
  { verdict, outcome, upTo, checks }: Verdict,
  { claim, rows, details, missing = [], json }: VerifiedDescription,
): Outcome {
  const failed = checks.filter(({ ok }) => !ok).length;
  const short = (upTo ?? []).map((each) => `of ${quoted(each.list)} ${describeUpTo(each)}`).join("; ");
  const lines = {
    true: () => [`true: ${claim()}`, ...aligned(rows())],
    behind: () => [`behind: ${short}`, ...aligned([["as it was then", claim()], ...rows()])],
    false: () => [`false: ${failed} of ${count(checks.length, "check")} failed`, ...missing, ...ifAny(missing)],
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

/** What is missing says nothing about the file: a reader who has not named anything must not take it for forged. */
const ifAny = (missing: readonly string[]): string[] =>
  missing.length === 0 ? [] : ["what is not given is not trusted: give it, and verify again"];

function aligned(rows: readonly Row[]): string[] {
  const width = maxOf(
    rows.map(([what]) => what.length),
    0,
  );
  return rows.map(([what, text]) => `  ${what.padEnd(width)}  ${text}`);
}
