import { isUtf8 } from "node:buffer";
import { type FileMetaData, parquetMetadataAsync, parquetSchema, type RowGroup, type SchemaTree } from "hyparquet";
import { DisjointError } from "../shared/errors.ts";
import { openRandomAccess, type RandomAccess } from "./disk.ts";
import { at, sourceError } from "./errors.ts";
import { columnsOf, requireFields } from "./fields.ts";
import { type Column, expectPage, RAW_PARSERS, readDictionary, readHeader, readValues } from "./parquetPage.ts";
import type { Input, ReadOptions, Row } from "./row.ts";

/** A flat column of byte arrays that is read, and whether its values are declared to be text. */
type Wanted = { index: number; path: SchemaTree[]; isOptional: boolean; isText: boolean };

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
      const pages = await Promise.all(columns.map((column) => column.next()));
      const count = Math.min(...pages.map((values) => values.length));
      const batch: Row[] = [];
      for (let i = 0; i < count; i++) {
        const values = pages.map((page) => page[i]);
        batch.push(readRow(values, row++, wanted, options, name));
      }
      for (const column of columns) column.drop(count);
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
  const bad = (code: string, problem: string): Row => ({ row, bad: sourceError(code, at(name, { row }), problem) });
  for (const [i, value] of values.entries()) {
    const column = JSON.stringify(wanted[i]!.path[1]!.element.name);
    if (!(value instanceof Uint8Array)) return bad("not-text", `column ${column} is null`);
    if (value.length > options.limits.rowBytes) return bad("row-too-large", `has ${value.length} bytes`);
    if (wanted[i]!.isText && !isUtf8(value)) return bad("not-utf8", `column ${column} is not UTF-8`);
  }
  return { row, values: values as Uint8Array[] };
}

/** The values of one column of a row group, page by page. */
class Values {
  readonly #file: RandomAccess;
  readonly #column: Column;
  readonly #name: string;
  readonly #end: number;
  #at: number;
  #rowsLeft: number;
  #dictionary: Uint8Array[] | undefined;
  #page: (Uint8Array | undefined)[] = [];

  constructor(file: RandomAccess, group: RowGroup, { path, index, isOptional }: Wanted, rows: number, name: string) {
    const name0 = path[1]!.element.name;
    const meta = group.columns.find((chunk) => chunk.meta_data?.path_in_schema.join("\0") === name0)?.meta_data;
    if (!meta || Number(meta.num_values) !== rows || meta.type !== "BYTE_ARRAY")
      throw sourceError("bad-parquet", name, `column ${index} does not hold the ${rows} values of its row group`);
    const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = meta;
    this.#file = file;
    this.#column = { meta, path, isOptional };
    this.#name = name;
    this.#at = Number(dictionary && dictionary < data ? dictionary : data);
    this.#end = this.#at + Number(size);
    this.#rowsLeft = rows;
  }

  /** The values that are left of the current page, or the next page. */
  async next(): Promise<(Uint8Array | undefined)[]> {
    while (this.#page.length === 0) this.#page = await wrapped(this.#name, () => this.#readPage());
    return this.#page;
  }

  drop(count: number): void {
    this.#page = this.#page.slice(count);
  }

  expectEnd(): void {
    if (this.#rowsLeft !== 0 || this.#page.length !== 0)
      throw sourceError("bad-parquet", this.#name, "columns of a row group differ in their number of values");
  }

  #readPage(): (Uint8Array | undefined)[] {
    const { header, length } = this.#readHeader();
    const start = this.#at + length;
    if (!(header.compressed_page_size <= this.#end - start)) throw new Error("a page goes beyond its column");
    this.#at = start + header.compressed_page_size;
    const body = this.#file.read(start, this.#at);
    expectPage(header, body, this.#rowsLeft);
    if (header.type === "DICTIONARY_PAGE") {
      if (this.#dictionary) throw new Error("a column has two dictionaries");
      this.#dictionary = readDictionary(header, body, this.#column);
      return [];
    }
    if (header.type !== "DATA_PAGE" && header.type !== "DATA_PAGE_V2") return [];
    const values = readValues(header, body, this.#column, this.#dictionary);
    const claimed = (header.data_page_header ?? header.data_page_header_v2)!.num_values;
    if (values.length !== claimed) throw new Error(`a page holds ${values.length} of ${claimed} values`);
    this.#rowsLeft -= values.length;
    return values;
  }

  #readHeader() {
    for (let window = 4096; ; window *= 16) {
      const bytes = this.#file.read(this.#at, Math.min(this.#at + window, this.#end));
      const found = bytes.length === 0 ? undefined : readHeader(bytes);
      if (found) return found;
      if (this.#at + window >= this.#end) throw new Error("a column ends before its last value");
    }
  }
}

/** Whatever the library throws over a file is the file's fault. */
async function wrapped<T>(name: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof DisjointError) throw error;
    throw sourceError("bad-parquet", name, (error as Error).message, undefined, error);
  }
}
