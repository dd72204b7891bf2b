import { ARITY, deepestFor, MIN_BUCKET_BITS } from "./shape.ts";

/**
 * The most likely depth of a tree with this number of keys. Keys are hashes, so the number of keys in a bucket is
 * Poisson distributed: the smallest depth at which less than half a bucket is expected to overflow.
 */
export function likelyBucketBits(keys: number): number {
  for (let bits = MIN_BUCKET_BITS; bits < deepestFor(keys); bits++)
    if (2 ** bits * overflow(keys / 2 ** bits) < 0.5) return bits;
  return deepestFor(keys);
}

/**
 * The deepest usual tree: by chance, fewer than one set of this many keys in a thousand needs a deeper one. Each
 * further level makes an overflowing bucket some 2^16 times less likely.
 */
export const commonBucketBits = (keys: number): number => Math.min(likelyBucketBits(keys) + 1, deepestFor(keys));

/** The probability that a bucket with `mean` keys on average has more than 16. */
function overflow(mean: number): number {
  let term = Math.exp(-mean);
  let below = term;
  for (let count = 1; count <= ARITY; count++) {
    term *= mean / count;
    below += term;
  }
  return Math.max(0, 1 - below);
}
