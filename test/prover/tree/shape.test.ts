import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { KEY_BYTES } from "../../../prover/fingerprint/key.ts";
import { bucketBitsFor } from "../../../prover/tree/crowd.ts";
import { keysInMemory } from "../../../prover/tree/keys.ts";
import { likelyBucketBits } from "../../../prover/tree/likely.ts";
import {
  bucketOf,
  deepestFor,
  levelBase,
  levelCount,
  levelWidth,
  MAX_BUCKET_BITS,
  MIN_BUCKET_BITS,
  parentId,
  routeOf,
} from "../../../prover/tree/shape.ts";
import { keyFromNumber, keyNumber, sortKeys } from "../../support/scene.ts";

const KEY_BITS = BigInt(8 * KEY_BYTES);

/** The bucket of a key by its definition: its top bits. */
const topBits = (key: bigint, bits: number): bigint => key >> (KEY_BITS - BigInt(bits));

const fits = (keys: readonly bigint[], bits: number): boolean =>
  [...Map.groupBy(keys, (key) => topBits(key, bits)).values()].every((bucket) => bucket.length <= 16);

/** Clusters of keys that share a prefix of any length up to the deepest tree's, and keys anywhere. */
const cluster = fc
  .record({
    prefix: fc.bigInt(0n, (1n << KEY_BITS) - 1n),
    shared: fc.integer({ min: 0, max: MAX_BUCKET_BITS - 5 }),
    tails: fc.array(fc.bigInt(0n, (1n << KEY_BITS) - 1n), { maxLength: 40, size: "max" }),
  })
  .map(({ prefix, shared, tails }) => {
    const low = (1n << (KEY_BITS - BigInt(shared))) - 1n;
    return tails.map((tail) => (prefix & ~low) | (tail & low));
  });
const clusteredKeys = fc
  .array(cluster, { maxLength: 6 })
  .map((clusters) => [...new Set(clusters.flat())])
  .filter((keys) => !keys.includes(0n) && fits(keys, MAX_BUCKET_BITS));

describe("bucketBits", () => {
  it("is the smallest that fits every bucket in 16 slots", () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(clusteredKeys, (keys) => {
        const bits = bucketBitsFor(keysInMemory(Buffer.concat(sortKeys(keys.map(keyFromNumber)))));
        expect(fits(keys, bits)).toBe(true);
        if (bits > MIN_BUCKET_BITS) expect(fits(keys, bits - 1)).toBe(false);
        seen.add(bits);
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBeGreaterThan(8);
  });

  it.each(Array.from({ length: MAX_BUCKET_BITS - 3 }, (_, i) => 4 + i))("can be %i", (bits) => {
    const prefix = (1n << BigInt(bits - 1)) - 1n;
    const keys = Array.from({ length: 17 }, (_, i) => ((prefix << 5n) + BigInt(i)) << (KEY_BITS - BigInt(bits + 4)));
    expect(bucketBitsFor(keysInMemory(Buffer.concat(keys.map(keyFromNumber))))).toBe(bits);
  });
});

test("the deepest tree holds 20 million keys, but for fewer than one set of them in a hundred", () => {
  // Keys are hashes: a bucket has a Poisson number of them, and the expected number of buckets with 17 or more bounds
  // the chance of any.
  const mean = 20_000_000 / 2 ** MAX_BUCKET_BITS;
  let exactly = Math.exp(-mean);
  let more = 0;
  for (let count = 1; count < 100; count++) {
    exactly *= mean / count;
    if (count > 16) more += exactly;
  }
  expect(more * 2 ** MAX_BUCKET_BITS).toBeLessThan(0.01);
  expect(more * 2 ** MAX_BUCKET_BITS).toBeGreaterThan(0.001);
});

describe("the place of a key", () => {
  const key = fc.bigInt(1n, (1n << KEY_BITS) - 1n);

  it("is its top bits, at every depth", () => {
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), fc.integer({ min: 4, max: 48 }), (keys, bits) => {
        const bytes = Buffer.concat(keys.map(keyFromNumber));
        keys.forEach((number, i) => {
          expect(BigInt(routeOf(bytes, i))).toBe(topBits(number, 48));
          expect(BigInt(bucketOf(routeOf(bytes, i), bits))).toBe(topBits(number, bits));
        });
        expect(keyNumber(bytes.subarray(0, KEY_BYTES))).toBe(keys[0]);
      }),
    );
  });
});

describe("the shape of a tree", () => {
  it.each(Array.from({ length: 45 }, (_, i) => 4 + i))(
    "of 2^%i buckets has as many levels as hashing them needs",
    (bits) => {
      const widths = [2 ** bits];
      while (widths[0]! > 1) widths.unshift(Math.ceil(widths[0]! / 16));
      expect(levelCount(bits)).toBe(widths.length - 1);
      expect(widths.map((_, level) => levelWidth(bits, level))).toEqual(widths);
    },
  );

  it("numbers the nodes of all levels without a gap, each below its parent", () => {
    for (let level = 0, next = 0; level <= 5; level++) {
      expect(levelBase(level)).toBe(next);
      next += 16 ** level;
    }
    fc.assert(
      fc.property(fc.nat(2 ** 30), fc.nat(15), (id, child) => {
        expect(parentId(16 * id + child + 1)).toBe(id);
      }),
    );
  });
});

test("more than 20 million keys get a deeper tree, which holds 10^9 of them", () => {
  expect([1, 20_000_000, 20_000_001, 10 ** 9].map(deepestFor)).toEqual([23, 23, 30, 30]);
  expect([10 ** 8, 10 ** 9].map(likelyBucketBits)).toEqual([26, 29]);
});
