import type { CheckId } from "./checks.ts";
import { groupBy } from "./collections.ts";
import { type Issue, listIssues } from "./document.ts";
import { count } from "./format.ts";

/**
 * How much of a list a sound statement covers: up to `epoch`, counted from 1, of `of` epochs. `pagesBehind`: pages that
 * were published later, which it does not cover. `since`: when the first of them was published (ISO 8601); missing
 * where that is not known.
 */
export type UpTo = { list: string; epoch: number; of: number; pagesBehind: number; since?: string };

/** `true up to epoch 2 of 3, one page behind since 2026-01-31`. The sentence around it names the list. */
export const describeUpTo = ({ epoch, of, pagesBehind, since }: Omit<UpTo, "list">): string =>
  [
    `true up to epoch ${epoch} of ${of}, ${pagesBehind === 1 ? "one page" : count(pagesBehind, "page")} behind`,
    ...(since === undefined ? [] : [`since ${since.slice(0, 10)}`]),
  ].join(" ");

/**
 * The outcome of one check. `id`: its row in the table of checks.ts; `name`: the id and, where there are several, which
 * one. `detail`: what was wrong. `upTo`: set if the list has grown since and nothing else was wrong.
 */
export type Check = { id: CheckId; name: string; ok: boolean; detail?: string; upTo?: UpTo };

/**
 * `verdict`: true only if there was something to check and every check passed. `outcome` is "behind" if checks failed
 * for no other reason than that a list has grown: then the statement holds for each such list as far as `upTo` says.
 */
export type Verdict = { verdict: boolean; outcome: "true" | "behind" | "false"; upTo?: UpTo[]; checks: Check[] };

/**
 * The verdict of checks together.
 *
 * @example
 * console.log(toVerdict([]).outcome); // false
 */
export function toVerdict(checks: Check[]): Verdict {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return { verdict: checks.length > 0, outcome: checks.length > 0 ? "true" : "false", checks };
  const upTo = failed.flatMap((each) => each.upTo ?? []);
  if (upTo.length < failed.length) return { verdict: false, outcome: "false", checks };
  return { verdict: false, outcome: "behind", upTo: lowest(upTo), checks };
}

/** The lowest reach for each list, with the time if any of them has it. */
const lowest = (all: readonly UpTo[]): UpTo[] =>
  [...groupBy(all, ({ list }) => list).values()].map((same) => {
    const low = same.reduce((one, other) => (other.pagesBehind > one.pagesBehind ? other : one));
    const since = low.since ?? same.find((each) => each.since !== undefined)?.since;
    return { ...low, ...(since !== undefined && { since }) };
  });

/** The document matches its format. */
export const documentCheck = (name: string, issues: Issue[]): Check =>
  check("format", issues.length === 0, listIssues(issues), name);

/**
 * The outcome of a check of the table.
 *
 * @param problem what is wrong if it is not `ok`
 * @param name tells checks with the same id apart
 */
export const check = (id: CheckId, ok: boolean, problem: string, name: string = id): Check =>
  ok ? { id, name, ok } : { id, name, ok, detail: problem };

/** A failed check of a sound statement that covers the list only up to an earlier epoch. */
export const behindCheck = (name: string, upTo: UpTo): Check => ({
  ...check("current", false, describeUpTo(upTo), name),
  upTo,
});
