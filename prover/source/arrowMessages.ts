import { Message } from "apache-arrow";
import type { ByteStream } from "./byteStream.ts";
import { sourceError } from "./errors.ts";

/** A message larger than this is refused before it is gathered: batches are meant to fit memory. */
const MESSAGE_BYTES = 2 ** 31;

const CONTINUATION = 0xffffffff;

/**
 * The messages of an Arrow IPC stream, each whole: continuation mark, length of the metadata, metadata, body. The mark of
 * the stream's end must be there. The library would take a stream that is cut between two messages for a whole one.
 *
 * @throws data `source/truncated`, `source/bad-arrow`
 */
export async function* messages(bytes: ByteStream, name: string): AsyncGenerator<Uint8Array> {
  for (;;) {
    const start = bytes.offset;
    const head = Buffer.from(await bytes.peek(8));
    const hasMark = head.length >= 4 && head.readUInt32LE(0) === CONTINUATION;
    const headBytes = hasMark ? 8 : 4;
    if (head.length < headBytes) throw truncated(name, start);
    const metadataBytes = head.readInt32LE(headBytes - 4);
    if (metadataBytes === 0) {
      yield bytes.take(headBytes);
      return;
    }
    if (metadataBytes < 0 || metadataBytes > MESSAGE_BYTES) throw unreadable(name, start);
    const metadata = await bytes.peek(headBytes + metadataBytes);
    if (metadata.length < headBytes + metadataBytes) throw truncated(name, start);
    const total = metadata.length + bodyBytes(metadata.subarray(headBytes), name, start);
    const message = await bytes.take(total);
    if (message.length < total) throw truncated(name, start);
    yield message;
  }
}

function bodyBytes(metadata: Uint8Array, name: string, start: number): number {
  let length: number;
  try {
    length = Message.decode(metadata).bodyLength;
  } catch (error) {
    throw unreadable(name, start, error);
  }
  if (!(length >= 0 && length <= MESSAGE_BYTES)) throw unreadable(name, start);
  return length;
}

const truncated = (name: string, start: number) =>
  sourceError("truncated", name, `ends before the stream does, in the message at byte ${start}`);
const unreadable = (name: string, start: number, cause?: unknown) =>
  sourceError("bad-arrow", name, `the message at byte ${start} is not readable`, undefined, cause);
