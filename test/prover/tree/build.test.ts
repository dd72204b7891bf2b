import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEY_BYTES } from "../../../prover/fingerprint/key.ts";
import { poseidonFrom } from "../../../prover/shared/poseidon.ts";
import { buildTree } from "../../../prover/tree/build.ts";
import { ARITY, levelCount, MAX_BUCKET_BITS, ROUTE_BITS } from "../../../prover/tree/shape.ts";
import { bucketKeys, childrenOf, rootOf } from "../../../prover/tree/tree.ts";
import { codeOf } from "../../support/errors.ts";
import { keyFromNumber, keyNumber, poseidon, sortKeys, workKey } from "../../support/scene.ts";
import { SparseTree } from "../../support/sparseTree.ts";

/** Keys that crowd: a first byte out of few makes buckets overflow and trees grow, to 2^8 buckets at most. */
const someKey = fc
  .tuple(fc.constantFrom(0, 1, 2, 128, 255), fc.uint8Array({ minLength: KEY_BYTES - 1, maxLength: KEY_BYTES - 1 }))
  .map(([first, rest]) => Uint8Array.of(first, ...rest))
  .filter((key) => key.some((byte) => byte > 0));
const someKeys = fc.uniqueArray(someKey, { maxLength: 60, selector: keyNumber });

const build = (keys: readonly Uint8Array[]) => buildTree(Buffer.concat(keys), poseidon);

describe("a tree", () => {
  it("is the tree of the definition, for any order of the keys", async () => {
    await fc.assert(
      fc.asyncProperty(someKeys, async (keys) => {
        const tree = await build(sortKeys(keys));
        expect(rootOf(tree)).toBe((await SparseTree.honest(tree.bucketBits, keys)).root);
        expect(rootOf(await build(sortKeys([...keys].reverse())))).toBe(rootOf(tree));
      }),
      { numRuns: 12 },
    );
  });

  it("holds every key in the bucket that its top bits name, and in no other", async () => {
    await fc.assert(
      fc.asyncProperty(someKeys, async (keys) => {
        const tree = await build(sortKeys(keys));
        const named = Map.groupBy(keys, (key) => Number(keyNumber(key) >> BigInt(8 * KEY_BYTES - tree.bucketBits)));
        for (let bucket = 0; bucket < 2 ** tree.bucketBits; bucket++)
          expect(Buffer.from(bucketKeys(tree, bucket))).toEqual(Buffer.concat(sortKeys(named.get(bucket) ?? [])));
      }),
      { numRuns: 12 },
    );
  });

  it("has another root for every other set of keys", async () => {
    const all = sortKeys(Array.from({ length: 6 }, (_, i) => new Uint8Array(KEY_BYTES).fill(40 * i + 1)));
    const sets = Array.from({ length: 2 ** all.length }, (_, set) => all.filter((_, i) => (set >> i) & 1));
    const roots = await Promise.all(sets.map(async (keys) => rootOf(await build(keys))));
    expect(new Set(roots).size).toBe(sets.length);
  });

  it("without keys has only empty buckets", async () => {
    const tree = await build([]);
    expect(tree.bucketBits).toBe(4);
    expect(rootOf(tree)).toBe((await SparseTree.of(4, new Map())).root);
    for (let bucket = 0; bucket < ARITY; bucket++) expect(bucketKeys(tree, bucket)).toHaveLength(0);
  });

  it("fills a bucket to its last slot before it grows", async () => {
    // Equal in their first four bits, apart in the fifth.
    const keys = sortKeys(
      Array.from({ length: 17 }, (_, i) => new Uint8Array(KEY_BYTES).fill(i + 1).with(0, 8 * (i % 2))),
    );
    expect((await build(keys.slice(0, 16))).bucketBits).toBe(4);
    expect((await build(keys)).bucketBits).toBe(5);
  });

  it("reports every node that it hashes, the last time as the whole", async () => {
    const seen: [number, number | undefined][] = [];
    const keys = sortKeys(Array.from({ length: 3 }, (_, i) => new Uint8Array(KEY_BYTES).fill(80 * i + 1)));
    await buildTree(Buffer.concat(keys), poseidon, ({ stage, done, total }) => {
      expect(stage).toBe("tree");
      seen.push([done, total]);
    });
    expect(seen).toEqual([
      [3, 4],
      [4, 4],
    ]);
  });

  it(
    "is the one of the definition, and hashes no more nodes than there are ways to keys, however deep it " + "is",
    async () => {
      for (const shared of [7, 11, 15, 22]) {
        const keys = sortKeys([...alike(17, shared), ...Array.from({ length: 40 }, (_, i) => workKey(`apart ${i}`))]);
        let hashed = 0;
        const counting = poseidonFrom("counting", (arity, inputs) => {
          hashed += inputs.length / arity / 32;
          return poseidon.batch(arity, inputs);
        });
        const tree = await buildTree(Buffer.concat(keys), counting);
        expect(tree.bucketBits).toBe(shared + 1);
        const reference = await SparseTree.honest(tree.bucketBits, keys);
        expect(rootOf(tree)).toBe(reference.root);
        const depth = levelCount(tree.bucketBits);
        const ways = new Set(
          keys.flatMap((key) =>
            Array.from(
              { length: depth + 1 },
              (_, up) => `${up} ${keyNumber(key) >> BigInt(248 - shared - 1 + 4 * up)}`,
            ),
          ),
        );
        expect(hashed).toBe(ways.size + depth + 1);
        for (let level = 0; level < depth; level++)
          for (const key of [keys[0]!, keys[20]!, workKey("elsewhere")]) {
            const index = Number(keyNumber(key) >> BigInt(248 - shared - 1 + 4 * (depth - level)));
            expect(childrenOf(tree, level, index)).toEqual(reference.children(level, index));
          }
      }
    },
  );
});

