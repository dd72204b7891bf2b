import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { KEY_BYTES } from "../../fingerprint/key.ts";
import { dataError } from "../../shared/errors.ts";
import { SOURCES_FILE, sourceNames } from "../reading/sourceList.ts";
import { RECORD_BYTES, rowOf, sourceOf } from "../sort/records.ts";

/** The location of every key: 40-byte records of key (31), source number (4) and row (5), big-endian, in byte order. */
export const LOCATIONS_FILE = "locations.bin";

/** A record of the dataset: its file, and its row counted from 1. */
export type Location = { source: string; row: number };

/**
 * The records that have each of the keys, in the order of the keys, by binary search on disk. The shard must have
 * passed `readShard`.
 *
 * @throws data `commitment/bad-locations`
 */
export function locateKey(folder: string, keys: readonly Uint8Array[]): Location[][] {
  const descriptor = openSync(join(folder, LOCATIONS_FILE), "r");
  try {
    const count = fstatSync(descriptor).size / RECORD_BYTES;
    if (!Number.isInteger(count)) throw damaged(`holds ${count} records`);
    const record = Buffer.alloc(RECORD_BYTES);
    const read = (index: number): Buffer => {
      if (readSync(descriptor, record, 0, RECORD_BYTES, index * RECORD_BYTES) !== RECORD_BYTES)
        throw damaged(`ends within record ${index}`);
      return record;
    };
    const found = keys.map((key) => recordsOf(key, count, read));
    const names = found.some((list) => list.length > 0) ? sourceNames(readFileSync(join(folder, SOURCES_FILE))) : [];
    return found.map((list) => list.map(({ source, row }) => ({ source: names[source] ?? missing(source), row })));
  } finally {
    closeSync(descriptor);
  }
}

function recordsOf(key: Uint8Array, count: number, read: (index: number) => Buffer) {
  const compare = (index: number) => read(index).compare(key, 0, KEY_BYTES, 0, KEY_BYTES);
  let low = 0;
  for (let high = count; low < high; ) {
    const middle = Math.floor((low + high) / 2);
    if (compare(middle) < 0) low = middle + 1;
    else high = middle;
  }
  const found: { source: number; row: number }[] = [];
  for (let index = low; index < count && compare(index) === 0; index++) {
    const record = read(index);
    found.push({ source: sourceOf(record), row: rowOf(record) });
  }
  return found;
}

const missing = (source: number): never => {
  throw damaged(`names source ${source}, which is not listed`);
};

const damaged = (problem: string) =>
  dataError(
    "commitment/bad-locations",
    `${LOCATIONS_FILE} ${problem}`,
    "Restore the shard from a backup, or commit its sources again.",
  );
