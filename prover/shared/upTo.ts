import { count } from "./words.ts";

/**
 * How far of a list something sound reaches: up to an epoch, counted from 1, of so many. `pagesBehind`: pages that came
 * later, of which it says nothing. `since`: when the first of them was published, seconds since 1970; left out where
 * nobody knows.
 */
export type UpTo = { list: string; epoch: number; of: number; pagesBehind: number; since?: string };

/** `true up to epoch 2 of 3, one page behind since 2026-01-31`. The list's name is left to the sentence around it. */
export const describeUpTo = ({ epoch, of, pagesBehind, since }: Omit<UpTo, "list">): string =>
  [
    `true up to epoch ${epoch} of ${of}, ${pagesBehind === 1 ? "one page" : count(pagesBehind, "page")} behind`,
    ...(since === undefined ? [] : [`since ${since.slice(0, 10)}`]),
  ].join(" ");
