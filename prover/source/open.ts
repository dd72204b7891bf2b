import { createHash } from "node:crypto";
import { DisjointError } from "../shared/errors.ts";
import { decompress } from "./decompress.ts";
import { readChunks } from "./disk.ts";
import { sourceError } from "./errors.ts";
import { readerOf } from "./readers.ts";
import type { ReadOptions, Row, RowSource, Source, SourceAccount } from "./row.ts";

/** Part of a source that begins and ends at a record; `rowsBefore` it. */
export type Range = { start: number; end: number; rowsBefore: number };

/**
 * The records of one file, or of a range of it, and the account of its bytes: SHA-256 and count are taken over the very
 * bytes that the records were read from, and the file must be the one that was listed, before and after.
 *
 * @throws data `source/changed` when the file is not the listed one or changes meanwhile; `source/unread` when a reader
 * leaves bytes over; `source/unreadable` for whatever else a reader, or the library behind it, throws
 */
export function openSource(source: Source, options: ReadOptions, range?: Range): RowSource {
  const { start, end, rowsBefore } = range ?? { start: 0, end: source.size, rowsBefore: 0 };
  let account: SourceAccount | undefined;
  async function* rows(): AsyncGenerator<Row[]> {
    const hash = createHash("sha256");
    let bytes = 0;
    async function* onDisk(): AsyncGenerator<Uint8Array> {
      for await (const chunk of readChunks(source, start, end)) {
        bytes += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
    }
    const opened: AsyncGenerator<Uint8Array>[] = [];
    const chunks = () => {
      const stored = onDisk();
      const content = decompress(source, stored, options.limits);
      opened.push(content, stored);
      return content;
    };
    let count = 0;
    const read = await readerOf(source.format);
    try {
      for await (const batch of read({ source, chunks, start, rowsBefore }, options)) {
        count += batch.length;
        yield batch;
      }
    } catch (error) {
      throw asSourceError(error, source, start + bytes);
    } finally {
      // A reader that has thrown leaves its input where it was, with the file open and the decoder's memory held.
      for (const stream of opened) await stream.return(undefined);
    }
    if (bytes !== end - start) throw sourceError("unread", source.name, `${bytes} of ${end - start} bytes were read`);
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

/** What libraries throw says neither which file nor whose fault it is. What the operating system refused says both. */
function asSourceError(error: unknown, { name, format }: Source, offset: number): unknown {
  if (error instanceof DisjointError || (error as NodeJS.ErrnoException | null)?.syscall !== undefined) return error;
  const problem = error instanceof Error ? error.message : String(error);
  const where = `${name}, before byte ${offset}`;
  return sourceError("unreadable", where, `cannot be read as ${format}: ${problem}`, undefined, error);
}
