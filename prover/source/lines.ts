import { isUtf8 } from "node:buffer";
import { at, sourceError } from "./errors.ts";
import { refuseFields } from "./fields.ts";
import type { Input, ReadOptions, Row } from "./row.ts";

/** A line without its end; `bytes` is absent when it is longer than the limit. */
export type Line = { row: number; offset: number; length: number; bytes: Uint8Array | undefined };

/**
 * Plain text in UTF-8, each line one record, an empty one too. Only the byte 0x0A ends a line; the last may lack it. A
 * carriage return before the 0x0A belongs to the record.
 */
export async function* readLines(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  refuseFields(options.fields, name);
  for await (const lines of splitLines(input, options.limits.rowBytes))
    yield lines.map((line): Row => {
      const { row, offset, bytes, length } = line;
      const bad = (code: string, problem: string): Row => ({
        row,
        offset,
        bad: sourceError(code, at(name, line), problem),
      });
      if (bytes === undefined) return bad("row-too-large", `has ${length} bytes`);
      if (!isUtf8(bytes)) return bad("not-utf8", "is not UTF-8");
      if (offset === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
        return bad("byte-order-mark", "starts with a byte order mark");
      return { row, offset, values: options.fields.map(() => bytes) };
    });
}

/** Lines handed on at once: of very short ones a chunk may hold a million. */
const BATCH_LINES = 4096;

/**
 * Cuts a stream at 0x0A and nowhere else, in batches of the lines that each chunk completes.
 * What follows the last 0x0A is a line unless it is empty. At most `limit` bytes of a line are held.
 */
export async function* splitLines(input: Omit<Input, "source">, limit: number): AsyncGenerator<Line[]> {
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
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
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
