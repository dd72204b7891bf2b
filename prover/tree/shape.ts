import { KEY_BYTES, keyToHex } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";

/** Children of a node, and slots of a bucket. */
export const ARITY = 16;

/** Bits of a key that route it to a bucket: its top 48. */
export const ROUTE_BITS = 48;

export const MIN_BUCKET_BITS = 4;

/**
 * The deepest tree that is built: up to it every page, however its keys are spread, fits a circuit (test/prover/plan).
 * It holds 20 million keys, but for fewer than one set of them in a hundred. Larger datasets are several shards.
 */
export const MAX_BUCKET_BITS = 23;

/** Levels of nodes above the buckets, the root's included. */
export const levelCount = (bucketBits: number): number => Math.ceil(bucketBits / 4);

/** Nodes of a level (0 is the root, `levelCount` the buckets). */
export const levelWidth = (bucketBits: number, level: number): number =>
  Math.ceil(2 ** bucketBits / ARITY ** (levelCount(bucketBits) - level));

/** Bytes of the hashes of all levels, 32 each. */
export function treeBytes(bucketBits: number): number {
  let hashes = 0;
  for (let level = 0; level <= levelCount(bucketBits); level++) hashes += levelWidth(bucketBits, level);
  return hashes * FIELD_BYTES;
}

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

/**
 * The smallest depth at which no bucket overflows. In sorted keys a bucket overflows exactly if some key and the
 * sixteenth after it share its prefix.
 *
 * @param keys sorted, unique, 31 bytes each
 * @throws data `tree/crowded` with the keys that would need a deeper tree
 */
export function bucketBitsFor(keys: Uint8Array): number {
  const count = keys.length / KEY_BYTES;
  let bits = MIN_BUCKET_BITS;
  for (let i = 0; i + ARITY < count; i++) {
    const needed = sharedBits(keys, i, i + ARITY) + 1;
    if (needed > MAX_BUCKET_BITS) throw crowded(keys, i, needed);
    if (needed > bits) bits = needed;
  }
  return bits;
}

/** Length of the common prefix of two keys, in bits. */
function sharedBits(keys: Uint8Array, a: number, b: number): number {
  for (let byte = 0; byte < KEY_BYTES; byte++) {
    const difference = keys[a * KEY_BYTES + byte]! ^ keys[b * KEY_BYTES + byte]!;
    if (difference !== 0) return 8 * byte + Math.clz32(difference) - 24;
  }
  return 8 * KEY_BYTES;
}

function crowded(keys: Uint8Array, first: number, needed: number) {
  const names = Array.from({ length: ARITY + 1 }, (_, i) =>
    keyToHex(keys.subarray((first + i) * KEY_BYTES, (first + i + 1) * KEY_BYTES)),
  );
  return dataError(
    "tree/crowded",
    `17 keys share their first ${needed - 1} bits, more than the ${MAX_BUCKET_BITS} a tree may have: ${names.join(", ")}`,
    "Split the dataset into several shards, or, if the records of these keys were made to collide, leave one of them out.",
  );
}
