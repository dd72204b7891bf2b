import { BodyCompressionMethod } from "apache-arrow/fb/body-compression-method";
import { CompressionType } from "apache-arrow/fb/compression-type";
import { MetadataVersion } from "apache-arrow/fb/metadata-version";
import type { RecordBatch } from "apache-arrow/fb/record-batch";
import { Type } from "apache-arrow/fb/type";
import { expand } from "../../compression/blockCodec.ts";
import { lz4Frame } from "../../compression/lz4Frame.ts";
import type { ArrowField } from "./schema.ts";

/** Largest expanded size of a buffer. */
const EXPANDED_BYTES = 1 << 30;

/** A field in a batch: its number of values, and its buffers. */
export type ColumnData = {
  field: ArrowField;
  length: number;
  nulls: number;
  buffers: (() => Uint8Array)[];
  children: ColumnData[];
};

/**
 * Number of buffers of types with a fixed number (Arrow's Columnar.md, "Buffer Listing for Each Layout"); 2 for all
 * others.
 */
const BUFFERS: Partial<Record<Type, number>> = {
  [Type.Null]: 0,
  [Type.RunEndEncoded]: 0,
  [Type.Struct_]: 1,
  [Type.FixedSizeList]: 1,
  [Type.Binary]: 3,
  [Type.Utf8]: 3,
  [Type.LargeBinary]: 3,
  [Type.LargeUtf8]: 3,
  [Type.ListView]: 3,
  [Type.LargeListView]: 3,
};

/**
 * Finds the nodes and buffers of the fields in a batch. They are listed in the order of the schema, each field before
 * its children.
 *
 * @throws Error unless each list has exactly the entries that the fields need, and every buffer lies in the body
 */
export function columnDataOf(
  fields: readonly ArrowField[],
  batch: RecordBatch,
  body: Uint8Array,
  version: MetadataVersion,
): ColumnData[] {
  let nodes = 0;
  let buffers = 0;
  let variadic = 0;
  const visit = (field: ArrowField): ColumnData => {
    const node = nodes < batch.nodesLength() ? batch.nodes(nodes++) : null;
    if (!node) throw new Error("a batch lacks columns");
    const length = Number(node.length());
    const nulls = Number(node.nullCount());
    if (!(length >= 0 && nulls >= 0 && nulls <= length)) throw new Error(`${nulls} of ${length} values are null`);
    const first = buffers;
    buffers += buffersOf(field);
    if (buffers > batch.buffersLength()) throw new Error("a batch lacks buffers");
    const own = Array.from({ length: buffers - first }, (_, i) => bufferOf(batch, first + i, body));
    const children = field.dictionary ? [] : field.children.map(visit);
    return { field, length, nulls, buffers: own, children };
  };
  const buffersOf = ({ type, isDense, dictionary }: ArrowField): number => {
    if (dictionary) return 2;
    if (type === Type.Union) return 1 + Number(isDense) + Number(version < MetadataVersion.V5);
    if (type !== Type.BinaryView && type !== Type.Utf8View) return BUFFERS[type] ?? 2;
    const count = variadic < batch.variadicBufferCountsLength() ? Number(batch.variadicBufferCounts(variadic++)) : -1;
    if (!(count >= 0 && count <= batch.buffersLength())) throw new Error(`a column of views has ${count} buffers`);
    return 2 + count;
  };
  const data = fields.map(visit);
  if (
    nodes !== batch.nodesLength() ||
    buffers !== batch.buffersLength() ||
    variadic !== batch.variadicBufferCountsLength()
  )
    throw new Error("a batch has more buffers than its schema has columns");
  return data;
}

/** A buffer, located at once and expanded on demand. */
function bufferOf(batch: RecordBatch, index: number, body: Uint8Array): () => Uint8Array {
  const entry = batch.buffers(index)!;
  const offset = Number(entry.offset());
  const length = Number(entry.length());
  if (!(offset >= 0 && length >= 0 && offset + length <= body.length))
    throw new Error(`a buffer of ${length} bytes at byte ${offset} lies outside of its batch of ${body.length}`);
  const compression = batch.compression();
  if (compression && compression.method() !== BodyCompressionMethod.BUFFER) throw new Error("a compression not known");
  const codec = compression?.codec();
  let bytes: Uint8Array | undefined;
  return () => (bytes ??= aligned(expandBuffer(body.subarray(offset, offset + length), codec)));
}

/**
 * The length that a buffer expands to, or -1 if it is stored uncompressed, and the bytes (Message.fbs,
 * "BodyCompression").
 */
function expandBuffer(buffer: Uint8Array, codec: CompressionType | undefined): Uint8Array {
  if (codec === undefined || buffer.length === 0) return buffer;
  if (buffer.length < 8) throw new Error(`a compressed buffer has ${buffer.length} bytes`);
  const size = Number(new DataView(buffer.buffer, buffer.byteOffset).getBigInt64(0, true));
  const packed = buffer.subarray(8);
  if (size === -1) return packed;
  if (!(size >= 0 && size <= EXPANDED_BYTES)) throw new Error(`a buffer expands to ${size} bytes`);
  if (size === 0 && packed.length === 0) return packed;
  if (codec === CompressionType.ZSTD) return expand("ZSTD", packed, size);
  if (codec === CompressionType.LZ4_FRAME) return lz4Frame(packed, size);
  throw new Error(`a compression not known: ${codec}`);
}

/** Eight-byte numbers must be aligned. */
const aligned = (bytes: Uint8Array): Uint8Array => (bytes.byteOffset % 8 === 0 ? bytes : bytes.slice());
