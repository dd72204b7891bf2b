import type { Setup } from "../../shared/circuit.ts";
import { readDocument } from "../../shared/document.ts";
import { chainError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import type { CircuitId } from "../../shared/ids.ts";
import { parseJson } from "../../shared/json.ts";
import { CIRCUIT_ID, COUNT, POWERS_ID, SETUP } from "../../shared/shape/fields.ts";
import { object, optional } from "../../shared/shape/object.ts";
import { integer, list, literal, type Shape, text } from "../../shared/shape/shape.ts";

/** Version of the file that says where the contracts are. */
export const DEPLOYMENT_FORMAT = "disjoint/deployment/v1";

/** A circuit whose proofs the ledger takes. */
export type DeployedCircuit = { circuitId: CircuitId; entries: number; verifier: string; setup: Setup };

/** Powers of tau whose disjointness proofs the ledger accepts: their id, who made them, and the verifier's address. */
export type DeployedPowers = { id: string; setup: Setup; verifier: string };

/**
 * What was deployed where. Addresses with checksum, ids as 0x and 64 hexadecimal digits. `block`: the number of the
 * block with the first transaction of the deployment, where every search for events begins; files of before this
 * field begin at 0. `powers`: powers of tau whose disjointness proofs the ledger takes, if there are any. `tokens`,
 * `terms`, `anchors`: the contracts ReleaseTokens, Terms and Anchors, if they were deployed beside it.
 */
export type Deployment = {
  format: typeof DEPLOYMENT_FORMAT;
  chainId: number;
  block?: number;
  blocklists: string;
  ledger: string;
  releases: string;
  circuits: DeployedCircuit[];
  powers?: DeployedPowers;
  tokens?: string;
  terms?: string;
  anchors?: string;
};

/**
 * Reads a deployment file.
 *
 * @throws data `chain/not-found`, `chain/invalid`, `json/*`
 */
export async function readDeployment(path: string): Promise<Deployment> {
  const hint = "Deploy the contracts first. Or give the file as `deployment`.";
  const document = parseJson(await readInput(path, "chain/not-found", hint), path);
  return readDocument(path, "chain/invalid", hint, (reader) => DEPLOYMENT.read(reader, document, "$"));
}

/**
 * Reads the deployment file of the chain that is connected to.
 *
 * @throws chain `chain/other-chain`; as `readDeployment`
 */
export async function readDeploymentOn({ chainId }: { chainId: number }, path: string): Promise<Deployment> {
  const deployment = await readDeployment(path);
  if (deployment.chainId === chainId) return deployment;
  throw chainError(
    "chain/other-chain",
    `${path} is of chain ${deployment.chainId}, and the node of chain ${chainId}`,
    "Use a node of that chain as `rpc`. Or give the file of a deployment on this one as `deployment`.",
  );
}

const CONTRACT = text(/^0x[0-9a-fA-F]{40}$/, "an address");

/** The deployment in its file. */
export const DEPLOYMENT: Shape<Deployment> = object({
  format: literal(DEPLOYMENT_FORMAT),
  chainId: integer(1, Number.MAX_SAFE_INTEGER),
  block: optional(COUNT),
  blocklists: CONTRACT,
  ledger: CONTRACT,
  releases: CONTRACT,
  circuits: list(object({ circuitId: CIRCUIT_ID, entries: integer(16, 256), verifier: CONTRACT, setup: SETUP })),
  powers: optional(object({ id: POWERS_ID, setup: SETUP, verifier: CONTRACT })),
  tokens: optional(CONTRACT),
  terms: optional(CONTRACT),
  anchors: optional(CONTRACT),
});
