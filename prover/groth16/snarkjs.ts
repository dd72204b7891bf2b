import { curves, groth16 } from "snarkjs";
import { inspect, listIssues } from "../shared/document.ts";
import { type Backend, type ProofWithSignals, unproved } from "./backend.ts";
import { readSnarkjsProof } from "./proof.ts";
import { readPublicSignals } from "./verify.ts";

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * The prover that works everywhere, in WebAssembly on all cores. Its workers are shared by the whole process and keep it
 * alive, so proofs are made one after another and the last one in the queue ends the workers.
 */
export const snarkjsBackend: Backend = {
  name: "snarkjs",
  prove(zkey, witness, options = {}) {
    waiting++;
    const turn = last.then(() => prove(zkey, witness, options.signal)).finally(endWorkers);
    last = turn.catch(() => {});
    return turn;
  },
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

async function endWorkers(): Promise<void> {
  waiting--;
  if (waiting === 0) await (await curves.getCurveFromName("bn128")).terminate();
}
