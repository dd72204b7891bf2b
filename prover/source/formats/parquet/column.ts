import type { FileMetaData, RowGroup } from "hyparquet";
import { Cells, wrapErrors } from "../../records/columns.ts";
import { sourceError } from "../../records/errors.ts";
import type { Cell, ReadOptions } from "../../records/row.ts";
import type { RandomAccess } from "../../storage/disk.ts";
import { expectPage, type Page, readDictionary, readHeader, readPage } from "./page.ts";
import type { Leaf } from "./schema.ts";

const NO_PAGE: Page = { count: 0, values: () => new Uint8Array(0) };

/** One column of a row group, row by row. Pages are read one at a time, when their first value is needed. */
export class ParquetColumn {
  readonly #file: RandomAccess;
  readonly #leaf: Leaf;
  readonly #name: string;
  readonly #codec: string;
  readonly #writer: string | undefined;
  readonly #end: number;
  readonly #cells: Cells;
  #at: number;
  #left: number;
  #dictionary: Uint8Array[] | undefined;
  #page = NO_PAGE;
  /** Places and values of the page that have been taken. */
  #place = 0;
  #value = 0;

  constructor(
    file: RandomAccess,
    metadata: FileMetaData,
    group: RowGroup,
    leaf: Leaf,
    name: string,
    options: ReadOptions,
  ) {
    this.#writer = metadata.created_by;
    const chunk = group.columns[leaf.index];
    const meta = chunk?.meta_data;
    const shown = JSON.stringify(leaf.path);
    if (chunk?.crypto_metadata)
      throw sourceError("source/encrypted", name, `column ${shown} is encrypted`, "Decrypt it and read the copy.");
    if (!meta || meta.path_in_schema.join("\0") !== leaf.names.join("\0") || meta.type !== leaf.element.type)
      throw sourceError(
        "source/bad-parquet",
        name,
        `a row group does not hold column ${shown} where its schema has it`,
      );
    if (chunk?.file_path) throw sourceError("source/bad-parquet", name, `column ${shown} lies in another file`);
    const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = meta;
    this.#file = file;
    this.#leaf = leaf;
    this.#name = name;
    this.#codec = meta.codec;
    this.#cells = new Cells(leaf, name, options);
    this.#at = Number(dictionary && dictionary < data ? dictionary : data);
    this.#end = this.#at + Number(size);
    this.#left = Number(meta.num_values);
    if (!(this.#at >= 0 && this.#end >= this.#at && this.#end <= file.size && this.#left >= 0))
      throw sourceError("source/bad-parquet", name, `column ${shown} goes beyond the file`);
  }

  /** Total size in bytes of the values returned. */
  get bytes(): number {
    return this.#cells.bytes;
  }

  /** The values of the next row in this column. */
  next(row: number): Cell {
    if (!this.#hasPlace()) throw this.#bad("ends before the last row of its row group");
    if (!this.#leaf.isList) return this.#cells.one(this.#take(), row);
    if (this.#repetition() !== 0) throw this.#bad("begins a row within a list");
    this.#cells.begin(row);
    do {
      const isEmpty = this.#leaf.emptyLevels.includes(this.#page.definition![this.#place]!);
      const value = this.#take();
      if (!isEmpty) this.#cells.add(value);
    } while (this.#hasPlace() && this.#repetition() !== 0);
    return this.#cells.end();
  }

  /** @throws data `source/bad-parquet` unless every value and every byte has been read */
  expectEnd(): void {
    if (this.#hasPlace()) throw this.#bad("has more values than its row group has rows");
    // Only pages without values may follow.
    while (this.#at < this.#end) this.#readPage();
  }

  #bad(problem: string): Error {
    return sourceError("source/bad-parquet", this.#name, `column ${JSON.stringify(this.#leaf.path)} ${problem}`);
  }

  #repetition(): number {
    return this.#page.repetition![this.#place]!;
  }

  /** Whether there is one more place, for a value, a null or an empty list. */
  #hasPlace(): boolean {
    while (this.#place === this.#page.count && this.#left > 0) this.#readPage();
    return this.#place < this.#page.count;
  }

  #take(): Uint8Array | undefined {
    const { definition, values } = this.#page;
    const place = this.#place++;
    if (definition && definition[place] !== this.#leaf.maxDefinition) return undefined;
    return values(this.#value++);
  }

  #readPage(): void {
    wrapErrors("source/bad-parquet", this.#name, () => this.#decodePage());
  }

  #decodePage(): void {
    const { header, length } = this.#readHeader();
    const start = this.#at + length;
    if (!(header.compressed_page_size <= this.#end - start)) throw new Error("a page goes beyond its column");
    this.#at = start + header.compressed_page_size;
    const body = this.#file.read(start, this.#at);
    expectPage(header, body, this.#left);
    if (header.type === "DICTIONARY_PAGE" && header.dictionary_page_header) {
      if (this.#dictionary) throw new Error("a column has two dictionaries");
      this.#dictionary = readDictionary(header, body, this.#codec, this.#leaf);
    } else if (
      (header.type === "DATA_PAGE" && header.data_page_header) ||
      (header.type === "DATA_PAGE_V2" && header.data_page_header_v2)
    ) {
      this.#page = readPage(header, body, this.#codec, this.#leaf, this.#dictionary, this.#writer);
      this.#place = 0;
      this.#value = 0;
      this.#left -= this.#page.count;
    } else throw new Error(`a page of the kind ${header.type}`);
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
