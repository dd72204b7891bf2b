import { join } from "node:path";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { type Bytes, bytesInFile, bytesInMemory } from "./bytes.ts";
import { routeOf } from "./shape.ts";

/** The file of a shard's keys. */
export const KEYS_FILE = "keys.bin";

/** Number of keys read at once when all of them are. */
const CHUNK_KEYS = 32768;

/** Number of keys between two in the index of `has`; it divides `CHUNK_KEYS`. */
const STEP = 512;

/** Keys of 31 bytes, in memory or in a file. */
export class Keys {
  readonly count: number;
  readonly #bytes: Bytes;
  #routes: Float64Array | undefined;

  /** @throws data `tree/bad-key` when the bytes are not a whole number of keys */
  constructor(bytes: Bytes) {
    this.count = bytes.length / KEY_BYTES;
    this.#bytes = bytes;
    if (!Number.isInteger(this.count))
      throw dataError("tree/bad-key", `${bytes.length} bytes are not a whole number of keys`, "Give 31 bytes a key.");
  }

  /** The keys from one number to another, which is exclusive, as consecutive bytes. */
  read(from: number, to: number): Uint8Array {
    return this.#bytes.read(from * KEY_BYTES, to * KEY_BYTES);
  }

  /** All keys in order, in chunks. Each chunk is preceded by the last `before` keys of the one before it. */
  *chunks(before = 0): Generator<Uint8Array> {
    for (let from = 0; from < this.count; from += CHUNK_KEYS)
      yield this.read(Math.max(0, from - before), Math.min(from + CHUNK_KEYS, this.count));
  }

  /** Whether a key is among them, by binary search: they must be sorted. The first call reads them all. */
  has(key: Uint8Array): boolean {
    const routes = (this.#routes ??= this.#readRoutes());
    const route = routeOf(key);
    const from = Math.max(0, firstFrom(routes.length, (i) => routes[i]! >= route) - 1) * STEP;
    const to = Math.min(firstFrom(routes.length, (i) => routes[i]! > route) * STEP, this.count);
    const near = this.read(from, to);
    const at = firstFrom(to - from, (i) => orderAt(near, i * KEY_BYTES, key) >= 0);
    return at < to - from && orderAt(near, at * KEY_BYTES, key) === 0;
  }

  /** The first 48 bits of every `STEP`th key: what is near them is read at once. */
  #readRoutes(): Float64Array {
    const routes = new Float64Array(Math.ceil(this.count / STEP));
    let first = 0;
    for (const chunk of this.chunks()) {
      for (let i = 0; i < chunk.length / KEY_BYTES; i += STEP) routes[(first + i) / STEP] = routeOf(chunk, i);
      first += chunk.length / KEY_BYTES;
    }
    return routes;
  }
}

/** The order of the key at a position and another key. Most keys differ in their first bytes. */
function orderAt(keys: Uint8Array, at: number, key: Uint8Array): number {
  for (let i = 0; i < KEY_BYTES; i++) if (keys[at + i] !== key[i]) return keys[at + i]! - key[i]!;
  return 0;
}

/** The first of `count` indices from which on a condition is true, by binary search; `count` if it is true of none. */
export function firstFrom(count: number, isTrue: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const keysInMemory = (keys: Uint8Array): Keys => new Keys(bytesInMemory(keys));

export const keysInFolder = (folder: string): Keys => new Keys(bytesInFile(join(folder, KEYS_FILE)));

/**
 * Checks that keys are those of a shard: sorted, each once, and none 0.
 *
 * @throws data `tree/unsorted`, `tree/bad-key`
 */
export function assertKeys(keys: Keys): void {
  if (keys.count > 0 && keys.read(0, 1).every((byte) => byte === 0))
    throw dataError("tree/bad-key", "the key 0 marks an empty slot", "Leave its record out.");
  let first = 0;
  for (const chunk of keys.chunks(1)) {
    for (let next = KEY_BYTES; next < chunk.length; next += KEY_BYTES)
      if (!isBefore(chunk, next - KEY_BYTES, next))
        throw dataError(
          "tree/unsorted",
          `key ${first + next / KEY_BYTES} does not follow the one before it`,
          "Sort the keys, each once.",
        );
    first += chunk.length / KEY_BYTES - 1;
  }
}

/** Whether the key at `a` is smaller than the one at `b`. Most keys differ in their first bytes. */
function isBefore(keys: Uint8Array, a: number, b: number): boolean {
  for (let i = 0; i < KEY_BYTES; i++) {
    const difference = keys[a + i]! - keys[b + i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
