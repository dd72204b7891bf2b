import { keyHexOf } from "../fingerprint/key.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { appendAll } from "../shared/collections.ts";
import { DisjointError, dataError } from "../shared/errors.ts";
import { sortEntries } from "./columns.ts";
import { decodeList, linesOf } from "./decode.ts";
import type { BlocklistEntry } from "./entry.ts";

/** The entries of one value of a scheme. */
export const entryOf = (scheme: Scheme, value: Uint8Array, label: string): BlocklistEntry => ({
  key: keyHexOf(scheme.name, value),
  label,
});

/** The entries of a work: several for schemes that give it several values. */
export const entriesOfWork = (scheme: Scheme, work: Uint8Array, label: string): BlocklistEntry[] =>
  (scheme.entryValues ?? scheme.values)(work).map((value) => entryOf(scheme, value, label));

/**
 * The entries that `read` finds in each line of a list. Blank lines and lines that begin with # are comments.
 *
 * @throws data `blocklist/bad-line` with the line's number for errors of `read`, `blocklist/not-utf8`,
 * `blocklist/mixed-line-ends`, `blocklist/empty`
 */
export const importEachLine = (
  bytes: Uint8Array,
  what: string,
  read: (line: string) => BlocklistEntry[],
): BlocklistEntry[] => entriesOfLines(linesOf(decodeList(bytes, what), what), what, read);

/** The same for the lines of a list that is already decoded. */
export function entriesOfLines(
  lines: readonly string[],
  what: string,
  read: (line: string) => BlocklistEntry[],
): BlocklistEntry[] {
  const entries: BlocklistEntry[] = [];
  for (const [index, line] of lines.entries()) {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) continue;
    try {
      appendAll(entries, read(text));
    } catch (error) {
      throw atLine(error, what, index + 1);
    }
  }
  return nonEmpty(entries, what);
}

/** Adds the position in the list to an error of the data. */
export function atLine(error: unknown, what: string, line: number): unknown {
  if (!(error instanceof DisjointError) || error.kind !== "data") return error;
  return dataError("blocklist/bad-line", `${what}, line ${line}: ${error.message}`, error.hint, error);
}

/** @throws data `blocklist/empty` */
export function nonEmpty(entries: BlocklistEntry[], what: string): BlocklistEntry[] {
  if (entries.length > 0) return sortEntries(entries);
  throw dataError("blocklist/empty", `${what} names no work`, "A list needs at least one entry.");
}
