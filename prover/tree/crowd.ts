import { KEY_BYTES, keyToHex } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { ARITY, MAX_BUCKET_BITS, MIN_BUCKET_BITS } from "./shape.ts";

/**
 * A crowd: more than 16 consecutive keys that share this number of leading bits. `first`: index of the first one among
 * the sorted keys.
 */
export type Crowd = { readonly first: number; readonly count: number; readonly shared: number };

/**
 * The smallest depth at which no bucket overflows. In sorted keys a bucket overflows exactly if some key and the
 * sixteenth after it share its prefix.
 *
 * @param keys sorted, unique, 31 bytes each
 * @throws data `tree/crowded` with all keys that would need a tree deeper than the deepest
 */
export function bucketBitsFor(keys: Uint8Array): number {
  const count = keys.length / KEY_BYTES;
  let bits = MIN_BUCKET_BITS;
  for (let i = 0; i + ARITY < count; i++) bits = Math.max(bits, sharedBits(keys, i, i + ARITY) + 1);
  if (bits > MAX_BUCKET_BITS) throw crowded(crowdsIn(keys, MAX_BUCKET_BITS).map((crowd) => namesOf(keys, crowd)));
  return bits;
}

/**
 * All keys that overflow a bucket of a tree of this depth, bucket by bucket.
 *
 * @param keys sorted, unique, 31 bytes each
 */
export function crowdsIn(keys: Uint8Array, bucketBits: number): Crowd[] {
  const count = keys.length / KEY_BYTES;
  const crowds: Crowd[] = [];
  for (let first = 0; first + ARITY < count; ) {
    if (sharedBits(keys, first, first + ARITY) < bucketBits) first++;
    else {
      let end = first + ARITY + 1;
      while (end < count && sharedBits(keys, first, end) >= bucketBits) end++;
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
export function deepCrowdsIn(keys: Uint8Array, bucketBits: number): Crowd[] {
  return crowdsIn(keys, bucketBits).flatMap((crowd) => {
    const own = keys.subarray(crowd.first * KEY_BYTES, (crowd.first + crowd.count) * KEY_BYTES);
    const deeper = deepCrowdsIn(own, bucketBits + 1);
    return deeper.length === 0 ? [crowd] : deeper.map((inner) => ({ ...inner, first: crowd.first + inner.first }));
  });
}

/** The keys of a crowd, 31 bytes each. */
export const keysOf = (keys: Uint8Array, { first, count }: Crowd): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => keys.subarray((first + i) * KEY_BYTES, (first + i + 1) * KEY_BYTES));

/**
 * The error for a dataset that no tree has room for.
 *
 * @param crowds for each bucket that overflows in the deepest tree, the names of its keys
 */
export function crowded(crowds: readonly (readonly string[])[]) {
  const sets = crowds.map((names) => `${names.length} keys: ${names.join("; ")}`);
  return dataError(
    "tree/crowded",
    `a tree has room for ${ARITY} keys with the same first ${MAX_BUCKET_BITS} bits, and there are ` +
      sets.join(". And "),
    "Keys are hashes, so that these records were made to collide: " +
      `leave all but ${ARITY} of each set out, or commit some of them as another shard.`,
  );
}

const namesOf = (keys: Uint8Array, crowd: Crowd): string[] => keysOf(keys, crowd).map(keyToHex);

/** Length of the common prefix of two keys, in bits. */
function sharedBits(keys: Uint8Array, a: number, b: number): number {
  for (let byte = 0; byte < KEY_BYTES; byte++) {
    const difference = keys[a * KEY_BYTES + byte]! ^ keys[b * KEY_BYTES + byte]!;
    if (difference !== 0) return 8 * byte + Math.clz32(difference) - 24;
  }
  return 8 * KEY_BYTES;
}
