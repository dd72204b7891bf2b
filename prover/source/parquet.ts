import { isUtf8 } from "node:buffer";
import { type FileMetaData, parquetMetadataAsync, parquetSchema } from "hyparquet";
import { openRandomAccess, type RandomAccess } from "./disk.ts";
import { at, sourceError } from "./errors.ts";
import { columnsOf, requireFields } from "./fields.ts";
import { Values, type Wanted, wrapped } from "./parquetColumn.ts";
import { RAW_PARSERS } from "./parquetPage.ts";
import { expectThrift } from "./parquetThrift.ts";
import type { Cell, Input, ReadOptions, Row } from "./row.ts";

/** Rows handed on at once: a page may hold millions. */
const BATCH_ROWS = 4096;

/**
 * Apache Parquet. A record is a row, and a field is a flat column of strings or of bytes. Pages are read one at a time, so
 * memory does not grow with the row groups; rows are counted against the metadata in every row group.
 */
export async function* readParquet(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const fields = requireFields(options.fields, name);
  const file = await openRandomAccess(input);
  try {
    yield* readGroups(file, fields, options, name);
  } finally {
    file.close();
  }
}

async function* readGroups(
  file: RandomAccess,
  fields: string[],
  options: ReadOptions,
  name: string,
): AsyncGenerator<Row[]> {
  const metadata = await wrapped(name, () => readMetadata(file));
  const wanted = await wrapped(name, () => wantedColumns(fields, metadata, name));
  let row = 1;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const columns = await wrapped(name, () => wanted.map((column) => new Values(file, group, column, rows, name)));
    for (let left = rows; left > 0; ) {
      const available = await Promise.all(columns.map((column) => column.available()));
      const count = Math.min(BATCH_ROWS, ...available);
      const taken = columns.map((column) => column.take(count));
      const batch: Row[] = [];
      for (let i = 0; i < count; i++) {
        const values = taken.map((column) => column[i]);
        batch.push(readRow(values, row++, wanted, options, name));
      }
      left -= count;
      yield batch;
    }
    for (const column of columns) column.expectEnd();
  }
  if (row - 1 !== Number(metadata.num_rows))
    throw sourceError("bad-parquet", name, `holds ${row - 1} rows and claims ${metadata.num_rows}`);
}

async function readMetadata(file: RandomAccess): Promise<FileMetaData> {
  if (file.read(0, 4).toString("latin1") !== "PAR1") throw new Error("does not begin with PAR1");
  const footer = file.read(file.size - 8, file.size);
  const metadataAt = file.size - 8 - (footer.length === 8 ? footer.readUInt32LE(0) : 0);
  if (metadataAt < 4 || footer.toString("latin1", 4) !== "PAR1") throw new Error("does not end with metadata and PAR1");
  expectThrift(file.read(metadataAt, file.size - 8));
  const slice = (start: number, end = file.size) => {
    const bytes = file.read(start, end);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  };
  return parquetMetadataAsync({ byteLength: file.size, slice }, { parsers: RAW_PARSERS, geoparquet: false });
}

function wantedColumns(fields: readonly string[], metadata: FileMetaData, name: string): Wanted[] {
  const root = parquetSchema(metadata);
  const columns = root.children.map(({ element }) => element.name);
  return columnsOf(fields, columns, name).map((index, i) => {
    const child = root.children[index]!;
    const { type, repetition_type: repetition, logical_type: logical, converted_type: converted } = child.element;
    if (child.children.length > 0 || repetition === "REPEATED" || type !== "BYTE_ARRAY" || converted === "DECIMAL")
      throw sourceError(
        "column-type",
        name,
        `column ${JSON.stringify(fields[i])} is not a flat column of text or bytes`,
      );
    const isText = logical?.type === "STRING" || converted === "UTF8" || converted === "JSON";
    return { index, path: [root, child], isOptional: repetition === "OPTIONAL", isText };
  });
}

function readRow(
  values: (Uint8Array | undefined)[],
  row: number,
  wanted: Wanted[],
  options: ReadOptions,
  name: string,
): Row {
  const bad = (code: string, problem: string) => sourceError(code, at(name, { row }), problem);
  const cellOf = (value: Uint8Array | undefined, { path, isText }: Wanted): Cell => {
    const column = JSON.stringify(path[1]!.element.name);
    if (!(value instanceof Uint8Array)) return bad("not-text", `column ${column} is null`);
    if (value.length > options.limits.rowBytes) return bad("row-too-large", `has ${value.length} bytes`);
    if (isText && !isUtf8(value)) return bad("not-utf8", `column ${column} is not UTF-8`);
    return value;
  };
  return { row, values: values.map((value, i) => cellOf(value, wanted[i]!)) };
}
