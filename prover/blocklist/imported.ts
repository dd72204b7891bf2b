import type { Columns } from "./columns.ts";
import type { BlocklistEntry } from "./entry.ts";

/** A file, a row of one, or a host that was given for a list but left out, and the reason. */
export type LeftOutEntry = { name: string; reason: string };

/** Input of a list: its entries, what was left out, and counts of what was read. */
export type ImportedEntries = { entries: BlocklistEntry[]; leftOut: LeftOutEntry[]; counts: Record<string, number> };

/** The same as columns. */
export type ImportedColumns = Omit<ImportedEntries, "entries"> & { entries: Columns };
