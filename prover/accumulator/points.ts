import type { IField } from "@noble/curves/abstract/modular.js";
import { bn254 } from "@noble/curves/bn254.js";
import { type G1, G1Point, type G2, G2Point, toG1, toG2 } from "../groth16/points.ts";
import { type CodeOf, dataError } from "../shared/errors.ts";
import { BASE_ORDER } from "../shared/field.ts";

/** Points as @noble/curves computes with them. */
export type PointG1 = typeof G1Point.BASE;
export type PointG2 = typeof G2Point.BASE;

const { Fp, Fp2 } = bn254.fields;

type Refusal = CodeOf<"data"> & `accumulator/${string}`;

/**
 * A point of the first group from its coordinates, after every check that the equations rely on. The curve has no
 * smaller subgroup.
 *
 * @param what names the point in the error
 * @throws data `accumulator/not-canonical`, `accumulator/infinity`, `accumulator/not-on-curve`
 */
export function checkedG1(coordinates: G1, what: string): PointG1 {
  refuseCoordinates(coordinates, what);
  const [x, y] = coordinates;
  refuseOffCurve(Fp, { x, y, b: G1Point.CURVE().b }, what);
  return toG1(coordinates);
}

/**
 * The same for the second group. The twist has points outside the subgroup of order r, with which pairings mean
 * nothing.
 *
 * @throws data `accumulator/not-canonical`, `accumulator/infinity`, `accumulator/not-on-curve`,
 * `accumulator/not-in-subgroup`
 */
export function checkedG2(coordinates: G2, what: string): PointG2 {
  const point = onTwist(coordinates, what);
  if (!point.isTorsionFree())
    throw refusal("accumulator/not-in-subgroup", what, "is not in the subgroup of prime order");
  return point;
}

/** The same but for the subgroup, whose check takes longest: for many points whose sum is checked. */
export function onTwist(coordinates: G2, what: string): PointG2 {
  refuseCoordinates(coordinates.flat(), what);
  const point = toG2(coordinates);
  refuseOffCurve(Fp2, { x: point.X, y: point.Y, b: G2Point.CURVE().b }, what);
  return point;
}

/** (0, 0) is how EIP-197 writes the point at infinity. */
function refuseCoordinates(coordinates: readonly bigint[], what: string): void {
  if (coordinates.some((value) => value < 0n || value >= BASE_ORDER))
    throw refusal("accumulator/not-canonical", what, "has a coordinate that is not canonical");
  if (coordinates.every((value) => value === 0n))
    throw refusal("accumulator/infinity", what, "is the point at infinity");
}

/** y^2 = x^3 + b. */
function refuseOffCurve<F>(field: IField<F>, { x, y, b }: { x: F; y: F; b: F }, what: string): void {
  if (!field.eql(field.sqr(y), field.add(field.mul(field.sqr(x), x), b)))
    throw refusal("accumulator/not-on-curve", what, "is not on the curve");
}

/** An error about one value of a proof. */
export const refusal = (code: Refusal, what: string, why: string) =>
  dataError(code, `${what} ${why}`, "Get it again from its author: it was damaged or forged.");

/** The coordinates of a point that is not at infinity. */
export const fromPointG1 = (point: PointG1): G1 => {
  const { x, y } = point.toAffine();
  return [x, y];
};

export const fromPointG2 = (point: PointG2): G2 => {
  const { x, y } = point.toAffine();
  return [
    [x.c0, x.c1],
    [y.c0, y.c1],
  ];
};
