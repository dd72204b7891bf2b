import { KEY_BYTES } from "../fingerprint/key.ts";
import { bytesToBigIntLE, FIELD_BYTES } from "../shared/field.ts";
import { ARITY, bucketOf, childCount, levelCount, routeOf } from "./shape.ts";

/**
 * The nodes of a level with a key below them: their places in the level, ascending, and their hashes, 32 bytes each,
 * little-endian.
 */
export type Level = { readonly places: Uint32Array; readonly hashes: Uint8Array };

/**
 * A 16-ary Merkle tree over 2^bucketBits buckets of 16 key slots. Only nodes with a key below them are stored: all
 * others of a level are equal, so that keys chosen to force a deep tree do not make it a large one.
 *
 * `keys`: sorted, unique, 31 bytes each; a bucket's slots are its keys in this order, then zeros. `levels[0]` is the
 * root, the last level the buckets. `empty`: for each level the hash of a node without keys, 32 bytes.
 */
export type Tree = {
  readonly bucketBits: number;
  readonly keys: Uint8Array;
  readonly empty: Uint8Array;
  readonly levels: readonly Level[];
};

/** The tree's root. The commitment binds only this and the depth. */
export const rootOf = (tree: Tree): bigint => hashesOf(tree, 0, 0, 1)[0]!;

/** The keys of one bucket, 31 bytes each. */
export function bucketKeys({ keys, bucketBits }: Tree, bucket: number): Uint8Array {
  const start = firstFrom(keys.length / KEY_BYTES, (i) => bucketOf(routeOf(keys, i), bucketBits) >= bucket);
  let end = start;
  while (end * KEY_BYTES < keys.length && bucketOf(routeOf(keys, end), bucketBits) === bucket) end++;
  return keys.subarray(start * KEY_BYTES, end * KEY_BYTES);
}

/** The hashes of the 16 children of a node, absent ones 0. */
export const childrenOf = (tree: Tree, level: number, index: number): bigint[] => [
  ...hashesOf(tree, level + 1, index * ARITY, childCount(tree.bucketBits, level)),
  ...Array<bigint>(ARITY - childCount(tree.bucketBits, level)).fill(0n),
];

/** The hashes of `count` nodes of a level from a place on. */
function hashesOf({ levels, empty }: Tree, level: number, place: number, count: number): bigint[] {
  const { places, hashes } = levels[level]!;
  let at = firstFrom(places.length, (i) => places[i]! >= place);
  return Array.from({ length: count }, (_, i) =>
    places[at] === place + i
      ? bytesToBigIntLE(hashes, at++ * FIELD_BYTES)
      : bytesToBigIntLE(empty, level * FIELD_BYTES),
  );
}

/** The first of `count` indices from which on a condition is true, by binary search; `count` if it is true of none. */
function firstFrom(count: number, isTrue: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The places of the nodes with a key below them, level by level from the root on.
 *
 * @param keys sorted, 31 bytes each
 */
export function placesOf(keys: Uint8Array, bucketBits: number): Uint32Array[] {
  const levels: Uint32Array[] = [];
  const depth = levelCount(bucketBits);
  levels[depth] = distinct(keys.length / KEY_BYTES, (i) => bucketOf(routeOf(keys, i), bucketBits));
  for (let level = depth - 1; level >= 0; level--) {
    const below = levels[level + 1]!;
    levels[level] = distinct(below.length, (i) => Math.floor(below[i]! / ARITY));
  }
  return levels;
}

/** The distinct values among `count` ascending numbers. */
function distinct(count: number, numberAt: (index: number) => number): Uint32Array {
  let different = 0;
  for (let i = 0, last = -1; i < count; i++) {
    const number = numberAt(i);
    if (number !== last) different++;
    last = number;
  }
  const numbers = new Uint32Array(different);
  for (let i = 0, at = 0; i < count; i++) {
    const number = numberAt(i);
    if (at === 0 || numbers[at - 1] !== number) numbers[at++] = number;
  }
  return numbers;
}

/** Memory of the nodes at these places in bytes: place and hash. */
export const treeBytes = (places: readonly Uint32Array[]): number =>
  places.reduce((sum, { length }) => sum + length * (FIELD_BYTES + 4), 0);
