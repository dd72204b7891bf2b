import { type G1, G1_POINT, type G2, G2_POINT, writeG1, writeG2 } from "../groth16/points.ts";
import { object } from "../shared/shape/object.ts";

/**
 * A disjointness proof: P = [p(tau)]_2 and Q = [q(tau)]_1 for polynomials with p a + q b = 1. Such p and q exist
 * exactly if a and b have no common root (Bézout). It is blinded, so that it says nothing else about a.
 */
export type DisjointnessProof = { p: G2; q: G1 };

/** The same in JSON: decimal coordinates, c0 before c1. */
export type DisjointnessProofJson = { p: string[][]; q: string[] };

/** A proof in a document: every point must be on its curve, in its group and not at infinity. */
export const DISJOINTNESS_PROOF = object({ p: G2_POINT, q: G1_POINT });

export const disjointnessProofToJson = ({ p, q }: DisjointnessProof): DisjointnessProofJson => ({
  p: writeG2(p),
  q: writeG1(q),
});
