import type { Entry } from "./entry.ts";

/** A file, a row of one, or a host that was given for a list but left out, and the reason. */
export type LeftOut = { name: string; reason: string };

/** Input of a list: its entries, what was left out, and counts of what was read. */
export type Imported = { entries: Entry[]; leftOut: LeftOut[]; counts: Record<string, number> };
