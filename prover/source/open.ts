import { createHash } from "node:crypto";
import { DisjointError } from "../shared/errors.ts";
import { STUB_BYTES, stubError, stubIn } from "../shared/stub.ts";
import { decompress } from "./compression/decompress.ts";
import { readerOf } from "./readers.ts";
import { sourceError } from "./records/errors.ts";
import type { Format, ReadOptions, ReadSummary, Row, RowSource, Source } from "./records/row.ts";
import { readChunks } from "./storage/disk.ts";

/** Part of a source that begins and ends at a record; `rowsBefore` it. */
export type Range = { start: number; end: number; rowsBefore: number };

/**
 * The records of one file, or of a range of it, and the account of its bytes: SHA-256 and count are taken over the very
 * bytes that the records were read from, and the file must be the one that was listed, before and after.
 *
 * @throws data `source/stub` for a pointer to content that is elsewhere; `source/no-records` for a file with content
 * that gives no record and does not say so itself; `source/changed` when the file is not the listed one or changes
 * meanwhile; `source/unread` when a reader leaves bytes over; `source/unreadable` for whatever else a reader, or the
 * library behind it, throws
 */
export function openSource(source: Source, options: ReadOptions, range?: Range): RowSource {
  const { start, end, rowsBefore } = range ?? { start: 0, end: source.size, rowsBefore: 0 };
  let account: ReadSummary | undefined;
  async function* rows(): AsyncGenerator<Row[]> {
    const hash = createHash("sha256");
    let bytes = 0;
    const isWhole = end - start === source.size;
    const mayBeStub = isWhole && source.size <= STUB_BYTES;
    async function* onDisk(): AsyncGenerator<Uint8Array> {
      for await (const chunk of mayBeStub ? contentOf(source) : readChunks(source, start, end)) {
        bytes += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
    }
    const opened: AsyncGenerator<Uint8Array>[] = [];
    let isEmpty = true;
    async function* content(): AsyncGenerator<Uint8Array> {
      const stored = onDisk();
      const decompressed = decompress(source, stored, options.limits);
      opened.push(decompressed, stored);
      for await (const chunk of decompressed) {
        isEmpty &&= chunk.length === 0;
        yield chunk;
      }
    }
    let count = 0;
    const read = await readerOf(source.format);
    try {
      for await (const batch of read({ source, chunks: content, start, rowsBefore }, options)) {
        count += batch.length;
        yield batch;
      }
    } catch (error) {
      // A reader may have looked at no byte yet, and what is there in place of the content says more.
      if (mayBeStub && bytes === 0) for await (const _ of contentOf(source));
      throw asSourceError(error, source, start + bytes);
    } finally {
      // A reader that has thrown leaves its input where it was, with the file open and the decoder's memory held.
      for (const stream of opened) await stream.return(undefined);
    }
    if (bytes !== end - start)
      throw sourceError("source/unread", source.name, `${bytes} of ${end - start} bytes were read`);
    if (count === 0 && !isEmpty && isWhole && !STATE_THEIR_ROWS.includes(source.format)) throw noRecords(source);
    account = { bytes, sha256: hash.digest("hex"), rows: count };
  }
  return {
    rows,
    account() {
      if (account === undefined) throw new TypeError(`${source.name} has not been read to its end`);
      return account;
    },
  };
}

/**
 * Formats whose files say how many rows they have and are held against it: none is what was written, as in empty
 * partitions.
 */
const STATE_THEIR_ROWS: readonly Format[] = ["parquet", "arrow"];

const noRecords = ({ name, format }: Source) =>
  sourceError("source/no-records", name, `has content, and no record as ${format}`);

/** A file that is small enough to be a stub, at one go. */
async function* contentOf(source: Source): AsyncGenerator<Uint8Array> {
  const chunks = await Array.fromAsync(readChunks(source, 0, source.size));
  const content = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  const stub = stubIn(content, source.path);
  if (stub !== undefined) throw stubError(source.name, stub);
  yield content;
}

/** What libraries throw says neither which file nor whose fault it is. What the operating system refused says both. */
function asSourceError(error: unknown, { name, format }: Source, offset: number): unknown {
  if (error instanceof DisjointError || (error as NodeJS.ErrnoException | null)?.syscall !== undefined) return error;
  const problem = error instanceof Error ? error.message : String(error);
  const where = `${name}, before byte ${offset}`;
  return sourceError("source/unreadable", where, `cannot be read as ${format}: ${problem}`, undefined, error);
}
