import { bn254 } from "@noble/curves/bn254.js";
import { fromPointG1, fromPointG2 } from "../../../prover/accumulator/points.ts";
import type { DisjointnessClaim, Tau } from "../../../prover/accumulator/verify.ts";
import type { G1, G2 } from "../../../prover/groth16/points.ts";
import { FIELD_ORDER, inverse, mod } from "../../../prover/shared/field.ts";
import { expectedAt, randomKeys, type Statement } from "../native/support/accumulators.ts";
import { randomElement } from "../native/support/elements.ts";

/** Who knows tau computes every point in the exponent: the equations are tested without an engine. */
export const TAU = 0x1234567890abcdef1234567890abcdefn;

export const g1 = (scalar: bigint): G1 => fromPointG1(bn254.G1.Point.BASE.multiplyUnsafe(mod(scalar)));
export const g2 = (scalar: bigint): G2 => fromPointG2(bn254.G2.Point.BASE.multiplyUnsafe(mod(scalar)));

export const tau: Tau = { g1: g1(TAU), g2: g2(TAU) };

export const randomScalar = (): bigint => randomElement(FIELD_ORDER - 1n) + 1n;

/** Two random sets without a common key. */
export function draw(keys = 3, entries = 4): Statement {
  const all = randomKeys(keys + entries);
  return {
    keys: all.slice(0, keys),
    entries: all.slice(keys),
    rho: randomScalar(),
    sigma: randomScalar(),
    blinding: randomScalar(),
  };
}

/** The claim of a statement, as an honest engine makes it: together with those on other lists, or alone. */
export function claimOf(statement: Statement, union?: Pick<Statement, "entries">): DisjointnessClaim {
  const { a, b, p, q } = expectedAt(TAU, statement, union);
  return { accumulator: g1(a), list: g2(b), proof: { p: g2(p), q: g1(q) } };
}

/** The witness of a member: the accumulator without the key. */
export const witnessOf = (statement: Statement, key: bigint): G1 =>
  g1(expectedAt(TAU, statement).a * inverse(TAU - key));
