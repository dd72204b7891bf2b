import { KEY_BYTES } from "../fingerprint/key.ts";

/** Children of a node, and slots of a bucket. */
export const ARITY = 16;

/** Bits of a key that route it to a bucket: its top 48. */
export const ROUTE_BITS = 48;

export const MIN_BUCKET_BITS = 4;

/**
 * The deepest tree in which every page, however its keys are spread, fits a circuit (test/prover/plan). It holds 20
 * million keys, except for fewer than one set of them in a hundred.
 */
export const MAX_BUCKET_BITS = 23;

/** The most keys that are committed by a tree in which every page fits a circuit. */
const MANY_KEYS = 20_000_000;

/**
 * The deepest tree of more keys: it holds 10^9, except for fewer than one set of them in ten thousand. Pages of 256
 * that share few leading bits open more nodes of such a tree than the largest circuit has; pages of 16 always fit.
 */
export const DEEPEST_BUCKET_BITS = 30;

/** The deepest tree that is built of this many keys. */
export const deepestFor = (keys: number): number => (keys > MANY_KEYS ? DEEPEST_BUCKET_BITS : MAX_BUCKET_BITS);

/** Levels of nodes above the buckets, including the root's. */
export const levelCount = (bucketBits: number): number => Math.ceil(bucketBits / 4);

/** Nodes of a level (0 is the root, `levelCount` the buckets). */
export const levelWidth = (bucketBits: number, level: number): number =>
  Math.ceil(2 ** bucketBits / ARITY ** (levelCount(bucketBits) - level));

/**
 * Number of children of a node of a level (0 is the root): 16, except for the root of a tree whose bits are not a
 * multiple of 4.
 */
export const childCount = (bucketBits: number, level: number): number =>
  Math.min(ARITY, levelWidth(bucketBits, level + 1));

/** Heap id of the first node of a level: (16^level - 1) / 15. */
export const levelBase = (level: number): number => (ARITY ** level - 1) / (ARITY - 1);

/** Heap id of a node's parent; child j of node n is 16n + j + 1. */
export const parentId = (id: number): number => Math.floor((id - 1) / ARITY);

/** The top 48 bits of a key, exact in a double. `keys` holds 31 bytes a key. */
export function routeOf(keys: Uint8Array, index = 0): number {
  const at = index * KEY_BYTES;
  const high = keys[at]! * 0x10000 + keys[at + 1]! * 0x100 + keys[at + 2]!;
  const low = keys[at + 3]! * 0x10000 + keys[at + 4]! * 0x100 + keys[at + 5]!;
  return high * 0x1000000 + low;
}

/** Number of the only bucket that may hold a key of this route. */
export const bucketOf = (route: number, bucketBits: number): number =>
  Math.floor(route / 2 ** (ROUTE_BITS - bucketBits));
