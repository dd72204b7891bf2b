import { inspectDocument, listIssues } from "../../shared/document.ts";
import { artifactError } from "../../shared/errors.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { type Proof, readSnarkjsProof } from "../proof.ts";
import { readPublicSignals } from "../verify.ts";
import type { Blinding } from "./blinding.ts";

/**
 * What is called while a proof is made, and what stops it. `blindingSecret`: derives the blinding factors, so that the
 * same witness gives the same proof, as far as the back end takes them. Default: random ones.
 */
export type ProveOptions = { onProgress?: OnProgress; signal?: AbortSignal; blindingSecret?: Uint8Array };

/**
 * What a back end gets. `matrices`: where the native kernel may keep the key's matrices in compact form. snarkjs takes
 * no blinding factors, and draws its own.
 */
type BackendOptions = Omit<ProveOptions, "blindingSecret"> & { blinding?: Blinding; matrices?: string };

/** A proof and the public signals that the prover read from the witness. */
export type ProofWithSignals = { proof: Proof; publicSignals: bigint[] };

/**
 * Something that turns a zkey file and a witness (wtns bytes) into a proof. It need not be right: proofs are
 * verified.
 */
export type Backend = {
  readonly name: string;
  /** How many proofs are best made at a time. */
  readonly atOnce: number;
  prove(zkey: string, witness: Uint8Array, options?: BackendOptions): Promise<ProofWithSignals>;
};

/**
 * Reads what a prover answered.
 *
 * @throws artifact `groth16/unproved` when it is no proof at all, as a damaged key makes snarkjs answer
 */
export function readAnswer(
  prover: string,
  zkey: string,
  answer: { proof: unknown; publicSignals: unknown },
): ProofWithSignals {
  const result = inspectDocument((reader) => ({
    proof: readSnarkjsProof(reader, answer.proof, "$.proof"),
    publicSignals: readPublicSignals(reader, answer.publicSignals, "$.publicSignals"),
  }));
  if ("value" in result) return result.value;
  throw unproved(`${prover} gave no valid proof for ${zkey}: ${listIssues(result.issues)}`);
}

export const unproved = (message: string) =>
  artifactError(
    "groth16/unproved",
    message,
    "The witness breaks a constraint, or the key is damaged or made for another circuit: make the artifacts again.",
  );
