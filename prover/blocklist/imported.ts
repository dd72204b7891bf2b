import type { Entry } from "./entry.ts";

/** What was not taken into a list although it was given: a file, a row of one, or a host, and why. */
export type LeftOut = { name: string; reason: string };

/** What a list's entries are made of: the entries, what was left out, and numbers that tell what was read. */
export type Imported = { entries: Entry[]; leftOut: LeftOut[]; counts: Record<string, number> };
