import { randomBytes } from "node:crypto";
import { type BigIntStats, closeSync, fstatSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sourceError } from "../records/errors.ts";
import type { Input, Source } from "../records/row.ts";
import { isRemote, readRemote } from "./remote.ts";

const CHUNK_BYTES = 1 << 20;

/** Largest file that is read once and kept in memory. */
const KEPT_BYTES = 32 << 20;

/**
 * The bytes of a file, on disk or remote, from `start` to `end`.
 *
 * @throws data `source/changed` when it is not, or no longer, the file that was listed
 */
export async function* readChunks(source: Source, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (isRemote(source.path)) return yield* readRemote(source, start, end);
  const descriptor = openSync(source.path, "r");
  try {
    expectSame(source, descriptor);
    for (let at = start; at < end; ) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - at));
      const chunk = buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, at));
      if (chunk.length === 0) break;
      at += chunk.length;
      yield chunk;
    }
    expectSame(source, descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function expectSame(source: Source, descriptor: number): void {
  if (identityOf(fstatSync(descriptor, { bigint: true })) !== source.identity)
    throw sourceError(
      "source/changed",
      source.name,
      "was changed while it was being read",
      "Run again when nothing writes to the sources.",
    );
}

/** A file of which any range can be read. */
export type RandomAccess = { size: number; read(start: number, end: number): Buffer; close(): void };

/**
 * The content of a source for readers that start at its end. It is read once from start to end, so that every byte is
 * in the summary, and again as they need it if it is too large to keep. Compressed or remote content is kept in an
 * unlinked temporary file, which only this process can reach.
 */
export async function openRandomAccess(input: Input): Promise<RandomAccess> {
  const { source } = input;
  if (source.compression === "none" && !isRemote(source.path)) {
    if (source.size <= KEPT_BYTES) return inMemory(await contentInMemory(input));
    for await (const _ of input.chunks());
    const descriptor = openSync(source.path, "r");
    const close = () => {
      try {
        expectSame(source, descriptor);
      } finally {
        closeSync(descriptor);
      }
    };
    return { size: source.size, read: reader(descriptor), close };
  }
  const path = join(tmpdir(), `disjoint-${randomBytes(12).toString("hex")}`);
  const descriptor = openSync(path, "wx+", 0o600);
  rmSync(path);
  let size = 0;
  try {
    for await (const chunk of input.chunks())
      for (let at = 0; at < chunk.length; ) {
        const written = writeSync(descriptor, chunk, at);
        at += written;
        size += written;
      }
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return { size, read: reader(descriptor), close: () => closeSync(descriptor) };
}

/** All of a file in sequence. */
export async function* contentOf(file: RandomAccess): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += CHUNK_BYTES) yield file.read(at, Math.min(file.size, at + CHUNK_BYTES));
}

async function contentInMemory({ source, chunks }: Input): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(source.size);
  let size = 0;
  for await (const chunk of chunks()) {
    bytes.set(chunk, size);
    size += chunk.length;
  }
  return bytes.subarray(0, size);
}

const inMemory = (bytes: Buffer): RandomAccess => ({
  size: bytes.length,
  read: (start, end) => bytes.subarray(Math.max(0, start), Math.max(0, end)),
  close: () => {},
});

const reader = (descriptor: number) => (start: number, end: number) => {
  const bytes = Buffer.allocUnsafeSlow(Math.max(0, end - start));
  return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start));
};

/**
 * The identity of a source that another machine has found: machines that share a file system number its devices
 * differently. For a file that has changed it is the one that it had there, so that reading refuses it.
 */
export function identityHere({ path, identity }: Pick<Source, "path" | "identity">): string {
  if (isRemote(path)) return identity;
  const own = identityOf(statSync(path, { bigint: true }));
  const withoutDevice = (text: string) => text.slice(text.indexOf(":"));
  return withoutDevice(own) === withoutDevice(identity) ? own : identity;
}

/** Changes whenever a file is written, replaced or given other times. Equal identities mean an unchanged file. */
export const identityOf = (stat: BigIntStats): string =>
  [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(":");
