import type { Proof } from "../groth16/proof.ts";
import { type ProvingArtifacts, prove } from "../groth16/prover/prove.ts";
import type { CircuitInput } from "../groth16/prover/witness.ts";
import { artifactError } from "../shared/errors.ts";
import type { OnProgress } from "../shared/progress.ts";

/**
 * Proves a statement with exactly these public signals.
 *
 * @param what the statement's name in errors
 * @throws artifact `prove/other-statement` when the circuit has other signals; any error of proving
 */
export async function proveSignals(
  artifacts: ProvingArtifacts,
  input: CircuitInput,
  expected: readonly [bigint, bigint],
  what: string,
  options: { onProgress?: OnProgress; signal?: AbortSignal } = {},
): Promise<Proof> {
  const { proof, publicSignals } = await prove(artifacts, input, options);
  if (publicSignals.length === 2 && expected.every((value, i) => publicSignals[i] === value)) return proof;
  throw artifactError("prove/other-statement", `the proof of ${what} is about other public signals`, "Report it.");
}
