import { bn254 } from "@noble/curves/bn254.js";
import { powersId } from "../../../../prover/accumulator/hashes.ts";
import { fromPointG1, fromPointG2 } from "../../../../prover/accumulator/points.ts";
import type { DisjointnessClaim } from "../../../../prover/accumulator/verify.ts";
import { type G1, G1Point, type G2, G2Point, toG1, toG2 } from "../../../../prover/groth16/points.ts";
import { BASE_ORDER, FIELD_ORDER, inverse, mod } from "../../../../prover/shared/field.ts";
import { OUTSIDE_SUBGROUP } from "../../../support/twist.ts";
import { claimOf, draw, g1, g2, TAU, tau } from "../known.ts";

/** A forged value, and the check that has to refuse it. */
export type Forgery = {
  name: string;
  /** An error's code, or what answers "no". */
  check: string;
  /** Answers false, or throws the error. */
  attempt: () => unknown;
  /** Shows that without the check the forgery would pass. */
  wouldPass?: () => boolean;
};

export const ID = powersId(tau.g1, tau.g2);

/** A shard and a list with nothing in common, and the same shard with one more key, which is an entry of the list. */
export const clean = draw(4, 5);
export const common = clean.entries[2]!;
export const dirty = { ...clean, keys: [...clean.keys, common] };
export const other = draw(3, 4);

export const claim = claimOf(clean);
export const otherClaim = claimOf(other);

/** What a vendor with a common key would like to be believed. */
export const A = g1(productAt(dirty.keys, dirty.rho));
export const B = claim.list;

/** factor * product of (tau - root), as who knows tau computes it. */
export function productAt(roots: readonly bigint[], factor: bigint): bigint {
  return roots.reduce((product, root) => mod(product * (TAU - root)), factor);
}

export const without = <T>(values: readonly T[], ...gone: T[]): T[] => values.filter((each) => !gone.includes(each));

export const negateG1 = (point: G1): G1 => fromPointG1(toG1(point).negate());
export const negateG2 = (point: G2): G2 => fromPointG2(toG2(point).negate());
export const timesG1 = (point: G1, by: bigint): G1 => fromPointG1(toG1(point).multiplyUnsafe(mod(by)));
export const timesG2 = (point: G2, by: bigint): G2 => fromPointG2(toG2(point).multiplyUnsafe(mod(by)));
export const addG1 = (one: G1, two: G1): G1 => fromPointG1(toG1(one).add(toG1(two)));
export const addG2 = (one: G2, two: G2): G2 => fromPointG2(toG2(one).add(toG2(two)));

export const INFINITY_G1: G1 = [0n, 0n];
export const INFINITY_G2: G2 = [
  [0n, 0n],
  [0n, 0n],
];

/** The equation alone, with no check of any point. */
export const holdsUnchecked = (claim: DisjointnessClaim): boolean => productHolds([claim], [1n]);

/** The product of equations, each to the power of its weight; (0, 0) is infinity, whose pairing is one. */
export function productHolds(claims: readonly DisjointnessClaim[], weights: readonly bigint[]): boolean {
  const pairs = claims.flatMap(({ accumulator, list, proof }, i) =>
    [
      { g1: toG1(accumulator), g2: toG2(proof.p) },
      { g1: toG1(proof.q), g2: toG2(list) },
      { g1: G1Point.BASE.negate(), g2: G2Point.BASE },
    ].map((pair) => ({ ...pair, g1: pair.g1.multiplyUnsafe(weights[i]!) })),
  );
  const factors = pairs.filter((pair) => !pair.g1.is0() && !pair.g2.is0());
  return bn254.fields.Fp12.eql(bn254.pairingBatch(factors), bn254.fields.Fp12.ONE);
}

const [x1, x0, y1, y0] = OUTSIDE_SUBGROUP as [bigint, bigint, bigint, bigint];

/** On the twist, but in no subgroup in particular. */
export const OUTSIDE: G2 = [
  [x0, x1],
  [y0, y1],
];

/** The smallest prime factor of the twist's cofactor, 2q - r. */
export const SMALL_ORDER = 10069n;

/** A point of the twist of that order. */
export const SMALL_SUBGROUP: G2 = (() => {
  let sum = G2Point.ZERO;
  let doubled = toG2(OUTSIDE);
  for (let rest = (FIELD_ORDER * (2n * BASE_ORDER - FIELD_ORDER)) / SMALL_ORDER; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = sum.add(doubled);
    doubled = doubled.double();
  }
  return fromPointG2(sum);
})();

/** A proof for polynomials with these values at tau. */
export const proofOf = (p: bigint, q: bigint) => ({ p: g2(p), q: g1(q) });

export { FIELD_ORDER, g1, g2, inverse, mod, TAU, tau };
