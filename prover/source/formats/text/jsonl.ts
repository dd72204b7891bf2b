import { DisjointError } from "../../../shared/errors.ts";
import { type Json, parseJson } from "../../../shared/json.ts";
import { at, sourceError } from "../../records/errors.ts";
import type { Input, ReadOptions, Row } from "../../records/row.ts";
import { jsonCellReader } from "./jsonPath.ts";
import { type Line, linesOf } from "./lines.ts";
import { batchReader } from "./plainLines.ts";
import { readPlainObject } from "./plainObject.ts";

/**
 * JSON Lines: one strict JSON document per line; lines end as `linesOf` detects. A record without a chosen field is its
 * line unchanged, including a carriage return before a 0x0A.
 */
export async function* readJsonl(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const read = batchReader(documentReader(input.source.name, options), options.fields);
  for await (const lines of linesOf(input, options.limits.rowBytes)) yield read(lines);
}

/** Reads the record in a JSON document, good or bad. */
export function documentReader(name: string, options: Omit<ReadOptions, "limits">): (document: Line) => Row {
  const { fields, fieldNames } = options;
  const strictly = strictReader(name, options);
  const wanted = fields.filter((field) => field !== undefined);
  return (document) => {
    const { row, offset, bytes } = document;
    const plain = bytes && readPlainObject(bytes, wanted);
    if (plain === undefined || plain.texts.includes(undefined)) return strictly(document);
    fieldNames?.note(plain.names);
    let next = 0;
    return { row, offset, values: fields.map((field) => (field === undefined ? bytes! : plain.texts[next++]!)) };
  };
}

/** The same by the strict parser alone. */
export function strictReader(
  name: string,
  { fields, fieldNames }: Omit<ReadOptions, "limits">,
): (document: Line) => Row {
  const readers = fields.map((field) => (field === undefined ? undefined : jsonCellReader(field)));
  return (document) => {
    const { row, offset, bytes, length } = document;
    const where = at(name, document);
    try {
      if (bytes === undefined) throw sourceError("source/row-too-large", where, `has ${length} bytes`);
      if (bytes.length === 0) throw sourceError("source/empty-line", where, "is empty, and no JSON document is");
      const value = parseJson(bytes, `${name}, row ${row}`, offset);
      if (fieldNames && isObject(value)) fieldNames.note(Object.keys(value));
      return { row, offset, values: readers.map((read) => read?.(value, where) ?? bytes) };
    } catch (error) {
      if (error instanceof DisjointError) return { row, offset, bad: error };
      throw error;
    }
  };
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  value !== null && typeof value === "object" && !Array.isArray(value);
