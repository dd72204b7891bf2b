import { closeSync, openSync, readSync } from "node:fs";
import { KEY_BYTES } from "../../fingerprint/key.ts";
import { RECORD_BYTES } from "./records.ts";

/** Number of keys read at once. */
const READ_KEYS = 32768;

/** A file of sorted keys, queried in order. */
export class SortedKeys {
  readonly #file: number;
  readonly #chunk = Buffer.allocUnsafeSlow(READ_KEYS * KEY_BYTES);
  #at = 0;
  #end = 0;

  constructor(path: string) {
    this.#file = openSync(path, "r");
  }

  /** Whether the file holds the key at `at` of `records`, which must not be smaller than that of the call before. */
  has(records: Buffer, at: number): boolean {
    for (; this.#at < this.#end || this.#fill(); this.#at += KEY_BYTES) {
      const order = this.#chunk.compare(records, at, at + KEY_BYTES, this.#at, this.#at + KEY_BYTES);
      if (order >= 0) return order === 0;
    }
    return false;
  }

  close(): void {
    closeSync(this.#file);
  }

  #fill(): boolean {
    this.#at = 0;
    this.#end = 0;
    for (let read = -1; read !== 0 && this.#end < this.#chunk.length; this.#end += read)
      read = readSync(this.#file, this.#chunk, this.#end, this.#chunk.length - this.#end, null);
    return this.#end > 0;
  }
}

/** The records whose key is in none of the lists, in the memory of `sorted`. */
export function withoutKeys(sorted: Buffer, lists: readonly SortedKeys[]): Buffer {
  if (lists.length === 0) return sorted;
  let kept = 0;
  for (let at = 0; at < sorted.length; at += RECORD_BYTES) {
    const isKnown = lists.some((list) => list.has(sorted, at));
    if (isKnown) continue;
    sorted.copyWithin(kept, at, at + RECORD_BYTES);
    kept += RECORD_BYTES;
  }
  return sorted.subarray(0, kept);
}

/** Collects the different keys of sorted records, and gives those of one call as consecutive bytes. */
export class UniqueKeys {
  readonly #last = Buffer.alloc(KEY_BYTES);
  count = 0;

  /** The keys of these records that are in none before. */
  add(sorted: Buffer): Uint8Array {
    const keys = Buffer.allocUnsafeSlow((sorted.length / RECORD_BYTES) * KEY_BYTES);
    let used = 0;
    let last: Buffer = this.#last;
    let lastAt = 0;
    for (let at = 0; at < sorted.length; at += RECORD_BYTES) {
      if ((used > 0 || this.count > 0) && isSameKey(sorted, at, last, lastAt)) continue;
      for (let i = 0; i < KEY_BYTES; i++) keys[used + i] = sorted[at + i]!;
      last = keys;
      lastAt = used;
      used += KEY_BYTES;
    }
    if (used > 0) keys.copy(this.#last, 0, used - KEY_BYTES, used);
    this.count += used / KEY_BYTES;
    return keys.subarray(0, used);
  }
}

function isSameKey(some: Buffer, a: number, others: Buffer, b: number): boolean {
  for (let i = 0; i < KEY_BYTES; i++) if (some[a + i] !== others[b + i]) return false;
  return true;
}
