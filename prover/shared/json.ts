import { type Json, Parser } from "./jsonParser.ts";

export type { Json };

/**
 * Parses one JSON document (RFC 8259) in UTF-8. A byte order mark, a repeated object key, invalid UTF-8, a lone
 * surrogate, a number that is not finite and anything after the document are errors, so that no two different documents
 * give the same value by accident.
 *
 * @param what names the document in errors
 * @param base is added to the byte offsets in errors
 * @throws data `json/byte-order-mark`, `json/duplicate-key`, `json/not-utf8`, `json/lone-surrogate`, `json/too-deep`,
 * `json/syntax`
 */
export function parseJson(bytes: Uint8Array, what: string, base = 0): Json {
  const parser = new Parser(bytes, what, base);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    parser.fail("json/byte-order-mark", "starts with a byte order mark");
  const value = parser.value(0);
  parser.space();
  if (parser.at !== bytes.length) parser.fail("json/syntax", "something follows the document");
  return value;
}

/**
 * The canonical JSON of a value (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers as in ECMAScript.
 * With `indent`, the same order on several lines that end with a line feed, for files that people read, but for keys
 * that are whole numbers, which come first.
 *
 * @throws TypeError for values that JSON cannot represent (undefined, NaN, bigint, functions)
 */
export function stringifyJson(value: unknown, indent = 0): string {
  return indent > 0 ? `${JSON.stringify(sorted(value), undefined, indent)}\n` : canonical(value);
}

/** Written by hand, because an object of JavaScript puts keys like "10" first and in the order of numbers. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(scalar(value));
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  return scalar(value);
}

function scalar(value: unknown): unknown {
  if (value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value)) return value;
  throw new TypeError(`${String(value)} has no JSON spelling`);
}
