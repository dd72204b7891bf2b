import { KEY_BYTES } from "../../fingerprint/key.ts";

/**
 * A record of the location index: key (31), source number (4), row (5), big-endian, so that byte order is the order of
 * all three.
 */
export const RECORD_BYTES = 40;

/** A record while one source is read: key (31), row (5). */
export const ROW_KEY_BYTES = KEY_BYTES + 5;

const SOURCE_AT = KEY_BYTES;
const ROW_AT = KEY_BYTES + 4;

/** Consecutive (key, row) pairs in memory that grows. */
export class RowKeys {
  #bytes = Buffer.allocUnsafeSlow(64 * ROW_KEY_BYTES);
  #used = 0;

  /** Room for the key of a row, and its place: keys may come later, and stay in the order of their rows. */
  reserve(row: number): number {
    if (this.#used === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * this.#used);
    const place = this.#used;
    this.#bytes.writeUIntBE(row, place + KEY_BYTES, 5);
    this.#used += ROW_KEY_BYTES;
    return place;
  }

  /** Puts the key at `at` of `keys` where there is room for it. */
  put(place: number, keys: Uint8Array, at = 0): void {
    for (let i = 0; i < KEY_BYTES; i++) this.#bytes[place + i] = keys[at + i]!;
  }

  get length(): number {
    return this.#used;
  }

  /** All pairs since the last call, as a buffer of its own. Every key must be there. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = Uint8Array.from(this.#bytes.subarray(0, this.#used));
    this.#used = 0;
    return taken;
  }
}

/** Inserts the source's number between key and row. */
export function writeRecord(target: Buffer, at: number, rowKey: Uint8Array, from: number, source: number): void {
  for (let i = 0; i < KEY_BYTES; i++) target[at + i] = rowKey[from + i]!;
  target.writeUInt32BE(source, at + SOURCE_AT);
  for (let i = 0; i < 5; i++) target[at + ROW_AT + i] = rowKey[from + KEY_BYTES + i]!;
}

export const sourceOf = (record: Buffer): number => record.readUInt32BE(SOURCE_AT);
export const rowOf = (record: Buffer): number => record.readUIntBE(ROW_AT, 5);

/** Length of the common prefix of all keys, in bytes. There must be a record. */
export function sharedKeyBytes(chunks: Iterable<Buffer>): number {
  let first: Buffer | undefined;
  let shared = KEY_BYTES;
  for (const chunk of chunks) {
    first ??= chunk.subarray(0, KEY_BYTES);
    for (let at = 0; at < chunk.length; at += RECORD_BYTES)
      for (let i = 0; i < shared; i++) if (chunk[at + i] !== first[i]) shared = i;
  }
  return shared;
}

/**
 * The records in byte order.
 *
 * Sorts 64-bit integers without a comparison function: the upper half is the four bytes from `from` on, before which
 * all records are equal, the lower half the record's number. The halves are written through a view of 32-bit words,
 * which are little-endian wherever Node runs.
 */
export function sortRecords(records: Buffer, from: number): Buffer {
  const count = records.length / RECORD_BYTES;
  const order = new BigUint64Array(count);
  const words = new Uint32Array(order.buffer);
  for (let i = 0; i < count; i++) {
    words[2 * i] = i;
    words[2 * i + 1] = records.readUInt32BE(i * RECORD_BYTES + from);
  }
  order.sort();
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = words[2 * i]!;
  for (let start = 0, end = 1; start < count; start = end++) {
    while (end < count && words[2 * end + 1] === words[2 * start + 1]) end++;
    if (end > start + 1) sortRun(records, numbers.subarray(start, end));
  }
  const sorted = Buffer.allocUnsafeSlow(records.length);
  for (let i = 0; i < count; i++)
    records.copy(sorted, i * RECORD_BYTES, numbers[i]! * RECORD_BYTES, (numbers[i]! + 1) * RECORD_BYTES);
  return sorted;
}

/**
 * Sorts runs of records with equal prefixes by all their bytes. Most runs are the rows of one key, which arrive in
 * order.
 */
function sortRun(records: Buffer, run: Uint32Array): void {
  const compare = (a: number, b: number) =>
    records.compare(records, b * RECORD_BYTES, (b + 1) * RECORD_BYTES, a * RECORD_BYTES, (a + 1) * RECORD_BYTES);
  const isSorted = run.every((number, i) => i === 0 || compare(run[i - 1]!, number) < 0);
  if (!isSorted) run.sort(compare);
}
