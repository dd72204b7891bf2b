import type { DocumentReader } from "../shared/document.ts";
import { object } from "../shared/shape/object.ts";
import { type G1, G1_POINT, type G2, G2_POINT, writeG1, writeG2 } from "./points.ts";

/** A Groth16 proof: three points in affine coordinates. It can be re-randomized, so it identifies nothing. */
export type Proof = { a: G1; b: G2; c: G1 };

/** The same in JSON: decimal coordinates, c0 before c1. */
export type ProofJson = { a: string[]; b: string[][]; c: string[] };

/** A proof in a document. */
export const PROOF = object({ a: G1_POINT, b: G2_POINT, c: G1_POINT });

/** Validates a proof: every point must be on its curve, in its group and not at infinity. */
export const readProof = (reader: DocumentReader, value: unknown, path: string): Proof =>
  PROOF.read(reader, value, path);

export const proofToJson = ({ a, b, c }: Proof): ProofJson => ({ a: writeG1(a), b: writeG2(b), c: writeG1(c) });

/** A proof as snarkjs writes it: projective with z = 1. */
export const readSnarkjsProof = (reader: DocumentReader, value: unknown, path: string): Proof => {
  const fields = reader.object(value, path, ["pi_a", "pi_b", "pi_c", "protocol", "curve"]);
  reader.literal(fields.protocol, `${path}.protocol`, "groth16");
  reader.literal(fields.curve, `${path}.curve`, "bn128");
  return {
    a: G1_POINT.read(reader, affine(reader, fields.pi_a, `${path}.pi_a`), `${path}.pi_a`),
    b: G2_POINT.read(reader, affine(reader, fields.pi_b, `${path}.pi_b`), `${path}.pi_b`),
    c: G1_POINT.read(reader, affine(reader, fields.pi_c, `${path}.pi_c`), `${path}.pi_c`),
  };
};

export const proofToSnarkjs = ({ a, b, c }: Proof) => ({
  pi_a: [...writeG1(a), "1"],
  pi_b: [...writeG2(b), ["1", "0"]],
  pi_c: [...writeG1(c), "1"],
  protocol: "groth16",
  curve: "bn128",
});

/** The two affine coordinates of a snarkjs point, whose third must be one. */
export function affine(reader: DocumentReader, value: unknown, path: string): unknown[] {
  const [x, y, z] = reader.array(value, path, 3);
  const isOne = Array.isArray(z) ? z.length === 2 && z[0] === "1" && z[1] === "0" : z === "1";
  if (!isOne || Array.isArray(x) !== Array.isArray(z)) reader.refuse(`${path}[2]`, "is not one");
  return [x, y];
}

/** The eight words of a proof for the verifier contract; EIP-197 puts c1 before c0. */
export const proofToWords = ({ a, b, c }: Proof): bigint[] => [...a, b[0][1], b[0][0], b[1][1], b[1][0], ...c];
