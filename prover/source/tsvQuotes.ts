import { sourceError } from "./errors.ts";
import type { Cell } from "./row.ts";

const QUOTE = 0x22;

/**
 * A value of a TSV file. The format (IANA) has no quotes, and yet most programs put a value that holds one, a tab or the
 * end of a line in quotes, as in CSV. Nothing says which of the two a file is, so that what may be quoted counts both as it
 * stands and without its quotes, and what may be the first line of a quoted value is bad.
 *
 * @example `"a ""b"""` is both itself and `a "b"`; `"a` is bad; `a "b"` and `"a" b` are themselves
 */
export function tsvCell(value: Buffer, where: string): Cell {
  if (value[0] !== QUOTE) return value;
  const text = value.toString("latin1");
  if (/^"([^"]|"")*"$/.test(text)) return [value, unquoted(value)];
  if ((text.split('"').length - 1) % 2 === 0) return value;
  return sourceError(
    "open-quote",
    where,
    "begins with a quote that nothing closes",
    "If values with quotes, tabs or ends of lines are in quotes, write them as CSV; or else leave the record out.",
  );
}

/** A column's name, which stands in quotes where all values do. */
export const tsvName = (name: string): string =>
  /^"([^"]|"")*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;

/** UTF-8 holds the byte of a quote for quotes alone. */
const unquoted = (value: Buffer): Buffer =>
  Buffer.from(value.subarray(1, -1).toString("latin1").replaceAll('""', '"'), "latin1");
