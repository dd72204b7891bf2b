import { dataError } from "../shared/errors.ts";

/** Byte order marks and their encodings. UTF-32 comes first: its mark begins like that of UTF-16. */
const MARKS: [mark: number[], encoding: "utf-8" | "utf-16le" | "utf-16be" | "UTF-32"][] = [
  [[0xff, 0xfe, 0, 0], "UTF-32"],
  [[0, 0, 0xfe, 0xff], "UTF-32"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
  [[0xef, 0xbb, 0xbf], "utf-8"],
];

/** The encoding given by the byte order mark, or UTF-8, and the length of the mark in bytes. */
export function encodingOf(bytes: Uint8Array): { encoding: (typeof MARKS)[number][1]; markBytes: number } {
  const found = MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte));
  return { encoding: found?.[1] ?? "utf-8", markBytes: found?.[0].length ?? 0 };
}

/**
 * The text of a list: UTF-8, or UTF-16 with a byte order mark, as PowerShell redirects its output.
 *
 * @param what name of the list in errors
 * @throws data `blocklist/not-utf8` for other bytes, and for NUL characters, which are frequent in UTF-16 without a
 * mark
 */
export function decodeList(bytes: Uint8Array, what: string): string {
  const { encoding } = encodingOf(bytes);
  if (encoding === "UTF-32") throw notUtf8(what);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw notUtf8(what, error);
  }
  if (text.includes("\0")) throw notUtf8(what);
  return text;
}

const notUtf8 = (what: string, cause?: unknown) =>
  dataError(
    "blocklist/not-utf8",
    `${what} is neither UTF-8 nor UTF-16 with a byte order mark`,
    "Convert the list to UTF-8.",
    cause,
  );

/**
 * The lines of a list, which all end in LF or CRLF, or all in CR alone. A CR inside of lines that end in LF could be
 * an end of line or part of an entry, so it is an error.
 *
 * @throws data `blocklist/mixed-line-ends`
 */
export function linesOf(text: string, what: string): string[] {
  if (text.includes("\n") && !text.includes("\r")) return text.split("\n");
  const lines = text.split(text.includes("\n") ? /\r?\n/ : "\r");
  const mixed = lines.findIndex((line) => line.includes("\r"));
  if (mixed === -1) return lines;
  throw dataError(
    "blocklist/mixed-line-ends",
    `${what}, line ${mixed + 1}: holds a carriage return, while other lines end in a line feed`,
    "Write every line end as a line feed.",
  );
}
