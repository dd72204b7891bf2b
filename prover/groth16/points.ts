import { bn254 } from "@noble/curves/bn254.js";
import { BASE_ORDER } from "../shared/field.ts";
import { decimal } from "../shared/shape/fields.ts";
import { exactly, type Shape } from "../shared/shape/shape.ts";

/** A point of BN254's first group, affine: x, y. */
export type G1 = readonly [x: bigint, y: bigint];

/** An element of the quadratic extension: c0 + c1 u, u^2 = -1. */
export type Fp2 = readonly [c0: bigint, c1: bigint];

/** A point of BN254's second group (on the twist), affine. */
export type G2 = readonly [x: Fp2, y: Fp2];

export const G1Point = bn254.G1.Point;
export const G2Point = bn254.G2.Point;

export const toG1 = ([x, y]: G1) => G1Point.fromAffine({ x, y });

/** Points of the second group by their coordinates, the latest last. */
const known = new Map<string, typeof G2Point.BASE>();
const MAX_KNOWN = 1024;

/**
 * Equal coordinates give the same object, for which @noble/curves remembers that it is in the subgroup: checking that
 * takes as long as a pairing, and the points of a key are used again and again.
 */
export function toG2([x, y]: G2): typeof G2Point.BASE {
  const name = [...x, ...y].join();
  const point = known.get(name) ?? G2Point.fromAffine({ x: { c0: x[0], c1: x[1] }, y: { c0: y[0], c1: y[1] } });
  known.delete(name);
  known.set(name, point);
  if (known.size > MAX_KNOWN) known.delete(known.keys().next().value!);
  return point;
}

/** On the curve and not at infinity; G1 has no smaller subgroup. */
const isG1 = (point: G1): boolean => isValid(() => toG1(point));

/** On the twist, in the subgroup of order r, and not at infinity. */
const isG2 = (point: G2): boolean => isValid(() => toG2(point));

/** `assertValidity` includes the check of the subgroup. */
function isValid(make: () => { assertValidity(): void; is0(): boolean }): boolean {
  try {
    const point = make();
    point.assertValidity();
    return !point.is0();
  } catch {
    return false;
  }
}

/** Two coordinates. */
const PAIR = exactly(decimal(BASE_ORDER), 2);

/** A point of the first group. */
export const G1_POINT: Shape<G1> = inGroup(PAIR as unknown as Shape<G1>, isG1);

/** A point of the second group. */
export const G2_POINT: Shape<G2> = inGroup(exactly(PAIR, 2) as unknown as Shape<G2>, isG2);

/** Asks for group membership only when every coordinate could be read. */
function inGroup<T>(coordinates: Shape<T>, isMember: (point: T) => boolean): Shape<T> {
  return {
    read(reader, value, path) {
      const before = reader.issues.length;
      const point = coordinates.read(reader, value, path);
      if (reader.issues.length === before && !isMember(point)) reader.refuse(path, "is infinity or not in the group");
      return point;
    },
    schema: (of) => of(coordinates),
  };
}

export const writeG1 = (point: G1): string[] => point.map(String);
export const writeG2 = ([x, y]: G2): string[][] => [x.map(String), y.map(String)];
