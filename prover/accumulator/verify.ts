import { isOne, sumG1, timesG1, weightsFor } from "../groth16/batch.ts";
import { type G1, G1Point, type G2, G2Point, toG1, toG2 } from "../groth16/points.ts";
import { groupBy } from "../shared/collections.ts";
import { FIELD_ORDER } from "../shared/field.ts";
import { checkedG1, checkedG2, fromPointG2, type PointG2, refusal } from "./points.ts";
import type { DisjointnessProof } from "./proof.ts";

/** The accumulators of a shard and a list, and a proof that they have no key in common. */
export type DisjointnessClaim = { accumulator: G1; list: G2; proof: DisjointnessProof };

/**
 * Whether a proof holds: e(A, P) e(Q, B) = e(G1, G2) (Papamanthou, Tamassia, Triandopoulos, CRYPTO 2011).
 *
 * @throws data `accumulator/…`, for a point that is not canonical, at infinity, off its curve or outside its group:
 * with such a point the equation proves nothing
 */
export const areDisjoint = (claim: DisjointnessClaim): boolean => allDisjoint([claim]);

/**
 * Whether all claims hold; see `satisfyDisjointness`.
 *
 * @throws as `areDisjoint`
 */
export function allDisjoint(claims: readonly DisjointnessClaim[]): boolean {
  for (const { accumulator, list, proof } of claims) {
    checkedG1(accumulator, "the accumulator of the shard");
    checkedG2(list, "the accumulator of the list");
    checkedG2(proof.p, "P of the proof");
    checkedG1(proof.q, "Q of the proof");
  }
  return satisfyDisjointness(claims);
}

/**
 * Whether all claims satisfy their equations: each is raised to a random power of 128 bits, they are multiplied, and
 * equal lists share a pairing, as do equal shards with equal P. If one claim is false, the answer is true with
 * probability 2^-128. No claim at all does not hold. The points must have been checked, as they are where documents are
 * read.
 */
export function satisfyDisjointness(claims: readonly DisjointnessClaim[]): boolean {
  if (claims.length === 0) return false;
  const weights = weightsFor(claims);
  const weighted = claims.map((claim, i) => ({ ...claim, weight: weights[i]! }));
  const byList = groupBy(weighted, ({ list }) => list.flat().join());
  const byShard = groupBy(weighted, ({ accumulator, proof }) => [...accumulator, ...proof.p.flat()].join());
  return isOne([
    ...[...byShard.values()].map((same) => ({
      g1: timesG1(toG1(same[0]!.accumulator), sumOf(same)),
      g2: toG2(same[0]!.proof.p),
    })),
    ...[...byList.values()].map((same) => ({
      g1: sumG1(same.map(({ proof, weight }) => timesG1(toG1(proof.q), weight))),
      g2: toG2(same[0]!.list),
    })),
    { g1: timesG1(G1Point.BASE.negate(), sumOf(weighted)), g2: G2Point.BASE },
  ]);
}

const sumOf = (weighted: readonly { weight: bigint }[]): bigint =>
  weighted.reduce((sum, { weight }) => sum + weight, 0n);

/** Powers of tau as far as one key needs them: [tau]_1 and [tau]_2. */
export type Tau = { g1: G1; g2: G2 };

/**
 * Whether an accumulator holds a key: e(W, [tau - key]_2) = e(A, G2).
 *
 * @throws as `areDisjoint`; also for a key that is not below the field order, or is tau
 */
export const isMember = (accumulator: G1, key: bigint, witness: G1, tau: Pick<Tau, "g2">): boolean =>
  isOne([
    { g1: checkedG1(witness, "the witness of the key"), g2: tauMinus(key, tau) },
    { g1: checkedG1(accumulator, "the accumulator of the shard").negate(), g2: G2Point.BASE },
  ]);

/**
 * The accumulator [tau - key]_2 of a list that has only this key: that a shard lacks the key is proved against it.
 *
 * @throws as `isMember`
 */
export const accumulatorOfKey = (key: bigint, tau: Pick<Tau, "g2">): G2 => fromPointG2(tauMinus(key, tau));

/** A key has one spelling; and it is not tau, which nobody knows. */
function tauMinus(key: bigint, { g2 }: Pick<Tau, "g2">): PointG2 {
  if (key < 0n || key >= FIELD_ORDER) throw refusal("accumulator/not-canonical", "the key", "is not a field element");
  const point = checkedG2(g2, "[tau]_2 of the powers").subtract(G2Point.BASE.multiplyUnsafe(key));
  if (point.is0()) throw refusal("accumulator/infinity", "[tau - key]_2", "is the point at infinity");
  return point;
}

/**
 * Whether a list's accumulator holds a key: e([tau - key]_1, W) = e(G1, B). The points must have been checked, as they
 * are where documents are read.
 */
export const isEntry = (list: G2, key: bigint, witness: G2, tau: Pick<Tau, "g1">): boolean =>
  isOne([
    { g1: toG1(tau.g1).subtract(timesG1(G1Point.BASE, key)), g2: toG2(witness) },
    { g1: G1Point.BASE.negate(), g2: toG2(list) },
  ]);
