import { createHash } from "node:crypto";
import { DisjointError } from "../shared/errors.ts";
import { STUB_BYTES, stubError, stubIn } from "../shared/stub.ts";
import { decompress } from "./compression/decompress.ts";
import { readerOf } from "./readers.ts";
import { sourceError } from "./records/errors.ts";
import type { Format, ReadOptions, ReadSummary, Row, RowSource, Source } from "./records/row.ts";
import { readChunks } from "./storage/disk.ts";

/** Part of a source that begins and ends at a record; `rowsBefore` it. */
type Range = { start: number; end: number; rowsBefore: number };

/**
 * The records of one file, or of a range of it, and a summary of its bytes. SHA-256 and size are those of the very
 * bytes that the records were read from, and the file must be the listed one, before and after reading.
 *
 * @throws data `source/stub` for a pointer to content that is elsewhere; `source/no-records` for a file whose content
 * yields no record and does not declare that itself; `source/changed` when the file is not the listed one or changes
 * meanwhile; `source/unread` when a reader leaves bytes over; `source/unreadable` for any other error of a reader or
 * the library behind it
 */
export function openSource(source: Source, options: ReadOptions, range?: Range): RowSource {
  const { start, end, rowsBefore } = range ?? { start: 0, end: source.size, rowsBefore: 0 };
  let summary: ReadSummary | undefined;
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
      // The reader may not have read a byte yet, and a stub gives a better reason than its error.
      if (mayBeStub && bytes === 0) for await (const _ of contentOf(source));
      throw asSourceError(error, source, start + bytes);
    } finally {
      // A reader that has thrown leaves its input open, with the file and the decoder's memory held.
      for (const stream of opened) await stream.return(undefined);
    }
    if (bytes !== end - start)
      throw sourceError("source/unread", source.name, `${bytes} of ${end - start} bytes were read`);
    if (count === 0 && !isEmpty && isWhole && !STATE_THEIR_ROWS.includes(source.format)) throw noRecords(source);
    summary = { bytes, sha256: hash.digest("hex"), rows: count };
  }
  return {
    rows,
    summary() {
      if (summary === undefined) throw new TypeError(`${source.name} has not been read to its end`);
      return summary;
    },
  };
}

/**
 * Formats whose files give their number of rows and are checked against it, so that no rows may be intended, as in
 * empty partitions.
 */
const STATE_THEIR_ROWS: readonly Format[] = ["parquet", "arrow"];

const noRecords = ({ name, format }: Source) =>
  sourceError("source/no-records", name, `has content, and no record as ${format}`);

/** The whole content of a file that is small enough to be a stub. */
async function* contentOf(source: Source): AsyncGenerator<Uint8Array> {
  const chunks = await Array.fromAsync(readChunks(source, 0, source.size));
  const content = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  const stub = stubIn(content, source.path);
  if (stub !== undefined) throw stubError(source.name, stub);
  yield content;
}

/** Errors of libraries name neither the file nor who is at fault. Errors of the operating system name both. */
function asSourceError(error: unknown, { name, format }: Source, offset: number): unknown {
  if (error instanceof DisjointError || (error as NodeJS.ErrnoException | null)?.syscall !== undefined) return error;
  const problem = error instanceof Error ? error.message : String(error);
  const where = `${name}, before byte ${offset}`;
  return sourceError("source/unreadable", where, `cannot be read as ${format}: ${problem}`, undefined, error);
}
