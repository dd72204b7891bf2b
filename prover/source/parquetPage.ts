import { brotliDecompressSync, crc32, gunzipSync, zstdDecompressSync } from "node:zlib";
import type { ColumnMetaData, Compressors, PageHeader, SchemaTree } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { convertWithDictionary, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { decompressPage, readDataPage, readDataPageV2 } from "hyparquet/src/datapage.js";
import { readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import { compressors as portable } from "hyparquet-compressors";
import { expectRuns } from "./parquetRuns.ts";
import { expectThrift } from "./parquetThrift.ts";

/** A page larger than this is refused before anything is allocated for it. */
const PAGE_BYTES = 1 << 28;

/** Likewise its number of values: a run of one value may be as long as its writer claims. */
const PAGE_VALUES = 1 << 24;

/** The values of strings, documents and blobs stay the bytes that were written. */
const asBytes = (bytes: Uint8Array) => bytes;
export const RAW_PARSERS = { ...DEFAULT_PARSERS, stringFromBytes: asBytes, jsonFromBytes: asBytes };

const maxOutputLength = PAGE_BYTES;
const compressors: Compressors = {
  ...portable,
  GZIP: (input) => gunzipSync(input, { maxOutputLength }),
  BROTLI: (input) => brotliDecompressSync(input, { maxOutputLength }),
  ZSTD: (input) => zstdDecompressSync(input, { maxOutputLength }),
};

/** A column of a row group: where it is described, and how its values are decoded. */
export type Column = {
  meta: ColumnMetaData;
  /** Root and column: only flat columns are read. */
  path: SchemaTree[];
  isOptional: boolean;
};

/** A page's header and its length in bytes, or nothing when `bytes` ends within it. */
export function readHeader(bytes: Buffer): { header: PageHeader; length: number } | undefined {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  try {
    expectThrift(bytes);
    const header = parquetHeader(reader);
    return { header, length: reader.offset };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @throws Error for a header that claims more than a page may hold, or a body with another checksum */
export function expectPage(header: PageHeader, body: Buffer, rowsLeft: number): void {
  const { compressed_page_size: stored, uncompressed_page_size: expanded, crc } = header;
  if (!(stored >= 0 && expanded >= 0 && expanded <= PAGE_BYTES)) throw new Error(`a page claims ${expanded} bytes`);
  if (body.length !== stored) throw new Error("a page is cut off");
  if (crc !== undefined && crc >>> 0 !== crc32(body)) throw new Error("a page has another checksum");
  const values = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
  if (values < 0 || values > Math.min(rowsLeft, PAGE_VALUES)) throw new Error(`a page claims ${values} values`);
}

/** The entries of a dictionary page. */
export function readDictionary(header: PageHeader, body: Buffer, { meta, path }: Column): Uint8Array[] {
  const page = decompressPage(body, header.uncompressed_page_size, meta.codec, compressors);
  const reader = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
  const count = header.dictionary_page_header!.num_values;
  if (!(count >= 0 && count <= page.length)) throw new Error(`a dictionary claims ${count} entries`);
  return readPlain(reader, meta.type, count, path.at(-1)!.element.type_length) as Uint8Array[];
}

/** The values of a data page, `undefined` for null and for what its dictionary does not have. */
export function readValues(
  header: PageHeader,
  body: Buffer,
  column: Column,
  dictionary: Uint8Array[] | undefined,
): (Uint8Array | undefined)[] {
  const { meta, path, isOptional } = column;
  const decoder = {
    ...meta,
    codec: "UNCOMPRESSED" as const,
    pathInSchema: meta.path_in_schema,
    element: path.at(-1)!.element,
    schemaPath: path,
    parsers: RAW_PARSERS,
    utf8: false,
  };
  const v1 = header.data_page_header;
  const v2 = header.data_page_header_v2;
  const details = (v1 ?? v2)!;
  const page = expand(header, body, column);
  const levelsAt = v1 ? 4 : 0;
  const levels = !isOptional
    ? 0
    : v1
      ? Buffer.from(page.buffer, page.byteOffset).readUInt32LE(0)
      : v2!.definition_levels_byte_length;
  const dataAt = isOptional ? levelsAt + levels : 0;
  if (v2?.repetition_levels_byte_length) throw new Error("a flat column has repetition levels");
  const present = isOptional ? countPresent(page.subarray(levelsAt, dataAt), details.num_values) : details.num_values;
  if (details.encoding.endsWith("DICTIONARY")) expectRuns(page.subarray(dataAt + 1), page[dataAt] ?? 0, present);
  const { definitionLevels, dataPage } = v1
    ? readDataPage(page, v1, decoder)
    : readDataPageV2(page, { ...header, uncompressed_page_size: page.length }, decoder);
  const values = convertWithDictionary(dataPage, dictionary, details.encoding, decoder) as Uint8Array[];
  if (!definitionLevels?.length) return Array.from(values);
  let next = 0;
  return Array.from(definitionLevels, (level) => (level === 1 ? values[next++] : undefined));
}

/** How many of the values of a page are not null, by its definition levels: 1 stands for a value. */
function countPresent(levels: Uint8Array, count: number): number {
  expectRuns(levels, 1, count);
  const output = new Uint8Array(count);
  const view = new DataView(levels.buffer, levels.byteOffset, levels.byteLength);
  readRleBitPackedHybrid({ view, offset: 0 }, 1, output, levels.length);
  return output.reduce((sum, level) => sum + level, 0);
}

/** A page as if it had never been compressed; of the second version only what follows the levels is. */
function expand(header: PageHeader, body: Buffer, { meta }: Column): Uint8Array {
  const v2 = header.data_page_header_v2;
  if (!v2) return decompressPage(body, header.uncompressed_page_size, meta.codec, compressors);
  const levels = v2.definition_levels_byte_length + v2.repetition_levels_byte_length;
  if (v2.is_compressed === false) return body;
  const data = decompressPage(body.subarray(levels), header.uncompressed_page_size - levels, meta.codec, compressors);
  return Buffer.concat([body.subarray(0, levels), data]);
}
