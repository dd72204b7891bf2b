import { bn254 } from "@noble/curves/bn254.js";
import { randomWeight, sumG1, timesG1 } from "../groth16/batch.ts";
import { type G1, G1Point, type G2, G2Point, toG1, toG2 } from "../groth16/points.ts";
import { groupBy } from "../shared/collections.ts";
import { FIELD_ORDER } from "../shared/field.ts";
import type { DisjointnessProof } from "./proof.ts";

/** The accumulators of a shard and a list, and a proof that they have no key in common. Points must have been checked. */
export type DisjointnessClaim = { accumulator: G1; list: G2; proof: DisjointnessProof };

const { Fp12 } = bn254.fields;

/** The equation e(A, P) e(Q, B) = e(G1, G2) (Papamanthou, Tamassia, Triandopoulos, CRYPTO 2011). */
export const areDisjoint = ({ accumulator, list, proof }: DisjointnessClaim): boolean =>
  isOne([
    { g1: toG1(accumulator), g2: toG2(proof.p) },
    { g1: toG1(proof.q), g2: toG2(list) },
    { g1: G1Point.BASE.negate(), g2: G2Point.BASE },
  ]);

/**
 * Whether all claims hold: their equations, each raised to a random power of 128 bits, are multiplied, and equal lists
 * share a pairing. If one claim is false, the answer is true with probability 2^-128.
 */
export function allDisjoint(claims: readonly DisjointnessClaim[]): boolean {
  if (claims.length === 0) return false;
  const weighted = claims.map((claim) => ({ ...claim, weight: randomWeight() }));
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0n);
  const byList = groupBy(weighted, ({ list }) => list.flat().join());
  return isOne([
    ...weighted.map(({ accumulator, proof, weight }) => ({
      g1: timesG1(toG1(accumulator), weight),
      g2: toG2(proof.p),
    })),
    ...[...byList.values()].map((same) => ({
      g1: sumG1(same.map(({ proof, weight }) => timesG1(toG1(proof.q), weight))),
      g2: toG2(same[0]!.list),
    })),
    { g1: timesG1(G1Point.BASE.negate(), total), g2: G2Point.BASE },
  ]);
}

/** Powers of tau as far as one key needs them: [tau]_1 and [tau]_2. */
export type Tau = { g1: G1; g2: G2 };

/** Whether an accumulator holds a key: e(W, [tau - key]_2) = e(A, G2). */
export const isMember = (accumulator: G1, key: bigint, witness: G1, { g2 }: Tau): boolean =>
  isOne([
    { g1: toG1(witness), g2: toG2(g2).subtract(G2Point.BASE.multiplyUnsafe(key % FIELD_ORDER)) },
    { g1: toG1(accumulator).negate(), g2: G2Point.BASE },
  ]);

/** The accumulator [tau - key]_2 of a list that has only this key: absence is proved against it. */
export function accumulatorOfKey(key: bigint, { g2 }: Tau): G2 {
  const { x, y } = toG2(g2)
    .subtract(G2Point.BASE.multiplyUnsafe(key % FIELD_ORDER))
    .toAffine();
  return [
    [x.c0, x.c1],
    [y.c0, y.c1],
  ];
}

/** Whether a product of pairings is one. The pairing of a point at infinity is one. */
function isOne(pairs: { g1: typeof G1Point.BASE; g2: typeof G2Point.BASE }[]): boolean {
  const factors = pairs.filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
  return Fp12.eql(bn254.pairingBatch(factors), Fp12.ONE);
}
