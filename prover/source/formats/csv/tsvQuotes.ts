import { sourceError } from "../../records/errors.ts";
import type { Cell } from "../../records/row.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A value in quotes, as in CSV. */
const QUOTED = /^"([^"]|"")*"$/;

/** What Postgres, MySQL and Hive write for characters that would end a value, and what they mean. */
const ESCAPE = /\\([bfnrtv\\])/g;
const ESCAPED: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\" };

/**
 * A value of a TSV file. The format (IANA) has neither quotes nor escapes, and yet most programs put a value that
 * holds a quote, a tab or the end of a line in quotes, as in CSV, and databases write a backslash. Nothing says which
 * of them a file is, so that what may be spelled so counts both as it stands and as what it then means, and what may
 * be the first line of a quoted value is bad.
 *
 * @example `"a ""b"""` is both itself and `a "b"`; `a\nb` both itself and two lines; `"a` is bad; `"a" b` is itself
 */
export function tsvCell(value: Buffer, where: string): Cell {
  if (value[0] !== QUOTE && !value.includes(BACKSLASH)) return value;
  // UTF-8 holds the bytes of these characters for them alone.
  const text = value.toString("latin1");
  if (value[0] === QUOTE && !QUOTED.test(text) && (text.split('"').length - 1) % 2 !== 0)
    return sourceError(
      "source/open-quote",
      where,
      "begins with a quote that nothing closes",
      "If values with quotes, tabs or ends of lines are in quotes, write them as CSV; or else leave the record out.",
    );
  const meanings = new Set([text, tsvName(text), text.replace(ESCAPE, (_, letter: string) => ESCAPED[letter]!)]);
  return meanings.size === 1 ? value : [...meanings].map((meaning) => Buffer.from(meaning, "latin1"));
}

/** A column's name, which stands in quotes where all values do. */
export const tsvName = (name: string): string => (QUOTED.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name);
