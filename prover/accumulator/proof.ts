import { type G1, type G2, readG1, readG2, writeG1, writeG2 } from "../groth16/points.ts";
import type { DocumentReader } from "../shared/document.ts";

/**
 * A disjointness proof: P = [p(tau)]_2 and Q = [q(tau)]_1 for polynomials with p a + q b = 1. Such p and q exist
 * exactly if a and b have no common root (Bézout). It is blinded, so that it says nothing else about a.
 */
export type DisjointnessProof = { p: G2; q: G1 };

/** The same in JSON: decimal coordinates, c0 before c1. */
export type DisjointnessProofJson = { p: string[][]; q: string[] };

/** Validates a proof: every point must be on its curve, in its group and not at infinity. */
export const readDisjointnessProof = (reader: DocumentReader, value: unknown, path: string): DisjointnessProof => {
  const fields = reader.object(value, path, ["p", "q"]);
  return { p: readG2(reader, fields.p, `${path}.p`), q: readG1(reader, fields.q, `${path}.q`) };
};

export const disjointnessProofToJson = ({ p, q }: DisjointnessProof): DisjointnessProofJson => ({
  p: writeG2(p),
  q: writeG1(q),
});
