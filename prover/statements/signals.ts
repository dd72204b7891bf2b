import type { Proof } from "../groth16/proof.ts";
import type { ProofWithSignals, ProveOptions } from "../groth16/prover/backend.ts";
import { type ProvingArtifacts, prove, proveWitness } from "../groth16/prover/prove.ts";
import type { CircuitInput } from "../groth16/prover/witness.ts";
import { artifactError } from "../shared/errors.ts";

/** Commitment and page digest, or what a statement has instead. */
type Signals = readonly [bigint, bigint];

/**
 * Proves a statement with exactly these public signals.
 *
 * @param what the statement's name in errors
 * @throws artifact `prove/other-statement` when the circuit has other signals; any error of proving
 */
export const proveSignals = async (
  artifacts: ProvingArtifacts,
  input: CircuitInput,
  expected: Signals,
  what: string,
  options: ProveOptions = {},
): Promise<Proof> => expectSignals(await prove(artifacts, input, options), expected, what);

/** The same from a witness, which is wiped. */
export async function proveWitnessSignals(
  artifacts: ProvingArtifacts,
  witness: Uint8Array,
  expected: Signals,
  what: string,
  options: ProveOptions = {},
): Promise<Proof> {
  try {
    return expectSignals(await proveWitness(artifacts, witness, options), expected, what);
  } finally {
    witness.fill(0);
  }
}

function expectSignals({ proof, publicSignals }: ProofWithSignals, expected: Signals, what: string): Proof {
  if (publicSignals.length === 2 && expected.every((value, i) => publicSignals[i] === value)) return proof;
  throw artifactError("prove/other-statement", `the proof of ${what} is about other public signals`, "Report it.");
}
