import type { Proof } from "../groth16/proof.ts";
import { type ProvingArtefacts, prove } from "../groth16/prover/prove.ts";
import type { CircuitInput } from "../groth16/prover/witness.ts";
import { artefactError } from "../shared/errors.ts";
import type { OnProgress } from "../shared/progress.ts";

/**
 * A proof about just these public signals.
 *
 * @param what the statement's name in errors
 * @throws artefact `prove/other-statement` when the circuit says something else; whatever proving throws
 */
export async function proveSignals(
  artefacts: ProvingArtefacts,
  input: CircuitInput,
  expected: readonly [bigint, bigint],
  what: string,
  options: { onProgress?: OnProgress; signal?: AbortSignal } = {},
): Promise<Proof> {
  const { proof, publicSignals } = await prove(artefacts, input, options);
  if (publicSignals.length === 2 && expected.every((value, i) => publicSignals[i] === value)) return proof;
  throw artefactError("prove/other-statement", `the proof of ${what} is about other public signals`, "Report this.");
}
