import { isUtf8 } from "node:buffer";
import { at, type SourceCode, sourceError } from "../../records/errors.ts";
import { columnsOf, requireFields } from "../../records/fields.ts";
import type { Cell, Input, ReadOptions, Row } from "../../records/row.ts";
import { Separated, SeparatedFault, type SeparatedRecord } from "./parser.ts";
import { tsvCell, tsvName } from "./tsvQuotes.ts";

const BATCH_ROWS = 1024;

/** The properties of a format of separated values: its values and its column names. */
type Format = {
  delimiter: number;
  quotes: boolean;
  /** Interprets the bytes of a value that is known to be UTF-8. */
  takeCell(value: Buffer, where: string): Cell;
  takeName(name: string): string;
};

const CSV: Format = { delimiter: 0x2c, quotes: true, takeCell: (value) => value, takeName: (name) => name };
const TSV: Format = { delimiter: 0x09, quotes: false, takeCell: tsvCell, takeName: tsvName };

/** RFC 4180, with the column names in the first record. Lines end in CRLF or LF, or all of them in CR. */
export const readCsv = (input: Input, options: ReadOptions) => readSeparated(input, options, CSV);

/**
 * Tab-separated values, with the column names in the first record. The format (IANA) has no quotes; tsvQuotes.ts says
 * how quotes are treated.
 */
export const readTsv = (input: Input, options: ReadOptions) => readSeparated(input, options, TSV);

async function* readSeparated(input: Input, options: ReadOptions, format: Format): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const fields = requireFields(options.fields, name);
  const separated = new Separated({ ...format, limit: options.limits.rowBytes });
  let table: Table | undefined;
  let rows: Row[] = [];
  let row = 0;
  try {
    for await (const chunk of withEnd(input.chunks()))
      for (const record of separated.records(chunk)) {
        if (table) rows.push(readRecord(record, ++row, table));
        else {
          table = tableOf(record, fields, format, options, name);
          separated.want(table.columns);
        }
        if (rows.length < BATCH_ROWS) continue;
        yield rows;
        rows = [];
      }
  } catch (error) {
    if (!(error instanceof SeparatedFault)) throw error;
    throw sourceError(
      "source/bad-csv",
      at(name, { row: row + 1, offset: error.offset }),
      error.message,
      undefined,
      error,
    );
  }
  if (table === undefined)
    throw sourceError("source/missing-column", name, "is empty, and lacks the line that names the columns");
  yield rows;
}

async function* withEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | undefined> {
  yield* chunks;
  yield undefined;
}

/** What the first record determines for the others. */
type Table = { name: string; format: Format; width: number; columns: readonly number[] };

function tableOf(
  { values, fault }: SeparatedRecord,
  fields: readonly string[],
  format: Format,
  { fieldNames }: ReadOptions,
  name: string,
): Table {
  if (fault !== undefined)
    throw sourceError("source/bad-csv", `${name}, the line that names the columns`, PROBLEMS[fault]);
  const header = values.map((value) => {
    if (!isUtf8(value))
      throw sourceError("source/not-utf8", name, "the line that names the columns is not UTF-8", CONVERT);
    return format.takeName(value.toString("utf8"));
  });
  fieldNames?.note(header);
  return { name, format, width: header.length, columns: columnsOf(fields, header, name) };
}

const CONVERT = "Convert the file to UTF-8.";

const PROBLEMS = {
  "source/stray-quote": "holds a quote in a value that is not in quotes",
  "source/line-end": "holds a carriage return outside of quotes, which ends a line for some programs",
};

function readRecord(record: SeparatedRecord, row: number, { name, format, width, columns }: Table): Row {
  const place = { row, offset: record.offset };
  const bad = (code: SourceCode, problem: string): Row => ({
    ...place,
    bad: sourceError(code, at(name, place), problem),
  });
  if (record.fault !== undefined) return bad(record.fault, PROBLEMS[record.fault]);
  if (record.width !== width) return bad("source/column-count", `has ${record.width} columns, the header ${width}`);
  const cells: Cell[] = [];
  for (const column of columns) {
    const value = record.values[column]!;
    cells.push(isUtf8(value) ? format.takeCell(value, at(name, place)) : notUtf8(name, place));
  }
  return { ...place, values: cells };
}

const notUtf8 = (name: string, place: { row: number; offset: number }) =>
  sourceError("source/not-utf8", at(name, place), "is not UTF-8");
