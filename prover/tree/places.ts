import { KEY_BYTES } from "../fingerprint/key.ts";
import { firstFrom, type Keys } from "./keys.ts";
import { bucketOf, levelCount, routeOf } from "./shape.ts";

/** Number of keys between two entries of the index. */
const STEP = 256;

/** The first key from which on something holds, and the number of nodes of a level that have a key before it. */
export type NodePlace = { key: number; node: number };

/**
 * Where a tree's nodes with a key below them are. Their places follow from the keys: this is an index of them in
 * memory, 36 bytes for every 256 keys in a tree of 2^24 buckets, so that a node is found by reading a few keys.
 */
export class Places {
  /** The number of nodes of each level that have a key below them, from the root on. */
  readonly counts: readonly number[];
  readonly #keys: Keys;
  readonly #bucketBits: number;
  /** For every `STEP`th key, the bucket of the key before it. */
  readonly #buckets: Uint32Array;
  /** For each level and every `STEP`th key, the number of nodes that have a key before it. */
  readonly #nodes: readonly Uint32Array[];

  /** Reads all keys once. They must be sorted. */
  constructor(keys: Keys, bucketBits: number) {
    const depth = levelCount(bucketBits);
    const entries = Math.ceil(keys.count / STEP);
    const buckets = new Uint32Array(entries);
    const nodes = Array.from({ length: depth + 1 }, () => new Uint32Array(entries));
    const counts = Array<number>(depth + 1).fill(0);
    let key = 0;
    let last = 0;
    for (const chunk of keys.chunks())
      for (let i = 0; i < chunk.length / KEY_BYTES; i++, key++) {
        if (key % STEP === 0) {
          buckets[key / STEP] = last;
          for (let level = 0; level <= depth; level++) nodes[level]![key / STEP] = counts[level]!;
        }
        const bucket = bucketOf(routeOf(chunk, i), bucketBits);
        // Nodes differ up to the level at which the buckets' numbers do.
        const change = key === 0 ? Number.POSITIVE_INFINITY : 32 - Math.clz32(bucket ^ last);
        for (let up = 0; 4 * up < change && up <= depth; up++) counts[depth - up]!++;
        last = bucket;
      }
    this.counts = counts;
    this.#keys = keys;
    this.#bucketBits = bucketBits;
    this.#buckets = buckets;
    this.#nodes = nodes;
  }

  /** The first key in or after the node at a place of a level, and the number of that level's nodes before it. */
  find(level: number, place: number): NodePlace {
    const span = 16 ** (this.counts.length - 1 - level);
    const wanted = place * span;
    const entry = this.#entryBefore(wanted);
    if (entry === -1) return { key: 0, node: 0 };
    let node = this.#nodes[level]![entry]!;
    let last = entry === 0 ? -1 : Math.floor(this.#buckets[entry]! / span);
    const first = entry * STEP;
    const end = Math.min(first + STEP, this.#keys.count);
    const chunk = this.#keys.read(first, end);
    for (let key = first; key < end; key++) {
      const bucket = bucketOf(routeOf(chunk, key - first), this.#bucketBits);
      if (bucket >= wanted) return { key, node };
      const own = Math.floor(bucket / span);
      if (own !== last) node++;
      last = own;
    }
    return { key: end, node };
  }

  /** The last entry before whose key there are only keys of smaller buckets; -1 if there is no key at all. */
  #entryBefore(bucket: number): number {
    const buckets = this.#buckets;
    return firstFrom(buckets.length, (entry) => entry > 0 && buckets[entry]! >= bucket) - 1;
  }
}

/** Memory of the index of this many keys in bytes. */
export const indexBytes = (keys: number, bucketBits: number): number =>
  Math.ceil(keys / STEP) * 4 * (levelCount(bucketBits) + 2);
