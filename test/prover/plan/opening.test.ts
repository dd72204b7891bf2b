import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type BlocklistPage, PAGE_SIZES, type PageSize } from "../../../prover/blocklist/format.ts";
import { CIRCUITS } from "../../../prover/plan/circuits.ts";
import { circuitFor, hasRoom, type Opening, openingOf } from "../../../prover/plan/opening.ts";
import { DEEPEST_BUCKET_BITS, MAX_BUCKET_BITS, MIN_BUCKET_BITS } from "../../../prover/tree/shape.ts";
import { codeOf } from "../../support/errors.ts";
import { keyFromNumber, sortKeys } from "../../support/scene.ts";

const pageOf = (numbers: readonly bigint[], size: PageSize = 16): BlocklistPage => ({
  size,
  salt: 0n,
  keys: sortKeys(numbers.map(keyFromNumber)),
});

/** Ids on the way from the root to a bucket, the bucket's included, child by child as the definition counts them. */
function wayTo(bucket: bigint, bucketBits: number): bigint[] {
  const levels = Math.ceil(bucketBits / 4);
  const way = [0n];
  for (let level = 1; level <= levels; level++) {
    const child = (bucket >> BigInt(4 * (levels - level))) % 16n;
    way.push(16n * way.at(-1)! + child + 1n);
  }
  return way;
}

describe("an opening", () => {
  const key = fc.oneof(fc.bigInt(1n, 2n ** 248n - 1n), fc.bigInt(2n ** 230n, 2n ** 230n + 2n ** 210n));
  const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 16 });

  it("is the bucket of each entry, and every node on the ways to them once", () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: MIN_BUCKET_BITS, max: MAX_BUCKET_BITS }), (numbers, bucketBits) => {
        const sorted = numbers.toSorted((a, b) => (a < b ? -1 : 1));
        const buckets = sorted.map((number) => number >> BigInt(248 - bucketBits));
        const nodes = new Set(buckets.flatMap((bucket) => wayTo(bucket, bucketBits).slice(0, -1)));
        const opening = openingOf(pageOf(numbers), bucketBits);
        expect(opening.bucketBits).toBe(bucketBits);
        expect(opening.buckets.map(BigInt)).toEqual(buckets);
        expect(opening.nodeIds.map(BigInt)).toEqual([...nodes].sort((a, b) => (a < b ? -1 : 1)));
      }),
    );
  });
});

/** Nodes above the buckets on each level, the root's first. */
const widths = (bucketBits: number): number[] => {
  const levels = Math.ceil(bucketBits / 4);
  return Array.from({ length: levels }, (_, level) => Math.ceil(2 ** bucketBits / 16 ** (levels - level)));
};

/** No page opens more: on each level one node for every entry, or all there are. */
const worstCase = (size: PageSize, bucketBits: number): number =>
  widths(bucketBits).reduce((sum, width) => sum + Math.min(size, width), 0);

/** Keys that are as far from each other as they can be. */
const spread = (size: PageSize): BlocklistPage =>
  pageOf(
    Array.from({ length: size }, (_, i) => (BigInt(i) << 248n) / BigInt(size) + 1n),
    size,
  );

const room = (size: PageSize): number =>
  Math.max(...CIRCUITS.filter(({ entries }) => entries === size).map(({ nodes }) => nodes));

describe.each(PAGE_SIZES)("every page of %i fits a circuit", (size) => {
  const DEPTHS = Array.from({ length: MAX_BUCKET_BITS - MIN_BUCKET_BITS + 1 }, (_, i) => MIN_BUCKET_BITS + i);
  it.each(DEPTHS)("in a tree of 2^%i buckets", (bucketBits) => {
    const opening = openingOf(spread(size), bucketBits);
    expect(opening.nodeIds.length).toBe(worstCase(size, bucketBits));
    expect(worstCase(size, bucketBits)).toBeLessThanOrEqual(room(size));
    expect(circuitFor(spread(size), opening).entries).toBe(size);
  });

  it("and no page opens more than the one whose entries are spread most", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.bigInt(1n, 2n ** 248n - 1n), { minLength: 1, maxLength: size, size: "max" }),
        fc.integer({ min: MIN_BUCKET_BITS, max: MAX_BUCKET_BITS }),
        (numbers, bucketBits) => {
          const { nodeIds } = openingOf(pageOf(numbers, size), bucketBits);
          expect(nodeIds.length).toBeLessThanOrEqual(worstCase(size, bucketBits));
        },
      ),
    );
  });
});

test("a page of 16 always fits the smallest circuit in trees of up to 2^19 buckets", () => {
  const names = [19, 20].map(
    (bucketBits) => circuitFor(spread(16), openingOf(spread(16), bucketBits), CIRCUITS, "smallest").name,
  );
  expect(names).toEqual(["exclusion_16x60", "exclusion_16x138"]);
  for (let bucketBits = MIN_BUCKET_BITS; bucketBits <= 19; bucketBits++)
    expect(worstCase(16, bucketBits)).toBeLessThanOrEqual(60);
});

test("in a deeper tree, a page takes a larger circuit than the uniform one if it must", async () => {
  const numbers = Array.from({ length: 85 }, (_, i) => (BigInt(i) << 241n) + 1n);
  const page = pageOf(numbers, 256);
  const usual = circuitFor(page, openingOf(page, MAX_BUCKET_BITS));
  const deep = openingOf(page, DEEPEST_BUCKET_BITS);
  expect(hasRoom(usual, page, deep)).toBe(false);
  expect(circuitFor(page, deep).nodes).toBeGreaterThanOrEqual(deep.nodeIds.length);
});

