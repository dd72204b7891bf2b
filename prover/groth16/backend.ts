import { artefactError } from "../shared/errors.ts";
import type { OnProgress } from "../shared/progress.ts";
import type { Proof } from "./proof.ts";

export type ProveOptions = { onProgress?: OnProgress; signal?: AbortSignal };

/** A prover and the public signals it read from the witness. */
export type ProofWithSignals = { proof: Proof; publicSignals: bigint[] };

/** Something that turns a zkey file and a witness (wtns bytes) into a proof. It need not be right: proofs are verified. */
export type Backend = {
  readonly name: string;
  prove(zkey: string, witness: Uint8Array, options?: ProveOptions): Promise<ProofWithSignals>;
};

export const unproved = (message: string) =>
  artefactError(
    "groth16/unproved",
    message,
    "The witness breaks a constraint, or the key is damaged or made for another circuit: make the artefacts again.",
  );
