import { expect, test } from "vitest";
import { FIELD_ORDER, mod } from "../../../prover/shared/field.ts";
import { edgeElements, randomElements, toBytes } from "./support/elements.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";
import { type G1Point, type G2Point, type Group, groups, walk } from "./support/points.ts";

const RANDOM = 10_000;

await describeKernels("curve arithmetic", (kernel: Kernel) => {
  additions(kernel, "G1", groups.g1);
  additions(kernel, "G2", groups.g2);
  multiplications(kernel, "G1", groups.g1);
  multiplications(kernel, "G2", groups.g2);
});

function additions<P extends G1Point | G2Point>({ addon, job }: Kernel, name: string, group: Group<P>) {
  const add = async (a: P[], b: P[]) => {
    const sums = group.read(await addon.probeAdd(job(), group.number, group.write(a), group.write(b)));
    return sums.findIndex((sum, i) => !(sum as G1Point).equals((a[i] as G1Point).add(b[i] as G1Point)));
  };

  test(`${name}: ${RANDOM} additions in one batch`, async () => {
    const points = walk(group, RANDOM + 1);
    expect(await add(points.slice(1), points.slice(0, -1))).toBe(-1);
  });

  test(`${name}: infinity, doubling, opposite and ordinary pairs, in every lane of a batch`, async () => {
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
    expect(
      await add(
        pairs.map(([p]) => p),
        pairs.map(([, q]) => q),
      ),
    ).toBe(-1);
    for (let length = 1; length < 10; length++)
      expect(
        await add(
          pairs.slice(0, length).map(([p]) => p),
          pairs.slice(0, length).map(([, q]) => q),
        ),
      ).toBe(-1);
  });
}

function multiplications<P extends G1Point | G2Point>({ addon, job }: Kernel, name: string, group: Group<P>) {
  const check = async (points: P[], scalars: bigint[]) => {
    const bytes = await addon.probeMultiply(job(), group.number, group.write(points), toBytes(scalars));
    const [got] = group.read(bytes);
    const expected = points.reduce<G1Point>(
      (sum, point, i) => (scalars[i] === 0n ? sum : sum.add((point as G1Point).multiplyUnsafe(scalars[i]!))),
      group.zero as G1Point,
    );
    expect((got as G1Point).equals(expected)).toBe(true);
  };

  test(`${name}: the sum over edge scalars`, async () => {
    const scalars = edgeElements(FIELD_ORDER);
    await check(walk(group, scalars.length), scalars);
  });

  test(`${name}: sums of 1, 7, 64 and 300 random terms, infinite points among them`, async () => {
    for (const count of [1, 7, 64, 300]) {
      const points = walk(group, count);
      if (count > 7) points[3] = group.zero;
      await check(points, randomElements(FIELD_ORDER, count));
    }
  });

  test(`${name}: one point many times, and sums that cancel`, async () => {
    const [point] = walk(group, 1) as [P];
    await check(Array<P>(100).fill(point), randomElements(FIELD_ORDER, 100));
    const scalars = randomElements(FIELD_ORDER, 20);
    await check(Array<P>(40).fill(point), [...scalars, ...scalars.map((x) => mod(-x))]);
    const points = walk(group, 20);
    await check([...points, ...points.map((p) => p.negate() as P)], [...scalars, ...scalars]);
    await check(points, Array<bigint>(20).fill(0n));
  });

  test(`${name}: a bucket of ones longer than a piece, checked by its known sum`, async () => {
    const count = 20_000;
    const points = Array<P>(count).fill(group.base);
    const scalars = points.map((_, i) => BigInt(i % 3 === 0 ? 0 : 1));
    const total = scalars.reduce((sum, x) => sum + x, 0n);
    const [got] = group.read(await addon.probeMultiply(job(), group.number, group.write(points), toBytes(scalars)));
    expect((got as G1Point).equals(group.base.multiply(total) as G1Point)).toBe(true);
  });

  test(`${name}: a large sum of multiples of one point, checked in the exponent`, async () => {
    const count = 5_000;
    const step = walk(group, 1)[0]!;
    const points: P[] = [];
    for (let i = 0, p = step; i < count; i++, p = (p as G1Point).add(step as G1Point) as P) points.push(p);
    const scalars = randomElements(FIELD_ORDER, count);
    const exponent = scalars.reduce((sum, x, i) => mod(sum + x * BigInt(i + 1)), 0n);
    const [got] = group.read(await addon.probeMultiply(job(), group.number, group.write(points), toBytes(scalars)));
    expect((got as G1Point).equals(step.multiply(exponent) as G1Point)).toBe(true);
  });
}
