import type { CheckId } from "./checks.ts";
import { groupBy } from "./collections.ts";
import { type Issue, listIssues } from "./document.ts";
import { describeUpTo, type UpTo } from "./upTo.ts";

/**
 * One thing that was looked at. `id`: which check of the table (checks.ts) it is; `name`: also where. `detail` says
 * what was wrong; `upTo`: nothing but that the list has grown since, and how far of it the rest reaches.
 */
export type Check = { id: CheckId; name: string; ok: boolean; detail?: string; upTo?: UpTo };

/**
 * `verdict`: true only if there was something to check and every check passed. `outcome` is "behind" if whatever
 * failed did so because a list has grown: then all that was checked holds as far as `upTo` says, for each such list,
 * and no further.
 */
export type Verdict = { verdict: boolean; outcome: "true" | "behind" | "false"; upTo?: UpTo[]; checks: Check[] };

export function toVerdict(checks: Check[]): Verdict {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return { verdict: checks.length > 0, outcome: checks.length > 0 ? "true" : "false", checks };
  const upTo = failed.flatMap((each) => each.upTo ?? []);
  if (upTo.length < failed.length) return { verdict: false, outcome: "false", checks };
  return { verdict: false, outcome: "behind", upTo: lowest(upTo), checks };
}

/** Of each list the one that reaches least far, with the time if any of them knows it. */
const lowest = (all: readonly UpTo[]): UpTo[] =>
  [...groupBy(all, ({ list }) => list).values()].map((same) => {
    const low = same.reduce((one, other) => (other.pagesBehind > one.pagesBehind ? other : one));
    const since = low.since ?? same.find((each) => each.since !== undefined)?.since;
    return { ...low, ...(since !== undefined && { since }) };
  });

/** A document is as its format says. */
export const documentCheck = (name: string, issues: Issue[]): Check =>
  check("format", issues.length === 0, listIssues(issues), name);

/**
 * A check of the table.
 *
 * @param name where a file has several of the kind, or another verifier of the kind has another: which one
 */
export const check = (id: CheckId, ok: boolean, problem: string, name: string = id): Check =>
  ok ? { id, name, ok } : { id, name, ok, detail: problem };

/** What is sound and reaches no further than the list did at an earlier epoch. */
export const behindCheck = (name: string, upTo: UpTo): Check => ({
  ...check("current", false, describeUpTo(upTo), name),
  upTo,
});