/** Keys with so many first bits in common and no more. */
const alike = (count: number, shared: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => {
    const prefix = (keyNumber(workKey("crowd")) >> BigInt(248 - shared)) << BigInt(248 - shared);
    return keyFromNumber(prefix + (BigInt(i) << BigInt(248 - shared - 5)) + 1n);
  });

describe("keys that are refused", () => {
  const first = new Uint8Array(KEY_BYTES).fill(1);
  const second = new Uint8Array(KEY_BYTES).fill(2);
  const high = new Uint8Array(KEY_BYTES).fill(200);

  it.each([
    ["unsorted", [second, first]],
    ["repeated", [first, first]],
    ["unsorted at the end", [first, high, second]],
    ["repeated at the end", [first, second, second]],
    ["differing in the last bit, in the wrong order", [first.with(30, 3), first.with(30, 2)]],
  ])("%s", async (_, keys) => {
    expect(await codeOf(() => build(keys))).toBe("tree/unsorted");
  });

  it.each([
    ["the key 0, which marks an empty slot", Buffer.concat([new Uint8Array(KEY_BYTES), first])],
    ["a key without its last byte", Buffer.concat([first, second]).subarray(0, -1)],
    ["a byte too many", Buffer.concat([first, second, Uint8Array.of(3)])],
  ])("%s", async (_, keys) => {
    expect(await codeOf(() => buildTree(keys, poseidon))).toBe("tree/bad-key");
  });

  it("names exactly the sets of keys that do not fit, all at once", async () => {
    const many = alike(19, 24);
    const few = alike(17, 30).map((key) => key.with(0, key[0]! ^ 255));
    const fit = alike(16, 40);
    const apart = fit.map((key) => key.with(0, key[0]! ^ 128));
    const error = await build(sortKeys([...many, ...few, ...apart, high])).catch((error) => error);
    expect(error.code).toBe("tree/crowded");
    const named = new Set(error.message.match(/[0-9a-f]{62}/g));
    expect(named).toEqual(new Set([...many, ...few].map((key) => Buffer.from(key).toString("hex"))));
    expect(error.message).toMatch(/19 keys.*17 keys|17 keys.*19 keys/);
  });

  it.each([MAX_BUCKET_BITS, MAX_BUCKET_BITS + 1, ROUTE_BITS, 8 * KEY_BYTES - 5])(
    "17 that share their first %i bits: all of them are named",
    async (shared) => {
      const prefix = (1n << BigInt(shared)) - 2n;
      const rest = BigInt(8 * KEY_BYTES - shared);
      const numbers = Array.from({ length: 17 }, (_, i) => (prefix << rest) + (BigInt(i) << (rest - 5n)));
      const hex = numbers.map((number) => number.toString(16).padStart(2 * KEY_BYTES, "0"));
      const keys = sortKeys([first, ...hex.map((digits) => Uint8Array.from(Buffer.from(digits, "hex"))), high]);
      const error = await build(keys).catch((error) => error);
      expect(error.code).toBe("tree/crowded");
      for (const digits of hex) expect(error.message).toContain(digits);
      expect(error.message).not.toContain(Buffer.from(first).toString("hex"));
    },
  );
});
