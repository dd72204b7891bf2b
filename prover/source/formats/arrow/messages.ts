import { DictionaryBatch } from "apache-arrow/fb/dictionary-batch";
import { Footer } from "apache-arrow/fb/footer";
import { Message } from "apache-arrow/fb/message";
import { MessageHeader } from "apache-arrow/fb/message-header";
import type { MetadataVersion } from "apache-arrow/fb/metadata-version";
import { RecordBatch } from "apache-arrow/fb/record-batch";
import { Schema } from "apache-arrow/fb/schema";
import { ByteBuffer } from "flatbuffers";
import { ByteStream } from "../../compression/byteStream.ts";
import { sourceError } from "../../records/errors.ts";
import { contentOf, type RandomAccess } from "../../storage/disk.ts";
import { expectBoundedFooter, expectBoundedMessage } from "./bounds.ts";

/** Largest size of a message: batches are meant to fit in memory. */
const MESSAGE_BYTES = 2 ** 31;

/** The magic word at both ends of an Arrow IPC file. */
export const FILE_MAGIC = "ARROW1";

const CONTINUATION = 0xffffffff;

/** Columns, of rows or of a dictionary's entries, and the bytes that hold them. */
export type BatchMessage = { batch: RecordBatch; body: Uint8Array; version: MetadataVersion };

/** One message. */
type Framed =
  | { kind: MessageHeader.Schema; schema: Schema }
  | ({ kind: MessageHeader.RecordBatch } & BatchMessage)
  | ({ kind: MessageHeader.DictionaryBatch; id: bigint; isDelta: boolean } & BatchMessage);

/**
 * The messages of an Arrow IPC stream: continuation mark, length of the metadata, metadata, body. The schema comes
 * first. The end-of-stream mark must be present with nothing after it: otherwise a stream that is cut between two
 * messages would pass for a complete one.
 *
 * @throws data `source/truncated`, `source/trailing-garbage`, `source/bad-arrow`
 */
export async function* streamMessages(file: RandomAccess, name: string): AsyncGenerator<Framed> {
  const bytes = new ByteStream(contentOf(file));
  for (let start = 0; ; start = bytes.offset) {
    const message = await nextMessage(bytes, name);
    if (!message) break;
    if ((message.kind === MessageHeader.Schema) !== (start === 0)) throw unreadable(name, start);
    yield message;
  }
  if (!(await bytes.atEnd()))
    throw sourceError("source/trailing-garbage", name, `something follows at byte ${bytes.offset}`);
}

/**
 * The messages that the footer of an Arrow IPC file lists, after its schema, which need not also be a message.
 *
 * @throws data `source/truncated`, `source/bad-arrow`
 */
export async function* fileMessages(file: RandomAccess, name: string): AsyncGenerator<Framed> {
  const { schema, blocks } = readFooter(file, name);
  yield { kind: MessageHeader.Schema, schema };
  for (const { offset, metadataLength, bodyLength } of blocks) {
    const length = metadataLength + bodyLength;
    if (!(offset >= 0 && metadataLength > 0 && bodyLength >= 0 && offset + length <= file.size))
      throw unreadable(name, offset);
    const stream = new ByteStream(one(file.read(offset, offset + length)));
    const message = await nextMessage(stream, name);
    if (!message || stream.offset !== length || message.kind === MessageHeader.Schema) throw unreadable(name, offset);
    yield message;
  }
}

type Block = { offset: number; metadataLength: number; bodyLength: number };

/** The schema, and the positions of the dictionaries and then the batches. */
function readFooter(file: RandomAccess, name: string): { schema: Schema; blocks: Block[] } {
  const tail = file.read(file.size - 4 - FILE_MAGIC.length, file.size);
  const end = file.size - tail.length;
  if (tail.subarray(4).toString("latin1") !== FILE_MAGIC) throw truncated(name, file.size);
  const start = end - tail.readInt32LE(0);
  if (start < FILE_MAGIC.length || start > end) throw unreadable(name, end);
  try {
    const bytes = file.read(start, end);
    expectBoundedFooter(bytes);
    const footer = Footer.getRootAsFooter(new ByteBuffer(bytes));
    const block = (entry: ReturnType<Footer["recordBatches"]>): Block => ({
      offset: Number(entry!.offset()),
      metadataLength: entry!.metaDataLength(),
      bodyLength: Number(entry!.bodyLength()),
    });
    const dictionaries = Array.from({ length: footer.dictionariesLength() }, (_, i) => block(footer.dictionaries(i)));
    const batches = Array.from({ length: footer.recordBatchesLength() }, (_, i) => block(footer.recordBatches(i)));
    return { schema: footer.schema()!, blocks: [...dictionaries, ...batches] };
  } catch (error) {
    throw unreadable(name, start, error);
  }
}

/** The next message, or undefined at the end mark. */
async function nextMessage(bytes: ByteStream, name: string): Promise<Framed | undefined> {
  const start = bytes.offset;
  const head = Buffer.from(await bytes.peek(8));
  const hasMark = head.length >= 4 && head.readUInt32LE(0) === CONTINUATION;
  const headBytes = hasMark ? 8 : 4;
  if (head.length < headBytes) throw truncated(name, start);
  const metadataBytes = head.readInt32LE(headBytes - 4);
  if (metadataBytes === 0) {
    await bytes.take(headBytes);
    return undefined;
  }
  if (metadataBytes < 0) throw unreadable(name, start);
  const metadata = await bytes.peek(headBytes + metadataBytes);
  if (metadata.length < headBytes + metadataBytes) throw truncated(name, start);
  const { message, bodyLength } = headOf(metadata.subarray(headBytes), name, start);
  const whole = await bytes.take(metadata.length + bodyLength);
  if (whole.length < metadata.length + bodyLength) throw truncated(name, start);
  try {
    return framed(message, whole.subarray(metadata.length));
  } catch (error) {
    throw unreadable(name, start, error);
  }
}

function framed(message: Message, body: Uint8Array): Framed {
  const kind = message.headerType();
  const version = message.version();
  if (kind === MessageHeader.Schema) return { kind, schema: message.header(new Schema()) };
  if (kind === MessageHeader.RecordBatch) return { kind, batch: message.header(new RecordBatch()), body, version };
  if (kind !== MessageHeader.DictionaryBatch) throw new Error(`a message of the kind ${kind}`);
  const dictionary: DictionaryBatch = message.header(new DictionaryBatch());
  return { kind, id: dictionary.id(), isDelta: dictionary.isDelta(), batch: dictionary.data()!, body, version };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function headOf(metadata: Uint8Array, name: string, start: number): { message: Message; bodyLength: number } {
  try {
    expectBoundedMessage(metadata);
    const message = Message.getRootAsMessage(new ByteBuffer(metadata));
    const bodyLength = Number(message.bodyLength());
    if (bodyLength >= 0 && bodyLength <= MESSAGE_BYTES) return { message, bodyLength };
  } catch (error) {
    throw unreadable(name, start, error);
  }
  throw unreadable(name, start);
}

const truncated = (name: string, start: number) =>
  sourceError("source/truncated", name, `ends before the stream does, in the message at byte ${start}`);
const unreadable = (name: string, start: number, cause?: unknown) =>
  sourceError("source/bad-arrow", name, `the message at byte ${start} is not readable`, undefined, cause);
