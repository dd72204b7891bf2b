import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { at, sourceError } from "./errors.ts";
import { columnsOf, requireFields } from "./fields.ts";
import type { Cell, Input, ReadOptions, Row } from "./row.ts";
import { tsvCell, tsvName } from "./tsvQuotes.ts";

const BATCH_ROWS = 256;

/** What the bytes of a value are, once they are known to be UTF-8. */
type TakeCell = (value: Buffer, where: string) => Cell;

type Parsed = { record: Buffer[]; info: Info & { bytes: number } };

/** RFC 4180, the first record naming the columns. Lines end in CRLF or LF. */
export const readCsv = (input: Input, options: ReadOptions) => readSeparated(input, options, ",", '"');

/** Tab-separated values, the first record naming the columns. The format (IANA) has no quotes; what is made of them: tsvQuotes.ts. */
export const readTsv = (input: Input, options: ReadOptions) => readSeparated(input, options, "\t", false);

async function* readSeparated(
  input: Input,
  options: ReadOptions,
  delimiter: string,
  quote: string | false,
): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const fields = requireFields(options.fields, name);
  const parser = parse({
    delimiter,
    quote,
    encoding: null,
    info: true,
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    max_record_size: options.limits.rowBytes,
  });
  const source = Readable.from(input.chunks());
  source.on("error", (error) => parser.destroy(error));
  const parsed = source.pipe(parser) as AsyncIterable<Parsed>;
  const takeCell: TakeCell = quote === false ? tsvCell : (value) => value;
  let header: string[] | undefined;
  let columns: number[] = [];
  let offset = 0;
  const rows: Row[] = [];
  try {
    for await (const { record, info } of parsed) {
      if (header === undefined) {
        header = quote === false ? headerOf(record, name).map(tsvName) : headerOf(record, name);
        columns = columnsOf(fields, header, name);
      } else rows.push(readRecord(record, { row: info.records - 1, offset }, columns, header.length, name, takeCell));
      offset = info.bytes;
      if (rows.length === BATCH_ROWS) yield rows.splice(0);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem = error.code.toLowerCase().replaceAll("_", " ");
    throw sourceError("bad-csv", `${name}, line ${error.lines}`, problem, undefined, error);
  } finally {
    source.destroy();
  }
  if (header === undefined)
    throw sourceError("missing-column", name, "is empty, and lacks the line that names the columns");
  yield rows;
}

function headerOf(record: readonly Buffer[], name: string): string[] {
  if (record[0]?.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])))
    throw sourceError("byte-order-mark", name, "starts with a byte order mark");
  return record.map((column) => column.toString("utf8"));
}

function readRecord(
  record: readonly Buffer[],
  place: { row: number; offset: number },
  columns: readonly number[],
  width: number,
  name: string,
  takeCell: TakeCell,
): Row {
  const bad = (code: string, problem: string): Row => ({ ...place, bad: sourceError(code, at(name, place), problem) });
  if (record.length !== width) return bad("column-count", `has ${record.length} columns, the header ${width}`);
  const where = at(name, place);
  const cellOf = (value: Buffer) =>
    isUtf8(value) ? takeCell(value, where) : sourceError("not-utf8", where, "is not UTF-8");
  return { ...place, values: columns.map((column) => cellOf(record[column]!)) };
}
