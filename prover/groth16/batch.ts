import { bn254 } from "@noble/curves/bn254.js";
import { FIELD_ORDER } from "../shared/field.ts";
import { G1Point, type G2Point, toG1, toG2 } from "./points.ts";
import type { Proof } from "./proof.ts";
import type { VerificationKey } from "./verificationKey.ts";

const COEFFICIENT_BYTES = 16;

/** A proof and the public signals that it is for, in the order of the circuit. */
export type ProvedSignals = { publicSignals: readonly bigint[]; proof: Proof };

/**
 * Whether all proofs hold for one key: their equations, each raised to a random power of 128 bits, are multiplied, so
 * the pairings with the key's points are needed once. If one of several proofs is false, the answer is true
 * with probability 2^-128. No proofs at all show nothing: the answer is false.
 */
export function allSatisfyPairing(key: VerificationKey, proofs: readonly ProvedSignals[]): boolean {
  if (proofs.length === 0) return false;
  if (proofs.some(({ publicSignals }) => publicSignals.length !== key.ic.length - 1)) return false;
  const weights = weightsFor(proofs);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const inputs = key.ic.map((_, i) =>
    proofs.reduce((sum, { publicSignals }, j) => sum + weights[j]! * (i === 0 ? 1n : publicSignals[i - 1]!), 0n),
  );
  return isOne([
    ...proofs.map(({ proof }, i) => ({ g1: timesG1(toG1(proof.a).negate(), weights[i]!), g2: toG2(proof.b) })),
    { g1: timesG1(toG1(key.alpha), total), g2: toG2(key.beta) },
    { g1: sumG1(key.ic.map((point, i) => timesG1(toG1(point), inputs[i]!))), g2: toG2(key.gamma) },
    { g1: sumG1(proofs.map(({ proof }, i) => timesG1(toG1(proof.c), weights[i]!))), g2: toG2(key.delta) },
  ]);
}

type Point = typeof G1Point.BASE;

const { Fp12 } = bn254.fields;

/** Whether a product of pairings is one. The pairing of a point at infinity is one. */
export const isOne = (pairs: { g1: Point; g2: typeof G2Point.BASE }[]): boolean =>
  Fp12.eql(bn254.pairingBatch(pairs.filter(({ g1, g2 }) => !g1.is0() && !g2.is0())), Fp12.ONE);

export const timesG1 = (point: Point, factor: bigint): Point => point.multiplyUnsafe(factor % FIELD_ORDER);
export const sumG1 = (points: Point[]): Point => points.reduce((total, point) => total.add(point), G1Point.ZERO);

/** The powers that equations are raised to before they are multiplied. A single one stays as it is. */
export const weightsFor = (equations: readonly unknown[]): bigint[] =>
  equations.length === 1 ? [1n] : equations.map(randomWeight);

/** Unpredictable to the maker of the proofs, never zero. */
function randomWeight(): bigint {
  const bytes = crypto.getRandomValues(new Uint8Array(COEFFICIENT_BYTES));
  const weight = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return weight === 0n ? randomWeight() : weight;
}
