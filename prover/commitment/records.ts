import { KEY_BYTES } from "../fingerprint/key.ts";

/** A record of the location index: key (31), source number (4), row (5), big-endian, so that byte order is the order of all three. */
export const RECORD_BYTES = 40;

const SOURCE_AT = KEY_BYTES;
const ROW_AT = KEY_BYTES + 4;

/** Records written one after the other into memory that grows. */
export class Records {
  #bytes = Buffer.allocUnsafeSlow(1024 * RECORD_BYTES);
  #used = 0;

  push(key: Uint8Array, source: number, row: number): void {
    if (this.#used === this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.allocUnsafeSlow(this.#used)]);
    this.#bytes.set(key, this.#used);
    this.#bytes.writeUInt32BE(source, this.#used + SOURCE_AT);
    this.#bytes.writeUIntBE(row, this.#used + ROW_AT, 5);
    this.#used += RECORD_BYTES;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }
}

export const recordCount = (records: Uint8Array): number => records.length / RECORD_BYTES;
export const recordAt = (records: Buffer, index: number): Buffer =>
  records.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES);
export const sourceOf = (record: Buffer): number => record.readUInt32BE(SOURCE_AT);
export const rowOf = (record: Buffer): number => record.readUIntBE(ROW_AT, 5);

/** Bits of a record's position in a block that is sorted at once: the rest of a double's 53 bits holds the prefix. */
const INDEX_BITS = 21;
const INDEX_SPAN = 2 ** INDEX_BITS;

/** Most records that one call of `sortRecords` takes. */
export const SORT_LIMIT = INDEX_SPAN;

/**
 * The records in byte order. `skip` leading bytes are known to be equal in all of them.
 * Sorts doubles that hold 32 bits of the key and the position: exact below 2^53, and without a comparison function.
 */
export function sortRecords(records: Buffer, skip: number): Buffer {
  const count = recordCount(records);
  if (count > SORT_LIMIT) throw new RangeError(`${count} records are more than ${SORT_LIMIT}`);
  const order = new Float64Array(count);
  for (let i = 0; i < count; i++) order[i] = records.readUInt32BE(i * RECORD_BYTES + skip) * INDEX_SPAN + i;
  order.sort();
  for (let start = 0; start < count; start = sortEqualPrefixes(records, order, start));
  const sorted = Buffer.allocUnsafeSlow(records.length);
  order.forEach((entry, i) => {
    records.copy(
      sorted,
      i * RECORD_BYTES,
      (entry % INDEX_SPAN) * RECORD_BYTES,
      ((entry % INDEX_SPAN) + 1) * RECORD_BYTES,
    );
  });
  return sorted;
}

/** Orders the run of equal prefixes at `start` by the whole record; gives its end. */
function sortEqualPrefixes(records: Buffer, order: Float64Array, start: number): number {
  const prefix = Math.floor(order[start]! / INDEX_SPAN);
  let end = start + 1;
  while (end < order.length && Math.floor(order[end]! / INDEX_SPAN) === prefix) end++;
  if (end > start + 1) {
    const record = (entry: number) => recordAt(records, entry % INDEX_SPAN);
    order.subarray(start, end).set(Array.from(order.subarray(start, end)).sort((a, b) => record(a).compare(record(b))));
  }
  return end;
}

/** The different keys of sorted records, in order, end to end. */
export function uniqueKeys(sorted: Buffer): Buffer {
  const keys = Buffer.allocUnsafeSlow(recordCount(sorted) * KEY_BYTES);
  let used = 0;
  for (let at = 0; at < sorted.length; at += RECORD_BYTES) {
    const isNew = used === 0 || sorted.compare(keys, used - KEY_BYTES, used, at, at + KEY_BYTES) !== 0;
    if (isNew) used += sorted.copy(keys, used, at, at + KEY_BYTES);
  }
  return keys.subarray(0, used);
}