test("MAX_BUCKET_BITS is the deepest tree of which that is true", async () => {
  const page = spread(256);
  const opening = openingOf(page, MAX_BUCKET_BITS + 1);
  expect(opening.nodeIds.length).toBe(worstCase(256, MAX_BUCKET_BITS + 1));
  expect(await codeOf(() => circuitFor(page, opening))).toBe("plan/no-circuit");
});

describe("the circuit of an opening", () => {
  const opened = (nodes: number): Opening => ({
    bucketBits: 20,
    buckets: [],
    nodeIds: Array.from({ length: nodes }, (_, i) => i),
  });

  it.each(PAGE_SIZES)("is the smallest that fits if speed is requested: pages of %i", (size) => {
    const page = spread(size);
    const sizes = CIRCUITS.filter(({ entries }) => entries === size).map(({ nodes }) => nodes);
    for (let nodes = 1; nodes <= room(size); nodes++) {
      const circuit = circuitFor(page, opened(nodes), CIRCUITS, "smallest");
      expect(circuit.entries).toBe(size);
      expect(circuit.nodes).toBe(Math.min(...sizes.filter((some) => some >= nodes)));
    }
  });

  it.each(PAGE_SIZES)("does not exist if every circuit is too small: pages of %i", async (size) => {
    expect(await codeOf(() => circuitFor(spread(size), opened(room(size) + 1)))).toBe("plan/no-circuit");
  });

  it("is never one for pages of another size", async () => {
    const others = CIRCUITS.filter(({ entries }) => entries === 256);
    expect(await codeOf(() => circuitFor(spread(16), opened(1), others))).toBe("plan/no-circuit");
  });
});

test("if speed is requested, close entries of a long list take the smallest circuit for 256", () => {
  const within = (span: bigint) =>
    pageOf(
      Array.from({ length: 256 }, (_, i) => 5n * 2n ** 240n + (BigInt(i) * span) / 256n + 1n),
      256,
    );
  const nameOf = (page: BlocklistPage) => circuitFor(page, openingOf(page, 18), CIRCUITS, "smallest").name;
  expect(nameOf(within(2n ** 248n / 4096n))).toBe("exclusion_256x50");
  expect(nameOf(within(2n ** 248n / 64n))).toBe("exclusion_256x365");
});

describe("the circuit of a page, unless speed is asked for,", () => {
  const DEPTHS = Array.from({ length: MAX_BUCKET_BITS - MIN_BUCKET_BITS + 1 }, (_, i) => MIN_BUCKET_BITS + i);
  const namesOf = (page: BlocklistPage, circuits = CIRCUITS) => [
    ...new Set(DEPTHS.map((bucketBits) => circuitFor(page, openingOf(page, bucketBits), circuits).name)),
  ];
  const numbers = (size: number) =>
    fc.uniqueArray(fc.bigInt(1n, 2n ** 248n - 1n), { minLength: 1, maxLength: size, size: "max" });

  it.each(PAGE_SIZES)("is one for all trees: pages of %i", (size) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(numbers(size), (some) => {
        const names = namesOf(pageOf(some, size));
        expect(names).toHaveLength(1);
        seen.add(names[0]!);
      }),
      { numRuns: 60 },
    );
    expect(seen.size).toBeGreaterThan(1);
  });

  it.each(PAGE_SIZES)("reveals nothing of a confidential page: pages of %i", (size) => {
    const largest = CIRCUITS.findLast(({ entries }) => entries === size)!;
    for (const page of [pageOf([5n], size), spread(size)])
      expect(namesOf({ ...page, salt: 1n })).toEqual([largest.name]);
  });

  it("is the smallest one for up to ten entries on a page of 256, and another without it or for more", () => {
    const without = CIRCUITS.filter(({ nodes }) => nodes !== 50);
    const apart = (count: number) =>
      pageOf(
        Array.from({ length: count }, (_, i) => (BigInt(i) << 248n) / BigInt(count) + 1n),
        256,
      );
    for (let count = 1; count <= 10; count++) {
      expect(namesOf(apart(count))).toEqual(["exclusion_256x50"]);
      expect(namesOf(apart(count), without)).toEqual(["exclusion_256x365"]);
    }
    expect(namesOf(apart(16))).toEqual(["exclusion_256x365"]);
    expect(namesOf({ ...apart(1), salt: 1n })).toEqual(["exclusion_256x992"]);
  });

  it("is the largest one if none has room for all trees", () => {
    const small = CIRCUITS.filter(({ nodes }) => nodes <= 582);
    const shallow = [4, 12, 18].map((bits) => circuitFor(spread(256), openingOf(spread(256), bits), small).name);
    expect(shallow).toEqual(Array(3).fill("exclusion_256x582"));
  });

  it.each([
    ["keys that begin alike", Array.from({ length: 256 }, (_, i) => 2n ** 240n + BigInt(i))],
    ["keys that are as far apart as they can be", Array.from({ length: 256 }, (_, i) => (BigInt(i) << 240n) + 1n)],
    ["keys that part in the last levels", Array.from({ length: 256 }, (_, i) => (BigInt(i) << 225n) + 1n)],
  ])("a publisher's page of %s has one, at most the largest", (_, crafted) => {
    for (const size of PAGE_SIZES) expect(namesOf(pageOf(crafted.slice(0, size), size))).toHaveLength(1);
  });
});
