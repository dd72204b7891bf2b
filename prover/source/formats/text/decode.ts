import { sourceError } from "../../records/errors.ts";
import type { Input } from "../../records/row.ts";

/** The UTF-8 bytes of a text, without a byte order mark. */
type Text = { chunks: AsyncIterable<Uint8Array>; offset: number };

/**
 * A text in UTF-8. A byte order mark at the start of a file belongs to no record and no column's name; anywhere else it
 * is a character. `offset` is the byte of the file at which the chunks begin.
 *
 * @throws data `source/utf16` for a file that begins with the byte order mark of UTF-16
 */
export async function openText({ source, chunks, start }: Input): Promise<Text> {
  const all = chunks();
  if (start > 0) return { chunks: all, offset: start };
  const iterator = all[Symbol.asyncIterator]();
  const head = await atLeast(iterator, 3);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw sourceError(
      "source/utf16",
      source.name,
      "is UTF-16",
      "Write the file as UTF-8, for example with iconv -f UTF-16 -t UTF-8.",
    );
  const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return { chunks: chained([head.subarray(mark)], iterator), offset: mark };
}

/** At least this many bytes of a stream, fewer only at its end. */
async function atLeast(iterator: AsyncIterator<Uint8Array>, count: number): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < count) {
    const { done, value } = await iterator.next();
    if (done) break;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return head;
}

/** The bytes read ahead, then the rest. */
export async function* chained(
  ahead: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* ahead;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
