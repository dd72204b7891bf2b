import { normalizeZ } from "@noble/curves/abstract/curve.js";
import { bn254 } from "@noble/curves/bn254.js";
import { BASE_ORDER, FIELD_ORDER, inverse, mod } from "../../../../prover/shared/field.ts";
import { fromBytes, randomElement, toBytes } from "./elements.ts";

const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;
export type G1Point = typeof G1.BASE;
export type G2Point = typeof G2.BASE;

const RADIX = 1n << 256n;
const RADIX_INVERSE = inverse(mod(RADIX, BASE_ORDER), BASE_ORDER);

const toFile = (coordinates: readonly bigint[]) => toBytes(coordinates.map((x) => (x * RADIX) % BASE_ORDER));
const fromFile = (bytes: Uint8Array) => fromBytes(bytes).map((x) => (x * RADIX_INVERSE) % BASE_ORDER);

/** What the tests need to know of a group; files hold points in Montgomery form, infinity as zeros. */
export type Group<P> = {
  number: number;
  base: P;
  zero: P;
  write(points: readonly P[]): Uint8Array;
  read(bytes: Uint8Array): P[];
};

export const groups: { readonly g1: Group<G1Point>; readonly g2: Group<G2Point> } = {
  g1: {
    number: 1,
    base: G1.BASE,
    zero: G1.ZERO,
    write: (points) => Buffer.concat(points.map((p) => toFile(p.is0() ? [0n, 0n] : [p.toAffine().x, p.toAffine().y]))),
    read: (bytes) => chunks(fromFile(bytes), 2).map(([x, y]) => (x === 0n && y === 0n ? G1.ZERO : new G1(x!, y!, 1n))),
  },
  g2: {
    number: 2,
    base: G2.BASE,
    zero: G2.ZERO,
    write: (points) =>
      Buffer.concat(
        points.map((p) => {
          const { x, y } = p.toAffine();
          return toFile(p.is0() ? [0n, 0n, 0n, 0n] : [x.c0, x.c1, y.c0, y.c1]);
        }),
      ),
    read: (bytes) =>
      chunks(fromFile(bytes), 4).map((c) =>
        c.every((x) => x === 0n)
          ? G2.ZERO
          : G2.fromAffine({ x: { c0: c[0]!, c1: c[1]! }, y: { c0: c[2]!, c1: c[3]! } }),
      ),
  },
};

/** Different points, cheaply: a random start and random steps out of a few. */
export function walk<P extends G1Point | G2Point>(group: Group<P>, count: number): P[] {
  const random = () => group.base.multiply(randomElement(FIELD_ORDER - 1n) + 1n) as P;
  const steps = Array.from({ length: 8 }, random);
  const points = [random()];
  while (points.length < count)
    points.push((points.at(-1)! as G1Point).add(steps[Math.floor(Math.random() * 8)]! as G1Point) as P);
  return normalise(group, points);
}

/** Affine coordinates at once: one inversion. */
const normalise = <P extends G1Point | G2Point>(group: Group<P>, points: P[]): P[] =>
  (group.number === 1 ? normalizeZ(G1, points as G1Point[]) : normalizeZ(G2, points as G2Point[])) as P[];

function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size));
}
