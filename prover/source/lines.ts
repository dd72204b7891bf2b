import type { Input } from "./row.ts";

/** A line without its end; `bytes` is absent when it is longer than the limit. */
export type Line = { row: number; offset: number; length: number; bytes: Uint8Array | undefined };

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
