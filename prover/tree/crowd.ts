import { KEY_BYTES, keyToHex } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import type { Keys } from "./keys.ts";
import { ARITY, deepestFor, MIN_BUCKET_BITS } from "./shape.ts";

/**
 * A crowd: more than 16 consecutive keys that share this number of leading bits. `first`: index of the first one among
 * the sorted keys.
 */
export type Crowd = { readonly first: number; readonly count: number; readonly shared: number };

/**
 * The smallest depth at which no bucket overflows. In sorted keys a bucket overflows exactly if some key and the
 * sixteenth after it share its prefix.
 *
 * @param keys sorted, unique
 * @throws data `tree/crowded` with all keys that would need a tree deeper than the deepest of so many keys
 */
export function bucketBitsFor(keys: Keys): number {
  const bits = depthFor(keys);
  const most = deepestFor(keys.count);
  if (bits > most)
    throw crowded(
      crowdsIn(keys, most).map((crowd) => keysOf(keys, crowd).map(keyToHex)),
      most,
    );
  return bits;
}

/** The same without a limit. */
export function depthFor(keys: Keys): number {
  let bits = MIN_BUCKET_BITS;
  for (const chunk of keys.chunks(ARITY))
    for (let first = 0; first + ARITY < chunk.length / KEY_BYTES; first++)
      bits = Math.max(bits, sharedBits(chunk, first, chunk, first + ARITY) + 1);
  return bits;
}

/**
 * All keys that overflow a bucket of a tree of this depth, bucket by bucket.
 *
 * @param keys sorted, unique
 * @param from, to the keys among which they are sought
 */
export function crowdsIn(keys: Keys, bucketBits: number, from = 0, to = keys.count): Crowd[] {
  const isShared = (a: number, b: number) => sharedBits(keys.read(a, a + 1), 0, keys.read(b, b + 1), 0) >= bucketBits;
  const crowds: Crowd[] = [];
  for (let first = from; first + ARITY < to; ) {
    if (!isShared(first, first + ARITY)) first++;
    else {
      let end = first + ARITY + 1;
      while (end < to && isShared(first, end)) end++;
      crowds.push({ first, count: end - first, shared: bucketBits });
      first = end;
    }
  }
  return crowds;
}

/**
 * The keys that make a tree deeper than this: those of each overflowing bucket that share the longest prefix, without
 * others that merely share the bucket.
 */
export function deepCrowdsIn(keys: Keys, bucketBits: number, from = 0, to = keys.count): Crowd[] {
  return crowdsIn(keys, bucketBits, from, to).flatMap((crowd) => {
    const deeper = deepCrowdsIn(keys, bucketBits + 1, crowd.first, crowd.first + crowd.count);
    return deeper.length === 0 ? [crowd] : deeper;
  });
}

/** The keys of a crowd, 31 bytes each. */
export const keysOf = (keys: Keys, { first, count }: Crowd): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => keys.read(first + i, first + i + 1));

/**
 * The error for a dataset that no tree has room for.
 *
 * @param crowds for each bucket that overflows in the deepest tree, the names of its keys
 * @param bucketBits depth of that tree
 */
export function crowded(crowds: readonly (readonly string[])[], bucketBits: number) {
  const sets = crowds.map((names) => `${names.length} keys: ${names.join("; ")}`);
  return dataError(
    "tree/crowded",
    `a tree has room for ${ARITY} keys with the same first ${bucketBits} bits, and there are ${sets.join(". And ")}`,
    "Keys are hashes, so that these records were made to collide: " +
      `leave all but ${ARITY} of each set out, or commit some of them as another shard.`,
  );
}

/** Length of the common prefix of two keys, in bits. */
function sharedBits(some: Uint8Array, a: number, others: Uint8Array, b: number): number {
  for (let byte = 0; byte < KEY_BYTES; byte++) {
    const difference = some[a * KEY_BYTES + byte]! ^ others[b * KEY_BYTES + byte]!;
    if (difference !== 0) return 8 * byte + Math.clz32(difference) - 24;
  }
  return 8 * KEY_BYTES;
}
