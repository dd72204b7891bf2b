import type { Ending } from "../shared/exit.ts";
import { labelled, printable } from "../shared/names.ts";
import type { Check, Verdict } from "../shared/verdict.ts";

/**
 * What a command found: the statement is true or not, as one JSON value and as text for people. `outcome`: what a
 * verdict that is not true is instead of false. `lines`: what --json prints instead of `json`, one object a line.
 * `checks` follow the text, those that failed always, all of them with --verbose, as do the `details`.
 */
export type Outcome = {
  verdict: boolean;
  outcome?: Verdict["outcome"] | "open";
  json: unknown;
  lines?: readonly unknown[];
  text: string;
  checks?: readonly Check[];
  details?: readonly string[];
};

/** How a command ends that found this. */
export const endingOf = ({ verdict, outcome = "false" }: Outcome): Ending =>
  verdict ? "true" : outcome === "true" ? "false" : outcome;

/** One line for each check that was made. */
export const checkLines = (checks: readonly Check[]): string[] =>
  checks.map(({ name, ok, detail, upTo }) => {
    const mark = ok ? "ok  " : upTo ? "behind" : "FAIL";
    return `${mark} ${labelled(name)}${detail ? `: ${printable(detail)}` : ""}`;
  });

/** A text that was asked for, and no verdict. */
export const said = (text: string): Outcome => ({ verdict: true, json: { text }, text });
