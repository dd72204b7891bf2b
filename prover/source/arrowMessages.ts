import { Message, MessageHeader, Table, tableToIPC } from "apache-arrow";
import { Footer } from "apache-arrow/ipc/metadata/file";
import { expectBoundedFooter, expectBoundedMessage } from "./arrowBounds.ts";
import { ByteStream } from "./byteStream.ts";
import { contentOf, type RandomAccess } from "./disk.ts";
import { sourceError } from "./errors.ts";

/** A message larger than this is refused before it is gathered: batches are meant to fit memory. */
const MESSAGE_BYTES = 2 ** 31;

/** What an Arrow IPC file begins and ends with. */
export const FILE_MAGIC = "ARROW1";

const CONTINUATION = 0xffffffff;

/** One message as it stands in the stream. */
export type Framed = { kind: MessageHeader; bytes: Uint8Array };

/** What ends a stream: a continuation mark and the length 0. */
export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/**
 * The messages of an Arrow IPC stream, each whole: continuation mark, length of the metadata, metadata, body. The mark of
 * the stream's end must be there and nothing after it: the library would take a stream that is cut between two messages
 * for a whole one.
 *
 * @throws data `source/truncated`, `source/trailing-garbage`, `source/bad-arrow`
 */
export async function* streamMessages(file: RandomAccess, name: string): AsyncGenerator<Framed> {
  const bytes = new ByteStream(contentOf(file));
  for (let message = await nextMessage(bytes, name); message; message = await nextMessage(bytes, name)) {
    if (bytes.offset === message.bytes.length && message.kind !== MessageHeader.Schema) throw unreadable(name, 0);
    yield message;
  }
  if (!(await bytes.atEnd())) throw sourceError("trailing-garbage", name, `something follows at byte ${bytes.offset}`);
}

/**
 * The messages that the footer of an Arrow IPC file lists, after its schema, which need not be a message as well.
 *
 * @throws data `source/truncated`, `source/bad-arrow`
 */
export async function* fileMessages(file: RandomAccess, name: string): AsyncGenerator<Framed> {
  const footer = readFooter(file, name);
  yield schemaMessage(footer, name);
  for (const { offset, metaDataLength, bodyLength } of [...footer.dictionaryBatches(), ...footer.recordBatches()]) {
    if (!(offset >= 0 && metaDataLength > 0 && bodyLength >= 0 && offset + metaDataLength + bodyLength <= file.size))
      throw unreadable(name, offset);
    const bytes = file.read(offset, offset + metaDataLength + bodyLength);
    const message = await nextMessage(new ByteStream(one(bytes)), name);
    if (!message || message.bytes.length !== bytes.length || message.kind === MessageHeader.Schema)
      throw unreadable(name, offset);
    yield message;
  }
}

function readFooter(file: RandomAccess, name: string): Footer {
  const tail = file.read(file.size - 4 - FILE_MAGIC.length, file.size);
  const end = file.size - tail.length;
  if (tail.subarray(4).toString("latin1") !== FILE_MAGIC) throw truncated(name, file.size);
  const start = end - tail.readInt32LE(0);
  if (start < FILE_MAGIC.length || start > end) throw unreadable(name, end);
  try {
    const bytes = file.read(start, end);
    expectBoundedFooter(bytes);
    return Footer.decode(bytes);
  } catch (error) {
    throw unreadable(name, start, error);
  }
}

function schemaMessage(footer: Footer, name: string): Framed {
  try {
    const stream = tableToIPC(new Table(footer.schema), "stream");
    const length = 8 + Buffer.from(stream).readInt32LE(4);
    return { kind: MessageHeader.Schema, bytes: stream.subarray(0, length) };
  } catch (error) {
    throw unreadable(name, 0, error);
  }
}

/** The message that comes next, or nothing at the mark of the end. */
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
  const { kind, bodyLength } = describe(metadata.subarray(headBytes), name, start);
  const message = await bytes.take(metadata.length + bodyLength);
  if (message.length < metadata.length + bodyLength) throw truncated(name, start);
  return { kind, bytes: message };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function describe(metadata: Uint8Array, name: string, start: number): { kind: MessageHeader; bodyLength: number } {
  try {
    expectBoundedMessage(metadata);
    const { headerType: kind, bodyLength } = Message.decode(metadata);
    if (bodyLength >= 0 && bodyLength <= MESSAGE_BYTES) return { kind, bodyLength };
  } catch (error) {
    throw unreadable(name, start, error);
  }
  throw unreadable(name, start);
}

const truncated = (name: string, start: number) =>
  sourceError("truncated", name, `ends before the stream does, in the message at byte ${start}`);
const unreadable = (name: string, start: number, cause?: unknown) =>
  sourceError("bad-arrow", name, `the message at byte ${start} is not readable`, undefined, cause);
