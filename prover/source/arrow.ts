import { isUtf8 } from "node:buffer";
import { zstdDecompressSync } from "node:zlib";
import {
  CompressionType,
  compressionRegistry,
  type Data,
  DataType,
  MessageHeader,
  type RecordBatch,
  RecordBatchReader,
  type Vector,
} from "apache-arrow";
import { DisjointError } from "../shared/errors.ts";
import { END_OF_STREAM, FILE_MAGIC, type Framed, fileMessages, streamMessages } from "./arrowMessages.ts";
import { openRandomAccess } from "./disk.ts";
import { at, sourceError } from "./errors.ts";
import { columnsOf, requireFields } from "./fields.ts";
import type { Cell, Input, ReadOptions, Row } from "./row.ts";

const EXPANDED_BYTES = 1 << 30;

compressionRegistry.set(CompressionType.ZSTD, {
  decode: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: EXPANDED_BYTES }),
});

/**
 * Apache Arrow IPC, as a stream or as a file (which is messages between two magic words, and a footer that lists them). A
 * record is a row, and a field is a column of strings or of bytes, with or without a dictionary. One batch is in memory
 * at a time.
 */
export async function* readArrow(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const fields = requireFields(options.fields, name);
  const file = await openRandomAccess(input);
  try {
    const isFile = file.read(0, FILE_MAGIC.length).toString("latin1") === FILE_MAGIC;
    const framed = isFile ? fileMessages(file, name) : streamMessages(file, name);
    let columns: number[] = [];
    let row = 1;
    for await (const batch of batches(framed, name, (names) => (columns = columnsOf(fields, names, name)))) {
      yield readBatch(batch, columns, row, options, name);
      row += batch.numRows;
    }
  } finally {
    file.close();
  }
}

/**
 * The batches among the messages. Each is given to the library as a stream of its own, with the schema and the
 * dictionaries that came before it: its reader of asynchronous streams does not work (21.2.0), and so one batch is in
 * memory.
 */
async function* batches(
  framed: AsyncIterable<Framed>,
  name: string,
  onSchema: (names: string[]) => void,
): AsyncGenerator<RecordBatch> {
  const context: Uint8Array[] = [];
  for await (const { kind, bytes } of framed) {
    const isBatch = kind === MessageHeader.RecordBatch;
    if (!isBatch) context.push(bytes);
    try {
      const reader = RecordBatchReader.from(
        Buffer.concat([...context, ...(isBatch ? [bytes] : []), END_OF_STREAM]),
      ).open();
      if (kind === MessageHeader.Schema) onSchema(reader.schema.fields.map((field) => field.name));
      if (isBatch) yield* reader;
    } catch (error) {
      if (error instanceof DisjointError) throw error;
      throw sourceError("bad-arrow", name, (error as Error).message, undefined, error);
    }
  }
}

function readBatch(batch: RecordBatch, columns: number[], first: number, options: ReadOptions, name: string): Row[] {
  const getters = columns.map((column) => bytesOf(batch.getChildAt(column), `${name}, column ${column + 1}`));
  return Array.from({ length: batch.numRows }, (_, i): Row => {
    const row = first + i;
    const bad = (code: string, problem: string) => sourceError(code, at(name, { row }), problem);
    const cellOf = ({ get, isText }: Getter): Cell => {
      const value = get(i);
      if (value === undefined) return bad("not-text", "holds null");
      if (value.length > options.limits.rowBytes) return bad("row-too-large", `has ${value.length} bytes`);
      if (isText && !isUtf8(value)) return bad("not-utf8", "is not UTF-8");
      return value;
    };
    return { row, values: getters.map(cellOf) };
  });
}

type Getter = { isText: boolean; get(index: number): Uint8Array | undefined };

/** How to get the bytes of a column's values, as they were written; `undefined` is null. */
function bytesOf(vector: Vector | null, where: string): Getter {
  const data = vector?.data[0];
  if (!vector || !data || vector.data.length !== 1) throw sourceError("bad-arrow", where, "is missing in a batch");
  if (data.nullCount > 0 && 8 * data.nullBitmap.length < data.length)
    throw sourceError("bad-arrow", where, "claims more values than it holds");
  if (DataType.isDictionary(vector.type)) {
    const entries = bytesOfChunks(data.dictionary as Vector, where);
    if (data.values.length < data.length) throw sourceError("bad-arrow", where, "claims more values than it holds");
    return { ...entries, get: (i) => (vector.isValid(i) ? entries.get(Number(data.values[i])) : undefined) };
  }
  const { isText, get } = bytesOfData(data, where);
  return { isText, get: (i) => (vector.isValid(i) ? get(i) : undefined) };
}

/** A dictionary may have come in several messages. */
function bytesOfChunks(vector: Vector, where: string): Getter {
  const chunks = vector.data.map((data) => bytesOfData(data, where));
  const find = (index: number) => {
    let left = index;
    for (const [i, data] of vector.data.entries()) {
      if (left < data.length) return data.getValid(left) ? chunks[i]!.get(left) : undefined;
      left -= data.length;
    }
    throw sourceError("bad-arrow", where, `names entry ${index} of ${vector.length}`);
  };
  return { isText: chunks[0]?.isText ?? true, get: find };
}

function bytesOfData(data: Data, where: string): Getter {
  const { type } = data;
  const isText = DataType.isUtf8(type) || DataType.isLargeUtf8(type);
  if (!isText && !DataType.isBinary(type) && !DataType.isLargeBinary(type))
    throw sourceError("column-type", where, `is of type ${type}, not text or bytes`);
  const bytes = data.values as Uint8Array;
  const offsets = data.valueOffsets;
  if (offsets.length < data.length + 1) throw sourceError("bad-arrow", where, "claims more values than it holds");
  return {
    isText,
    get(index) {
      const start = Number(offsets[index]);
      const end = Number(offsets[index + 1]);
      if (!(start >= 0 && start <= end && end <= bytes.length))
        throw sourceError("bad-arrow", where, `value ${index} lies outside of its buffer`);
      return bytes.subarray(start, end);
    },
  };
}
