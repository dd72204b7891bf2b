import type { BundleStatement } from "../../bundle/document.ts";
import type { CircuitInput } from "../../groth16/prover/inputs.ts";
import type { Artifacts } from "../../setup/verifiedArtifacts.ts";
import { artifactError } from "../../shared/errors.ts";
import type { CircuitId } from "../../shared/ids.ts";
import { proveSignals } from "../../statements/signals.ts";
import type { FleetKey } from "../key/key.ts";

/** A statement about a page to prove. `input`: the circuit's inputs, which are secret. */
export type PageJob = {
  type: "page";
  circuit: string;
  circuitId: CircuitId;
  commitment: bigint;
  pageDigest: bigint;
  input: CircuitInput;
};

export type PageResult = Pick<BundleStatement, "proof">;

/**
 * Proves a page. The blinding factors follow from the key of the fleet and the witness, so that the job gives the same
 * proof each time, as far as the native kernel makes it.
 *
 * @throws artifact `fleet/other-circuit` when this machine has another key of the circuit
 */
export async function provePageJob(
  { circuit, circuitId, commitment, pageDigest, input }: PageJob,
  artifacts: (circuit: string) => Promise<Artifacts>,
  key: FleetKey,
): Promise<PageResult> {
  const own = await artifacts(circuit);
  if (own.lock.circuitId !== circuitId)
    throw artifactError(
      "fleet/other-circuit",
      `the job is about ${circuit} with the key ${circuitId}, and this machine has ${own.lock.circuitId}`,
      "Give all members of a fleet the same artifacts.",
    );
  const blindingSecret = key.derive("blinding");
  return { proof: await proveSignals(own, input, [commitment, pageDigest], "a page", { blindingSecret }) };
}
