import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { sourceError } from "./errors.ts";
import { READERS } from "./format.ts";
import type { ReadOptions, Row, RowSource, Source, SourceAccount } from "./row.ts";
import { identityOf } from "./walk.ts";

const CHUNK_BYTES = 1 << 20;

/**
 * The records of one file and the account of its bytes: SHA-256 and count are taken over the bytes that the records were
 * read from, and the file must be the one that was listed, before and after.
 *
 * @throws data `source/changed` when the file is not the listed one or changes meanwhile; `source/unread` when a reader
 * leaves bytes over
 */
export function openSource(source: Source, options: ReadOptions): RowSource {
  let account: SourceAccount | undefined;
  async function* rows(): AsyncGenerator<Row[]> {
    const file = openFile(source);
    let count = 0;
    for await (const batch of READERS[source.format]({ source, chunks: file.chunks }, options)) {
      count += batch.length;
      yield batch;
    }
    account = { ...file.finish(), rows: count };
  }
  return {
    rows,
    account() {
      if (account === undefined) throw new TypeError(`${source.name} has not been read to its end`);
      return account;
    },
  };
}

function openFile(source: Source) {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const descriptor = openSync(source.path, "r");
    try {
      sameFile(source, descriptor);
      for (;;) {
        const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, source.size - bytes + 1));
        const chunk = buffer.subarray(0, readSync(descriptor, buffer));
        if (chunk.length === 0) break;
        bytes += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
      sameFile(source, descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
  const finish = () => {
    if (bytes !== source.size) throw sourceError("unread", source.name, `${bytes} of ${source.size} bytes were read`);
    return { bytes, sha256: hash.digest("hex") };
  };
  return { chunks, finish };
}

function sameFile(source: Source, descriptor: number): void {
  if (identityOf(fstatSync(descriptor, { bigint: true })) !== source.identity)
    throw sourceError(
      "changed",
      source.name,
      "was changed while it was being read",
      "Run again when nothing writes to the sources.",
    );
}
