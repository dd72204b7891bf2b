import { crc32 } from "node:zlib";
import type { PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { expand } from "../../compression/blockCodec.ts";
import { readRuns } from "./rle.ts";
import type { Leaf } from "./schema.ts";
import { expectThrift } from "./thrift.ts";
import { readValues, type Values } from "./values.ts";

/** Largest size of a page, checked before anything is allocated for it. */
const PAGE_BYTES = 1 << 28;

/** Largest number of values, because a run of one value may be as long as its writer claims. */
const PAGE_VALUES = 1 << 24;

/** The `created_by` of the writer that puts eight zeros after the values of every page. */
const PADDING_WRITER = "fastparquet";

/** A data page: the levels of its places, if it has levels, and the values of those places that have one. */
export type Page = { count: number; repetition?: Uint8Array; definition?: Uint8Array; values: Values };

/** A page's header and its length in bytes, or undefined when `bytes` ends within it. */
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
export function expectPage(header: PageHeader, body: Buffer, valuesLeft: number): void {
  const { compressed_page_size: stored, uncompressed_page_size: expanded, crc } = header;
  if (!(stored >= 0 && expanded >= 0 && expanded <= PAGE_BYTES)) throw new Error(`a page claims ${expanded} bytes`);
  if (body.length !== stored) throw new Error("a page is cut off");
  if (crc !== undefined && crc >>> 0 !== crc32(body)) throw new Error("a page has another checksum");
  const values = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
  if (!(values >= 0 && values <= Math.min(valuesLeft, PAGE_VALUES))) throw new Error(`a page claims ${values} values`);
}

/** The entries of a dictionary page. */
export function readDictionary(header: PageHeader, body: Buffer, codec: string, leaf: Leaf): Uint8Array[] {
  const page = expand(codec, body, header.uncompressed_page_size);
  const { num_values: count, encoding } = header.dictionary_page_header!;
  if (!(count >= 0 && count <= page.length)) throw new Error(`a dictionary claims ${count} entries`);
  if (encoding !== "PLAIN" && encoding !== "PLAIN_DICTIONARY") throw new Error(`a dictionary in ${encoding}`);
  const value = readValues("PLAIN", page, count, sizeOf(leaf), undefined);
  return Array.from({ length: count }, (_, i) => value(i));
}

/** A data page of either version. Its null count is not trusted: the levels are counted. */
export function readPage(
  header: PageHeader,
  body: Buffer,
  codec: string,
  leaf: Leaf,
  dictionary: Uint8Array[] | undefined,
  writer: string | undefined,
): Page {
  const isFirst = header.data_page_header !== undefined;
  const { num_values: count, encoding } = (header.data_page_header ?? header.data_page_header_v2)!;
  const parts = isFirst ? partsOfFirst(header, body, codec, leaf) : partsOfSecond(header, body, codec, leaf);
  const [repetition, definition] = [leaf.maxRepetition, leaf.maxDefinition].map((max, i) => {
    if (max === 0) return undefined;
    const into = new Uint8Array(count);
    readRuns(parts.levels[i]!, 32 - Math.clz32(max), into, max);
    return into;
  });
  let present = count;
  if (definition) for (const level of definition) if (level !== leaf.maxDefinition) present--;
  const data = writer?.startsWith(PADDING_WRITER) ? withoutPadding(parts.data) : parts.data;
  const values = readValues(encoding, data, present, sizeOf(leaf), dictionary);
  return { count, values, ...(repetition && { repetition }), ...(definition && { definition }) };
}

const withoutPadding = (data: Uint8Array): Uint8Array =>
  data.length >= 8 && data.subarray(-8).every((byte) => byte === 0) ? data.subarray(0, -8) : data;

type Parts = { levels: (Uint8Array | undefined)[]; data: Uint8Array };

/** Version 1: everything is compressed, and the levels are preceded by their length. */
function partsOfFirst(header: PageHeader, body: Buffer, codec: string, leaf: Leaf): Parts {
  const page = expand(codec, body, header.uncompressed_page_size);
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const v1 = header.data_page_header!;
  let at = 0;
  const part = (max: number, encoding: string): Uint8Array | undefined => {
    if (max === 0) return undefined;
    if (encoding !== "RLE") throw new Error(`levels in the encoding ${encoding}`);
    const end = at + 4 + (at + 4 <= page.length ? view.getUint32(at, true) : Number.NaN);
    if (!(end <= page.length)) throw new Error("levels go beyond their page");
    const levels = page.subarray(at + 4, end);
    at = end;
    return levels;
  };
  const repetition = part(leaf.maxRepetition, v1.repetition_level_encoding);
  const definition = part(leaf.maxDefinition, v1.definition_level_encoding);
  return { levels: [repetition, definition], data: page.subarray(at) };
}

/** Version 2: what follows the levels may be compressed. */
function partsOfSecond(header: PageHeader, body: Buffer, codec: string, leaf: Leaf): Parts {
  const v2 = header.data_page_header_v2!;
  const repetition = v2.repetition_levels_byte_length;
  const at = repetition + v2.definition_levels_byte_length;
  if (!(repetition >= 0 && repetition <= at && at <= body.length)) throw new Error("levels go beyond their page");
  if ((leaf.maxRepetition === 0 && repetition > 0) || (leaf.maxDefinition === 0 && at > repetition))
    throw new Error("a page has levels that its column does not have");
  const data = expand(
    v2.is_compressed === false ? "UNCOMPRESSED" : codec,
    body.subarray(at),
    header.uncompressed_page_size - at,
  );
  return { levels: [body.subarray(0, repetition), body.subarray(repetition, at)], data };
}

function sizeOf({ element }: Leaf): number | undefined {
  if (element.type === "BYTE_ARRAY") return undefined;
  if (!(element.type_length! > 0)) throw new Error(`byte arrays of the fixed size ${element.type_length}`);
  return element.type_length;
}
