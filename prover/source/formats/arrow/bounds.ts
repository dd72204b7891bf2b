import { DictionaryBatch } from "apache-arrow/fb/dictionary-batch";
import type { Field } from "apache-arrow/fb/field";
import { Footer } from "apache-arrow/fb/footer";
import { Message } from "apache-arrow/fb/message";
import { MessageHeader } from "apache-arrow/fb/message-header";
import { RecordBatch } from "apache-arrow/fb/record-batch";
import { Schema } from "apache-arrow/fb/schema";
import { ByteBuffer } from "flatbuffers";

/**
 * Sizes in bytes of a FieldNode, a Buffer and a Block of Arrow's schema, and the smallest entry of any other vector.
 */
const NODE = 16;
const BUFFER = 16;
const BLOCK = 24;
const OFFSET = 4;

/**
 * Checks the lengths that a message claims against its size. Flatbuffers are read without validation, so four damaged
 * bytes can make the library build billions of objects.
 *
 * @throws Error
 */
export function expectBoundedMessage(metadata: Uint8Array): void {
  const message = Message.getRootAsMessage(new ByteBuffer(metadata));
  expectFit(message.customMetadataLength(), OFFSET, metadata);
  const kind = message.headerType();
  if (kind === MessageHeader.Schema) expectBoundedSchema(message.header(new Schema()), metadata);
  if (kind === MessageHeader.RecordBatch) expectBoundedBatch(message.header(new RecordBatch()), metadata);
  if (kind === MessageHeader.DictionaryBatch)
    expectBoundedBatch((message.header(new DictionaryBatch()) as DictionaryBatch | null)?.data() ?? null, metadata);
}

/** The same for a file's footer. */
export function expectBoundedFooter(bytes: Uint8Array): void {
  const footer = Footer.getRootAsFooter(new ByteBuffer(bytes));
  expectFit(footer.recordBatchesLength(), BLOCK, bytes);
  expectFit(footer.dictionariesLength(), BLOCK, bytes);
  expectFit(footer.customMetadataLength(), OFFSET, bytes);
  expectBoundedSchema(footer.schema(), bytes);
}

function expectBoundedBatch(batch: RecordBatch | null, bytes: Uint8Array): void {
  if (batch === null) throw new Error("a batch without a header");
  expectFit(batch.nodesLength(), NODE, bytes);
  expectFit(batch.buffersLength(), BUFFER, bytes);
  expectFit(batch.variadicBufferCountsLength(), 8, bytes);
}

function expectBoundedSchema(schema: Schema | null, bytes: Uint8Array): void {
  if (schema === null) throw new Error("a schema is missing");
  expectFit(schema.customMetadataLength(), OFFSET, bytes);
  expectFit(schema.featuresLength(), 8, bytes);
  let budget = expectFit(schema.fieldsLength(), OFFSET, bytes);
  const visit = (field: Field | null): void => {
    if (field === null || budget++ * OFFSET > bytes.length) throw new Error("a schema claims more than it holds");
    expectFit(field.customMetadataLength(), OFFSET, bytes);
    for (let i = 0; i < expectFit(field.childrenLength(), OFFSET, bytes); i++) visit(field.children(i));
  };
  for (let i = 0; i < schema.fieldsLength(); i++) visit(schema.fields(i));
}

function expectFit(count: number, size: number, bytes: Uint8Array): number {
  if (count >= 0 && count * size <= bytes.length) return count;
  throw new Error(`${count} entries in ${bytes.length} bytes`);
}
