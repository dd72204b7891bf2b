import { BodyCompression } from "apache-arrow/fb/body-compression";
import { Buffer as FbBuffer } from "apache-arrow/fb/buffer";
import { DictionaryBatch } from "apache-arrow/fb/dictionary-batch";
import { DictionaryEncoding } from "apache-arrow/fb/dictionary-encoding";
import type { Endianness } from "apache-arrow/fb/endianness";
import { Field } from "apache-arrow/fb/field";
import { FieldNode } from "apache-arrow/fb/field-node";
import { Message } from "apache-arrow/fb/message";
import { MessageHeader } from "apache-arrow/fb/message-header";
import { RecordBatch } from "apache-arrow/fb/record-batch";
import { Schema } from "apache-arrow/fb/schema";
import type { Type } from "apache-arrow/fb/type";
import { Builder } from "flatbuffers";

/** A field; `numbers` are those of its type: bits and sign of an integer, size of what has a fixed one. */
export type RawField = { name: string; type: Type; numbers?: number[]; children?: RawField[]; dictionary?: number };

/** Columns as nodes (length and nulls) and buffers, in the order of the schema. */
export type RawBatch = {
  rows: number;
  nodes: [length: number, nulls: number][];
  buffers: Uint8Array[];
  variadic?: number[];
  codec?: 0 | 1;
  /** Of a dictionary: its number, and whether it adds to what there is. */
  dictionary?: { id: number; isDelta?: boolean };
};

/** An Arrow IPC stream of raw batches, valid or not. */
export function arrowWith(fields: RawField[], batches: RawBatch[], endianness: Endianness = 0): Buffer {
  const end = Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]);
  return Buffer.concat([schemaMessage(fields, endianness), ...batches.map(batchMessage), end]);
}

function schemaMessage(fields: RawField[], endianness: Endianness): Buffer {
  const builder = new Builder();
  const vector = Schema.createFieldsVector(
    builder,
    fields.map((field) => fieldTable(builder, field)),
  );
  Schema.startSchema(builder);
  Schema.addEndianness(builder, endianness);
  Schema.addFields(builder, vector);
  return message(builder, MessageHeader.Schema, Schema.endSchema(builder), Buffer.alloc(0));
}

function fieldTable(builder: Builder, { name, type, numbers = [], children = [], dictionary }: RawField): number {
  const inner = Field.createChildrenVector(
    builder,
    children.map((child) => fieldTable(builder, child)),
  );
  const nameAt = builder.createString(name);
  let encoding: number | undefined;
  if (dictionary !== undefined) {
    DictionaryEncoding.startDictionaryEncoding(builder);
    DictionaryEncoding.addId(builder, BigInt(dictionary));
    encoding = DictionaryEncoding.endDictionaryEncoding(builder);
  }
  builder.startObject(numbers.length);
  for (const [i, number] of numbers.entries())
    if (i === 0) builder.addFieldInt32(i, number, 0);
    else builder.addFieldInt8(i, number, 0);
  const table = builder.endObject();
  Field.startField(builder);
  Field.addName(builder, nameAt);
  Field.addNullable(builder, true);
  Field.addTypeType(builder, type);
  Field.addType(builder, table);
  if (encoding !== undefined) Field.addDictionary(builder, encoding);
  Field.addChildren(builder, inner);
  return Field.endField(builder);
}

function batchMessage({ rows, nodes, buffers, variadic, codec, dictionary }: RawBatch): Buffer {
  const builder = new Builder();
  const padded = buffers.map((bytes) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)]));
  const counts = variadic && RecordBatch.createVariadicBufferCountsVector(builder, variadic.map(BigInt));
  RecordBatch.startNodesVector(builder, nodes.length);
  for (const [length, nulls] of nodes.toReversed()) FieldNode.createFieldNode(builder, BigInt(length), BigInt(nulls));
  const nodesAt = builder.endVector();
  RecordBatch.startBuffersVector(builder, buffers.length);
  const starts = padded.map((_, i) => padded.slice(0, i).reduce((sum, bytes) => sum + bytes.length, 0));
  for (const [i, start] of [...starts.entries()].toReversed())
    FbBuffer.createBuffer(builder, BigInt(start), BigInt(buffers[i]!.length));
  const buffersAt = builder.endVector();
  const compression = codec === undefined ? undefined : BodyCompression.createBodyCompression(builder, codec, 0);
  RecordBatch.startRecordBatch(builder);
  RecordBatch.addLength(builder, BigInt(rows));
  RecordBatch.addNodes(builder, nodesAt);
  RecordBatch.addBuffers(builder, buffersAt);
  if (compression !== undefined) RecordBatch.addCompression(builder, compression);
  if (counts !== undefined) RecordBatch.addVariadicBufferCounts(builder, counts);
  const batch = RecordBatch.endRecordBatch(builder);
  if (!dictionary) return message(builder, MessageHeader.RecordBatch, batch, Buffer.concat(padded));
  DictionaryBatch.startDictionaryBatch(builder);
  DictionaryBatch.addId(builder, BigInt(dictionary.id));
  DictionaryBatch.addData(builder, batch);
  DictionaryBatch.addIsDelta(builder, dictionary.isDelta ?? false);
  const whole = DictionaryBatch.endDictionaryBatch(builder);
  return message(builder, MessageHeader.DictionaryBatch, whole, Buffer.concat(padded));
}

function message(builder: Builder, kind: MessageHeader, header: number, body: Buffer): Buffer {
  Message.startMessage(builder);
  Message.addVersion(builder, 4);
  Message.addHeaderType(builder, kind);
  Message.addHeader(builder, header);
  Message.addBodyLength(builder, BigInt(body.length));
  builder.finish(Message.endMessage(builder));
  const table = builder.asUint8Array();
  const head = Buffer.alloc(8);
  const padding = Buffer.alloc(-table.length & 7);
  head.writeUInt32LE(0xffffffff, 0);
  head.writeUInt32LE(table.length + padding.length, 4);
  return Buffer.concat([head, table, padding, body]);
}

/** Numbers as a buffer has them. */
export const words = (...values: number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);
export const longs = (...values: number[]): Uint8Array => new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
export const chars = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
export const NONE = new Uint8Array(0);

/** A view of at most twelve bytes, and one of more. */
export const inline = (text: string): Uint8Array => {
  const bytes = Buffer.alloc(16);
  bytes.writeInt32LE(text.length);
  bytes.write(text, 4);
  return bytes;
};
export const view = (text: string, buffer: number, offset: number, prefix = text): Uint8Array => {
  const bytes = Buffer.alloc(16);
  bytes.writeInt32LE(text.length);
  bytes.write(prefix.slice(0, 4), 4);
  bytes.writeInt32LE(buffer, 8);
  bytes.writeInt32LE(offset, 12);
  return bytes;
};
