import { groth16 } from "snarkjs";
import { inspect, listIssues } from "../shared/document.ts";
import { type Backend, type ProofWithSignals, unproved } from "./backend.ts";
import { readSnarkjsProof } from "./proof.ts";
import { readPublicSignals } from "./verify.ts";
import { withWorkers } from "./workers.ts";

/** The prover that works everywhere, in WebAssembly on all cores. */
export const snarkjsBackend: Backend = {
  name: "snarkjs",
  prove: (zkey, witness, options = {}) => withWorkers(() => prove(zkey, witness, options.signal)),
};

async function prove(zkey: string, witness: Uint8Array, signal?: AbortSignal): Promise<ProofWithSignals> {
  signal?.throwIfAborted();
  const answer = await groth16.prove(zkey, { type: "mem", data: witness });
  const result = inspect((reader) => ({
    proof: readSnarkjsProof(reader, answer.proof, "$.proof"),
    publicSignals: readPublicSignals(reader, answer.publicSignals, "$.publicSignals"),
  }));
  if ("value" in result) return result.value;
  throw unproved(`snarkjs gave no valid proof for ${zkey}: ${listIssues(result.issues)}`);
}
