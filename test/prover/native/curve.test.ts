import { expect, test } from "vitest";
import { FIELD_ORDER, mod } from "../../../prover/shared/field.ts";
import { once } from "../../../prover/shared/promises.ts";
import { edgeElements, randomElements, toBytes } from "./support/elements.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";
import { type G1Point, type G2Point, type Group, groups, walk } from "./support/points.ts";

const RANDOM = 10_000;

type Point = G1Point | G2Point;

/** Points to add pair by pair, as the kernel takes them, and their sums. */
type Additions = { a: Uint8Array; b: Uint8Array; sums: Point[] };

/** Points and scalars as the kernel takes them, and the sum of the products. */
type Products = { points: Uint8Array; scalars: Uint8Array; sum: Point };

const plus = <P extends Point>(p: P, q: P) => (p as G1Point).add(q as G1Point) as P;

function additions<P extends Point>(group: Group<P>, pairs: readonly (readonly [P, P])[]): Additions {
  const [a, b] = [0, 1].map((side) => group.write(pairs.map((pair) => pair[side]!))) as [Uint8Array, Uint8Array];
  return { a, b, sums: pairs.map(([p, q]) => plus(p, q)) };
}

function products<P extends Point>(group: Group<P>, points: readonly P[], scalars: readonly bigint[]): Products {
  const sum = points.reduce(
    (sum, point, i) => (scalars[i] === 0n ? sum : plus(sum, point.multiplyUnsafe(scalars[i]!) as P)),
    group.zero,
  );
  return { points: group.write(points), scalars: toBytes(scalars), sum };
}

/** What is given to every back end, and what must come out: @noble/curves takes longer to say so than they do. */
const casesOf = <P extends Point>(group: Group<P>) => ({
  batch: once(async () => {
    const points = walk(group, RANDOM + 1);
    return additions(
      group,
      points.slice(1).map((p, i) => [p, points[i]!] as const),
    );
  }),

  kinds: once(async () => {
    const points = walk(group, 64);
    const kinds: ((p: P, q: P) => [P, P])[] = [
      (p, q) => [p, q],
      (p) => [p, p],
      (p) => [p, p.negate() as P],
      (p) => [p, group.zero],
      (p) => [group.zero, p],
      () => [group.zero, group.zero],
    ];
    // Every kind next to every other, and a batch of one kind only.
    const pairs = points.flatMap((p, i) =>
      kinds.map((_, k) => kinds[(k * (i + 1)) % kinds.length]!(p, points[(i + 1) % 64]!)),
    );
    for (const kind of kinds) pairs.push(...points.slice(0, 9).map((p) => kind(p, points[20]!)));
    const starts = Array.from({ length: 9 }, (_, i) => pairs.slice(0, i + 1));
    return [pairs, ...starts].map((some) => additions(group, some));
  }),

  edges: once(async () => {
    const scalars = edgeElements(FIELD_ORDER);
    return products(group, walk(group, scalars.length), scalars);
  }),

  random: once(async () =>
    [1, 7, 64, 300].map((count) => {
      const points = walk(group, count);
      if (count > 7) points[3] = group.zero;
      return products(group, points, randomElements(FIELD_ORDER, count));
    }),
  ),

  repeated: once(async () => {
    const [point] = walk(group, 1) as [P];
    const scalars = randomElements(FIELD_ORDER, 20);
    const points = walk(group, 20);
    return [
      products(group, Array<P>(100).fill(point), randomElements(FIELD_ORDER, 100)),
      products(group, Array<P>(40).fill(point), [...scalars, ...scalars.map((x) => mod(-x))]),
      products(group, [...points, ...points.map((p) => p.negate() as P)], [...scalars, ...scalars]),
      products(group, points, Array<bigint>(20).fill(0n)),
    ];
  }),

  ones: once(async () => {
    const scalars = Array.from({ length: 20_000 }, (_, i) => BigInt(i % 3 === 0 ? 0 : 1));
    const points = group.write(scalars.map(() => group.base));
    const total = scalars.reduce((sum, x) => sum + x, 0n);
    return { points, scalars: toBytes(scalars), sum: group.base.multiply(total) };
  }),

  multiples: once(async () => {
    const count = 5_000;
    const step = walk(group, 1)[0]!;
    const points: P[] = [];
    for (let i = 0, p = step; i < count; i++, p = plus(p, step)) points.push(p);
    const scalars = randomElements(FIELD_ORDER, count);
    const exponent = scalars.reduce((sum, x, i) => mod(sum + x * BigInt(i + 1)), 0n);
    return { points: group.write(points), scalars: toBytes(scalars), sum: step.multiply(exponent) };
  }),
});

const SUBJECTS = [
  { name: "G1", group: groups.g1, cases: casesOf(groups.g1) },
  { name: "G2", group: groups.g2, cases: casesOf(groups.g2) },
];

/** Windows are cut in pieces so that all threads have equally many: more threads than windows, too. */
const THREADS = [1, 2, 3, 5, 64, 200];

await describeKernels("curve arithmetic", ({ name: backEnd, addon, job }: Kernel) => {
  for (const { name, group, cases } of SUBJECTS) {
    const add = async ({ a, b, sums }: Additions) => {
      const got = group.read(await addon.probeAdd(job(), group.number, a, b));
      expect(got).toHaveLength(sums.length);
      expect(got.findIndex((sum, i) => !(sum as G1Point).equals(sums[i] as G1Point))).toBe(-1);
    };
    const multiply = async ({ points, scalars, sum }: Products, own = job()) => {
      const [got] = group.read(await addon.probeMultiply(own, group.number, points, scalars));
      expect((got as G1Point).equals(sum as G1Point)).toBe(true);
    };

    test(`${name}: ${RANDOM} additions in one batch`, async () => add(await cases.batch()));

    test(`${name}: infinity, doubling, opposite and ordinary pairs, in every lane of a batch`, async () => {
      for (const pairs of await cases.kinds()) await add(pairs);
    });

    test(`${name}: the sum over edge scalars`, async () => multiply(await cases.edges()));

    test(`${name}: the same sums on any number of threads`, async () => {
      for (const threads of THREADS)
        for (const products of await cases.random()) await multiply(products, addon.createJob(backEnd, threads));
    });

    test(`${name}: sums of 1, 7, 64 and 300 random terms, infinite points among them`, async () => {
      for (const terms of await cases.random()) await multiply(terms);
    });

    test(`${name}: one point many times, and sums that cancel`, async () => {
      for (const terms of await cases.repeated()) await multiply(terms);
    });

    test(`${name}: a bucket of ones longer than a piece, checked by its known sum`, async () =>
      multiply(await cases.ones()));

    test(`${name}: a large sum of multiples of one point, checked in the exponent`, async () =>
      multiply(await cases.multiples()));
  }
});
