import { ARITY, MAX_BUCKET_BITS, MIN_BUCKET_BITS } from "./shape.ts";

/**
 * The depth that a tree of so many keys will most likely have. Keys are hashes, so the keys in a bucket are Poisson
 * distributed: the smallest depth at which less than half a bucket is expected to overflow.
 */
export function likelyBucketBits(keys: number): number {
  for (let bits = MIN_BUCKET_BITS; bits < MAX_BUCKET_BITS; bits++)
    if (2 ** bits * overflow(keys / 2 ** bits) < 0.5) return bits;
  return MAX_BUCKET_BITS;
}

/**
 * The deepest tree that is common: by chance, fewer than one set of so many keys in a thousand needs a deeper one.
 * One level more makes an overflowing bucket some 2^16 times less likely.
 */
export const commonBucketBits = (keys: number): number => Math.min(likelyBucketBits(keys) + 1, MAX_BUCKET_BITS);

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
