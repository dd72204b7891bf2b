import { bn254 } from "@noble/curves/bn254.js";
import type { DocumentReader } from "../shared/document.ts";
import { BASE_ORDER } from "../shared/field.ts";

/** A point of BN254's first group, affine: x, y. */
export type G1 = readonly [x: bigint, y: bigint];

/** An element of the quadratic extension: c0 + c1 u, u^2 = -1. */
export type Fp2 = readonly [c0: bigint, c1: bigint];

/** A point of BN254's second group (on the twist), affine. */
export type G2 = readonly [x: Fp2, y: Fp2];

export const G1Point = bn254.G1.Point;
export const G2Point = bn254.G2.Point;

export const toG1 = ([x, y]: G1) => G1Point.fromAffine({ x, y });
export const toG2 = ([x, y]: G2) => G2Point.fromAffine({ x: { c0: x[0], c1: x[1] }, y: { c0: y[0], c1: y[1] } });

/** On the curve and not at infinity; G1 has no smaller subgroup. */
const isG1 = (point: G1): boolean => isValid(() => toG1(point));

/** On the twist, in the subgroup of order r, and not at infinity. */
const isG2 = (point: G2): boolean => isValid(() => toG2(point));

function isValid(make: () => { assertValidity(): void; is0(): boolean; isTorsionFree(): boolean }): boolean {
  try {
    const point = make();
    point.assertValidity();
    return !point.is0() && point.isTorsionFree();
  } catch {
    return false;
  }
}

export function readG1(reader: DocumentReader, value: unknown, path: string): G1 {
  return checked(reader, path, () => readPair(reader, value, path), isG1);
}

export function readG2(reader: DocumentReader, value: unknown, path: string): G2 {
  const [x, y] = reader.array(value, path, 2);
  return checked(reader, path, () => [readPair(reader, x, `${path}[0]`), readPair(reader, y, `${path}[1]`)], isG2);
}

function readPair(reader: DocumentReader, value: unknown, path: string): readonly [bigint, bigint] {
  const [first, second] = reader.array(value, path, 2);
  return [reader.decimal(first, `${path}[0]`, BASE_ORDER), reader.decimal(second, `${path}[1]`, BASE_ORDER)];
}

/** Asks for group membership only when every coordinate could be read. */
function checked<T>(reader: DocumentReader, path: string, read: () => T, isMember: (point: T) => boolean): T {
  const before = reader.issues.length;
  const point = read();
  if (reader.issues.length === before && !isMember(point)) reader.refuse(path, "is infinity or not in the group");
  return point;
}

export const writeG1 = (point: G1): string[] => point.map(String);
export const writeG2 = ([x, y]: G2): string[][] => [x.map(String), y.map(String)];
