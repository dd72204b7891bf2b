import { closeSync, openSync, readSync, statSync } from "node:fs";

/** Bytes in memory or in a file, read by ranges. */
export type Bytes = {
  readonly length: number;
  /** The bytes of a range. They stay valid, and must not be changed. */
  read(from: number, to: number): Uint8Array;
};

export const bytesInMemory = (bytes: Uint8Array): Bytes => ({
  length: bytes.length,
  read: (from, to) => bytes.subarray(from, to),
});

/** Least number of bytes read at once: neighbors are usually asked for next. */
const BLOCK_BYTES = 16 << 10;

/** A file that does not change. It is open only while it is read, so that nothing needs to be closed. */
export function bytesInFile(path: string): Bytes {
  const { size } = statSync(path);
  let start = 0;
  let block = new Uint8Array(0);
  const read = (from: number, to: number): Uint8Array => {
    if (from < start || to > start + block.length) {
      block = readRange(path, from, Math.max(to, Math.min(from + BLOCK_BYTES, size)));
      start = from;
    }
    return block.subarray(from - start, to - start);
  };
  return { length: size, read };
}

function readRange(path: string, from: number, to: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(to - from);
  const file = openSync(path, "r");
  try {
    for (let at = 0, read = -1; read !== 0 && at < bytes.length; at += read)
      read = readSync(file, bytes, at, bytes.length - at, from + at);
  } finally {
    closeSync(file);
  }
  return bytes;
}
