import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { RECORD_BYTES, ROW_KEY_BYTES, sortRecords, writeRecord } from "./records.ts";

/** One partition for each first byte of a key. */
const PARTITIONS = 256;

/** Records gathered in memory for one partition before they are written. */
const BUFFERED_RECORDS = 2048;

/** Sorts more records than memory holds: dealt out on disk by first byte, then sorted one partition at a time. */
export class Partitions {
  readonly #folder: string;
  readonly #buffers = Array.from({ length: PARTITIONS }, () => Buffer.allocUnsafeSlow(BUFFERED_RECORDS * RECORD_BYTES));
  readonly #used = new Uint32Array(PARTITIONS);
  readonly #files = new Map<number, number>();
  count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes the (key, row) pairs of a source. */
  add(source: number, block: Uint8Array): void {
    for (let at = 0; at < block.length; at += ROW_KEY_BYTES) {
      const partition = block[at]!;
      const buffer = this.#buffers[partition]!;
      writeRecord(buffer, this.#used[partition]!, block, at, source);
      this.#used[partition]! += RECORD_BYTES;
      if (this.#used[partition] === buffer.length) this.#flush(partition);
    }
    this.count += block.length / ROW_KEY_BYTES;
  }

  /** All records in byte order, a block a partition. The files are gone afterwards. */
  *sorted(): Generator<Buffer> {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const rest = this.#buffers[partition]!.subarray(0, this.#used[partition]);
      const file = this.#files.get(partition);
      if (file === undefined) yield sortRecords(rest);
      else {
        closeSync(file);
        this.#files.delete(partition);
        yield sortRecords(Buffer.concat([readFileSync(this.#path(partition)), rest]));
        rmSync(this.#path(partition));
      }
    }
  }

  #flush(partition: number): void {
    let file = this.#files.get(partition);
    if (file === undefined) this.#files.set(partition, (file = openSync(this.#path(partition), "w", 0o600)));
    writeAll(file, this.#buffers[partition]!);
    this.#used[partition] = 0;
  }

  #path(partition: number): string {
    return join(this.#folder, `.partition-${partition}.part`);
  }
}

/** Writes all of the bytes: one call may write less. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** The records whose key is in none of the sorted lists of keys. */
export function withoutKeys(sorted: Buffer, lists: readonly SortedKeys[]): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at < sorted.length; at += RECORD_BYTES) {
    const known = lists.some((list) => list.has(sorted, at));
    if (!known) kept.push(sorted.subarray(at, at + RECORD_BYTES));
  }
  return kept.length * RECORD_BYTES === sorted.length ? sorted : Buffer.concat(kept);
}

/** Sorted keys that are asked for in order. */
export class SortedKeys {
  readonly #keys: Buffer;
  #at = 0;

  constructor(keys: Buffer) {
    this.#keys = keys;
  }

  /** Whether the key at `at` of `records` is among them; must not be smaller than the key asked for before. */
  has(records: Buffer, at: number): boolean {
    for (; this.#at < this.#keys.length; this.#at += KEY_BYTES) {
      const order = this.#keys.compare(records, at, at + KEY_BYTES, this.#at, this.#at + KEY_BYTES);
      if (order >= 0) return order === 0;
    }
    return false;
  }
}

/** Collects the different keys of sorted records, end to end. */
export class UniqueKeys {
  readonly #keys: Buffer;
  #used = 0;

  /** @param most records that will be added */
  constructor(most: number) {
    this.#keys = Buffer.allocUnsafeSlow(most * KEY_BYTES);
  }

  add(sorted: Buffer): void {
    for (let at = 0; at < sorted.length; at += RECORD_BYTES) {
      const last = this.#used - KEY_BYTES;
      const isNew = last < 0 || sorted.compare(this.#keys, last, this.#used, at, at + KEY_BYTES) !== 0;
      if (isNew) this.#used += sorted.copy(this.#keys, this.#used, at, at + KEY_BYTES);
    }
  }

  get bytes(): Uint8Array {
    return this.#keys.subarray(0, this.#used);
  }
}
