import { ByteStream } from "./byteStream.ts";
import { at, sourceError } from "./errors.ts";
import { readDocument } from "./jsonl.ts";
import type { Line } from "./lines.ts";
import type { Input, ReadOptions, Row } from "./row.ts";

const BLANKS: readonly (number | undefined)[] = [0x20, 0x0a, 0x0d, 0x09];
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const END = 0x5d;

/** A JSON array, each element one record. It is cut at the commas between elements as it comes, and never in memory whole. */
export async function* readJsonArray(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const stream = new ByteStream(input.chunks());
  await skipBlanks(stream);
  const first = (await stream.take(1))[0];
  if (first === 0xef) throw sourceError("byte-order-mark", name, "starts with a byte order mark");
  if (first !== 0x5b)
    throw sourceError("not-array", name, "is not a JSON array", "For one document a line, say jsonl.");
  await skipBlanks(stream);
  if ((await stream.peek(1))[0] === END) await stream.take(1);
  else yield* elements(stream, name, options);
  await skipBlanks(stream);
  if (!(await stream.atEnd()))
    throw sourceError("trailing-garbage", name, `something follows the array at byte ${stream.offset}`);
}

async function* elements(stream: ByteStream, name: string, options: ReadOptions): AsyncGenerator<Row[]> {
  const scanner = new Scanner();
  let row = 1;
  let offset = stream.offset;
  let pieces: Uint8Array[] = [];
  let length = 0;
  for (let end = false; !end; ) {
    const bytes = await stream.peekSome(1 << 20);
    if (bytes.length === 0) throw sourceError("truncated", name, `ends within ${at("the array", { row, offset })}`);
    const used = scanner.scan(bytes);
    const found = used < bytes.length;
    length += used;
    if (length <= options.limits.rowBytes) pieces.push(bytes.subarray(0, used));
    await stream.take(found ? used + 1 : used);
    if (!found) continue;
    const isHeld = length <= options.limits.rowBytes;
    const element: Line = { row, offset, length, bytes: isHeld ? Buffer.concat(pieces) : undefined };
    yield [readDocument(element, name, options.fields)];
    end = bytes[used] === END;
    row++;
    offset = stream.offset;
    pieces = [];
    length = 0;
  }
}

/** Finds the comma or bracket that ends an element. What is between is judged by the strict parser. */
class Scanner {
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** Position of the end in `bytes`, or their length if it is not among them. */
  scan(bytes: Uint8Array): number {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (this.#escaped) this.#escaped = false;
      else if (this.#inString) {
        if (byte === QUOTE) this.#inString = false;
        else if (byte === BACKSLASH) this.#escaped = true;
      } else if (byte === QUOTE) this.#inString = true;
      else if (this.#depth === 0 && (byte === COMMA || byte === END)) return i;
      else if (byte === 0x7b || byte === 0x5b) this.#depth++;
      else if (byte === 0x7d || byte === END) this.#depth--;
    }
    return bytes.length;
  }
}

async function skipBlanks(stream: ByteStream): Promise<void> {
  while (BLANKS.includes((await stream.peek(1))[0])) await stream.take(1);
}
