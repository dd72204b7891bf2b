import type { RowGroup, SchemaTree } from "hyparquet";
import { DisjointError } from "../shared/errors.ts";
import type { RandomAccess } from "./disk.ts";
import { sourceError } from "./errors.ts";
import { type Column, expectPage, readDictionary, readHeader, readValues } from "./parquetPage.ts";

/** A flat column of byte arrays that is read, and whether its values are declared to be text. */
export type Wanted = { index: number; path: SchemaTree[]; isOptional: boolean; isText: boolean };

/** The values of one column of a row group, page by page. */
export class Values {
  readonly #file: RandomAccess;
  readonly #column: Column;
  readonly #name: string;
  readonly #end: number;
  #at: number;
  #rowsLeft: number;
  #dictionary: Uint8Array[] | undefined;
  #page: (Uint8Array | undefined)[] = [];
  #taken = 0;

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

  /** How many values are left of the current page, or are in the next. */
  async available(): Promise<number> {
    while (this.#page.length === this.#taken) {
      this.#taken = 0;
      this.#page = [];
      this.#page = await wrapped(this.#name, () => this.#readPage());
    }
    return this.#page.length - this.#taken;
  }

  /** The next of the available values. */
  take(count: number): (Uint8Array | undefined)[] {
    return this.#page.slice(this.#taken, (this.#taken += count));
  }

  expectEnd(): void {
    if (this.#rowsLeft !== 0 || this.#page.length !== this.#taken)
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
export async function wrapped<T>(name: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof DisjointError) throw error;
    throw sourceError("bad-parquet", name, (error as Error).message, undefined, error);
  }
}
