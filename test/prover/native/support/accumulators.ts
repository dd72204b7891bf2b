import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import { KEY_BYTES } from "../../../../prover/fingerprint/key.ts";
import type { Native } from "../../../../prover/native/index.ts";
import { bytesToBigIntLE, FIELD_ORDER, inverse, mod } from "../../../../prover/shared/field.ts";
import { fromBytes } from "./elements.ts";
import type { G1Point, G2Point } from "./points.ts";

const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;

/** Distinct keys as the product makes them. */
export function randomKeys(count: number): bigint[] {
  const bytes = randomBytes(count * KEY_BYTES);
  const keys = Array.from({ length: count }, (_, i) => bytesToBigIntLE(bytes, i * KEY_BYTES, KEY_BYTES));
  if (new Set(keys).size < count) throw new Error("two random numbers of 248 bits are equal");
  return keys;
}

/** A point as the kernel returns it. */
export function readG1(bytes: Uint8Array): G1Point {
  const [x, y] = fromBytes(bytes) as [bigint, bigint];
  return G1.fromAffine({ x, y });
}

export function readG2(bytes: Uint8Array): G2Point {
  const [x0, x1, y0, y1] = fromBytes(bytes) as [bigint, bigint, bigint, bigint];
  return G2.fromAffine({ x: { c0: x0, c1: x1 }, y: { c0: y0, c1: y1 } });
}

/** multiplier * product of (x - root) at a point. */
const valueAt = (x: bigint, roots: readonly bigint[], multiplier: bigint): bigint =>
  mod(roots.reduce((product, root) => (product * (x - root)) % FIELD_ORDER, multiplier));

/** Everything of one proof, in the exponent: what the definition says at a known tau. */
type Expected = { a: bigint; b: bigint; p: bigint; q: bigint };
export type Statement = {
  keys: readonly bigint[];
  entries: readonly bigint[];
  rho: bigint;
  sigma: bigint;
  blinding: bigint;
};

/** p by Lagrange's formula and q by division, at tau; as many multiplications as there are pairs. */
export function expectedAt(
  tau: bigint,
  { keys, entries, rho, sigma, blinding }: Statement,
  union: Pick<Statement, "entries"> = { entries },
): Expected {
  const a = valueAt(tau, keys, rho);
  const b = valueAt(tau, entries, sigma);
  const monic = valueAt(tau, union.entries, 1n);
  const inverseOfA = union.entries.reduce((sum, entry) => {
    const others = union.entries.filter((each) => each !== entry);
    const denominator = mod(valueAt(entry, keys, rho) * valueAt(entry, others, 1n) * (tau - entry));
    return mod(sum + monic * inverse(denominator));
  }, 0n);
  const p = mod(inverseOfA + blinding * monic);
  return { a, b, p, q: mod((1n - p * a) * inverse(b)) };
}

/** Sets one byte of a file. */
export const byte =
  (at: number, value: number) =>
  (file: Buffer): Buffer => {
    file.writeUInt8(value, at);
    return file;
  };

/** Powers of a known tau. */
export async function makePowers(native: Native, count: number, tau: bigint, folder: string): Promise<string> {
  const path = join(folder, "powers");
  await native.accumulator.developmentPowers({ path, g1Count: count, g2Count: count, tau });
  return path;
}

const pairing = bn254.pairing;

/** e(A, P) e(Q, B) = e(G1, G2) */
export function holds(a: G1Point, b: G2Point, p: G2Point, q: G1Point): boolean {
  const product = bn254.fields.Fp12.mul(pairing(a, p), pairing(q, b));
  return bn254.fields.Fp12.eql(product, pairing(G1.BASE, G2.BASE));
}
