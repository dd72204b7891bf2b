import { isUtf8 } from "node:buffer";
import { at, type SourceCode, sourceError } from "../../records/errors.ts";
import { refuseFields } from "../../records/fields.ts";
import type { Input, ReadOptions, Row } from "../../records/row.ts";
import { chained, openText } from "./decode.ts";

const LF = 0x0a;
const CR = 0x0d;

/** A line without its terminator; `bytes` is absent when it exceeds the limit. */
export type Line = { row: number; offset: number; length: number; bytes: Uint8Array | undefined };

/**
 * Plain text in UTF-8. Each line is one record, even an empty one. Lines end as `linesOf` detects; the last may lack
 * its terminator. A carriage return before a 0x0A belongs to the record, a byte order mark before the first does not.
 */
export async function* readLines(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  refuseFields(options.fields, name);
  for await (const lines of linesOf(input, options.limits.rowBytes))
    yield lines.map((line): Row => {
      const { row, offset, bytes, length } = line;
      const bad = (code: SourceCode, problem: string): Row => ({
        row,
        offset,
        bad: sourceError(code, at(name, line), problem),
      });
      if (bytes === undefined) return bad("source/row-too-large", `has ${length} bytes`);
      if (!isUtf8(bytes)) return bad("source/not-utf8", "is not UTF-8");
      return { row, offset, values: options.fields.map(() => bytes) };
    });
}

/**
 * The lines of a text: ended by 0x0A or, in a file without one, by 0x0D. A file's first part holds a 0x0A if any of its
 * parts does (commitment/reading/parts.ts), so that all parts are read alike.
 *
 * @throws data `source/mixed-line-ends` when a 0x0A comes only after more carriage returns than a record may have
 * bytes; `source/utf16`
 */
export async function* linesOf(input: Input, limit: number): AsyncGenerator<Line[]> {
  const { chunks, offset } = await openText(input);
  const text = { chunks: () => chunks, start: offset, rowsBefore: input.rowsBefore };
  if (input.start > 0) return yield* splitLines(text, limit);
  const { name } = input.source;
  const rest = chunks[Symbol.asyncIterator]();
  const { ahead, end } = await lineEndOf(rest, limit);
  const all = chained(ahead, rest);
  yield* splitLines({ ...text, chunks: () => (end === LF ? all : withoutLineFeeds(all, name)) }, limit, end);
}

/** The line terminator of a text, and the bytes read to detect it. */
async function lineEndOf(chunks: AsyncIterator<Uint8Array>, limit: number) {
  const ahead: Uint8Array[] = [];
  let hasReturns = false;
  for (let held = 0; held <= limit || ahead.at(-1)?.at(-1) === CR; ) {
    const { done, value } = await chunks.next();
    if (done) break;
    ahead.push(value);
    held += value.length;
    if (value.includes(LF)) return { ahead, end: LF };
    hasReturns ||= value.includes(CR);
  }
  return { ahead, end: hasReturns ? CR : LF };
}

const ONE_END = "Let all lines end in the same way: LF, CRLF or CR.";

async function* withoutLineFeeds(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (chunk.includes(LF))
      throw sourceError("source/mixed-line-ends", name, "has a line feed after lines that end in CR", ONE_END);
    yield chunk;
  }
}

/** Most lines per batch: a chunk may hold a million very short ones. */
const BATCH_LINES = 4096;

/**
 * Splits a stream at one byte value, in batches of the lines that each chunk completes. What follows the last
 * terminator is a line unless it is empty. At most `limit` bytes of a line are held.
 */
export async function* splitLines(input: Omit<Input, "source">, limit: number, lineEnd = LF): AsyncGenerator<Line[]> {
  let row = input.rowsBefore + 1;
  let offset = input.start;
  let pieces: Uint8Array[] = [];
  let held = 0;
  const take = (last: Uint8Array): Line => {
    const length = held + last.length;
    const bytes = length > limit ? undefined : pieces.length === 0 ? last : Buffer.concat([...pieces, last], length);
    const line = { row, offset, length, bytes };
    row++;
    offset += length + 1;
    pieces = [];
    held = 0;
    return line;
  };
  for await (const chunk of input.chunks()) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, start)) {
      lines.push(take(chunk.subarray(start, end)));
      start = end + 1;
      if (lines.length === BATCH_LINES) yield lines.splice(0);
    }
    if (start < chunk.length) {
      const rest = chunk.subarray(start);
      held += rest.length;
      if (held <= limit) pieces.push(rest);
    }
    if (lines.length > 0) yield lines;
  }
  if (held > 0) yield [take(new Uint8Array(0))];
}
