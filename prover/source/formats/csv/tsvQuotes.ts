import { sourceError } from "../../records/errors.ts";
import type { Cell } from "../../records/row.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A value in quotes, as in CSV. */
const QUOTED = /^"([^"]|"")*"$/;

/** Escapes that Postgres, MySQL and Hive write for characters that would end a value, and their meanings. */
const ESCAPE = /\\([bfnrtv\\])/g;
const ESCAPED: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\" };

/**
 * A value of a TSV file. The format (IANA) has neither quotes nor escapes, and yet most programs quote a value that
 * holds a quote, a tab or a line break, as in CSV, and databases write a backslash. Nothing tells which convention a
 * file uses. So a value that may be quoted or escaped counts both literally and as decoded, and a value that may be the
 * first line of a quoted one is bad.
 *
 * @example `"a ""b"""` is both itself and `a "b"`; `a\nb` both itself and two lines; `"a` is bad; `"a" b` is itself
 */
export function tsvCell(value: Buffer, where: string): Cell {
  if (value[0] !== QUOTE && !value.includes(BACKSLASH)) return value;
  // In UTF-8 these bytes occur only as these characters.
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

/** A column's name, which is quoted where all values are. */
export const tsvName = (name: string): string => (QUOTED.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name);
