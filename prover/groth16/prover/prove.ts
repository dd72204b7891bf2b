import { loadNative } from "../../native/index.ts";
import { silent } from "../../shared/progress.ts";
import type { VerificationKey } from "../verificationKey.ts";
import { satisfiesPairing } from "../verify.ts";
import { type Backend, type ProofWithSignals, type ProveOptions, unproved } from "./backend.ts";
import { deriveBlinding } from "./blinding.ts";
import { nativeBackend } from "./native.ts";
import { snarkjsBackend } from "./snarkjs.ts";
import { type CircuitInput, makeWitness, type WitnessArtifacts } from "./witness.ts";

/**
 * What proving needs of a circuit; `Artifacts` that passed the gate have it. `matrices`: where the native kernel may
 * keep the matrices of this very zkey in compact form.
 */
export type ProvingArtifacts = WitnessArtifacts & { zkey: string; key: VerificationKey; matrices?: string };

/** The fastest prover of this machine. */
export function chooseBackend(): Backend {
  const native = loadNative();
  return native === undefined ? snarkjsBackend : nativeBackend(native);
}

/**
 * Calculates a witness, proves it and wipes it.
 *
 * @throws data `groth16/input`, `groth16/no-witness`; artifact `groth16/unproved`
 */
export async function prove(
  artifacts: ProvingArtifacts,
  input: CircuitInput,
  options: ProveOptions & { backend?: Backend } = {},
): Promise<ProofWithSignals> {
  (options.onProgress ?? silent)({ stage: "groth16", done: 0, total: 2, what: "calculating the witness" });
  const witness = await makeWitness(artifacts, input, options.signal ? { signal: options.signal } : {});
  try {
    return await proveWitness(artifacts, witness, options);
  } finally {
    witness.fill(0);
  }
}

/**
 * Proves a witness (wtns bytes) and verifies the proof before anyone sees it: provers answer with wrong proofs for
 * damaged keys and for witnesses that do not satisfy the circuit, without an error.
 *
 * @throws artifact `groth16/unproved` when the proof does not verify
 */
export async function proveWitness(
  { zkey, key, matrices }: Pick<ProvingArtifacts, "zkey" | "key" | "matrices">,
  witness: Uint8Array,
  options: ProveOptions & { backend?: Backend } = {},
): Promise<ProofWithSignals> {
  const { backend = chooseBackend(), blindingSecret, ...run } = options;
  (options.onProgress ?? silent)({ stage: "groth16", done: 1, total: 2, what: `proving (${backend.name})` });
  const blinding = blindingSecret && deriveBlinding(blindingSecret, key, witness);
  const result = await backend.prove(zkey, witness, {
    ...run,
    ...(blinding && { blinding }),
    ...(matrices !== undefined && { matrices }),
  });
  if (satisfiesPairing(key, result.publicSignals, result.proof)) return result;
  throw unproved(`${backend.name} gave a proof that does not verify for ${zkey}`);
}
