import { DisjointError } from "../shared/errors.ts";
import { type Json, parseJson } from "../shared/json.ts";
import { at, sourceError } from "./errors.ts";
import { type Line, splitLines } from "./lines.ts";
import type { Input, ReadOptions, Row } from "./row.ts";

/**
 * JSON Lines: one strict JSON document a line. Only the byte 0x0A ends a line; the last may lack it.
 * A record without a chosen field is its line as it stands, a carriage return before the 0x0A included.
 */
export async function* readJsonl(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  for await (const lines of splitLines(input, options.limits.rowBytes))
    yield lines.map((line) => readDocument(line, input.source.name, options.fields));
}

/** The record in a JSON document, good or bad. */
export function readDocument(document: Line, name: string, fields: ReadOptions["fields"]): Row {
  const { row, offset, bytes, length } = document;
  const where = at(name, document);
  try {
    if (bytes === undefined) throw sourceError("row-too-large", where, `has ${length} bytes`);
    if (bytes.length === 0) throw sourceError("empty-line", where, "is empty, and no JSON document is");
    const value = parseJson(bytes, `${name}, row ${row}`, offset);
    return { row, offset, values: fields.map((field) => (field === undefined ? bytes : textOf(value, field, where))) };
  } catch (error) {
    if (error instanceof DisjointError) return { row, offset, bad: error };
    throw error;
  }
}

/** The UTF-8 bytes of a field that must be there and be a string: another type has no one spelling. */
function textOf(document: Json, field: string, where: string): Uint8Array | DisjointError {
  const isObject = document !== null && typeof document === "object" && !Array.isArray(document);
  if (!isObject || !Object.hasOwn(document, field))
    return sourceError("missing-field", where, `has no field ${JSON.stringify(field)}`);
  const value = document[field];
  if (typeof value === "string") return Buffer.from(value, "utf8");
  const shown = JSON.stringify(value)?.slice(0, 40);
  return sourceError("not-text", where, `field ${JSON.stringify(field)} is ${shown}, not a string`);
}
