import type { Setup } from "../../shared/circuit.ts";
import { type DocumentReader, readDocument } from "../../shared/document.ts";
import { chainError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import type { CircuitId } from "../../shared/ids.ts";
import { parseJson } from "../../shared/json.ts";

/** Version of the file that says where the contracts are. */
export const DEPLOYMENT_FORMAT = "disjoint/deployment/v1";

/** A circuit whose proofs the ledger takes. */
export type DeployedCircuit = { circuitId: CircuitId; entries: number; verifier: string; setup: Setup };

/**
 * What was deployed where. Addresses with checksum, ids as 0x and 64 hexadecimal digits. `block`: the number of the
 * block with the first transaction of the deployment, where every search for events begins; files of before this
 * field begin at 0.
 */
export type Deployment = {
  format: typeof DEPLOYMENT_FORMAT;
  chainId: number;
  block?: number;
  blocklists: string;
  ledger: string;
  releases: string;
  circuits: DeployedCircuit[];
};

/**
 * Reads a deployment file.
 *
 * @throws data `chain/not-found`, `chain/invalid`, `json/*`
 */
export async function readDeployment(path: string): Promise<Deployment> {
  const hint = "Deploy the contracts first. Or give the file as `deployment`.";
  const document = parseJson(await readInput(path, "chain/not-found", hint), path);
  return readDocument(path, "chain/invalid", hint, (reader) => readFields(reader, document));
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
    "Name a node of that chain, or the deployment's file of this one.",
  );
}

function readFields(reader: DocumentReader, value: unknown): Deployment {
  const address = (text: unknown, path: string) => reader.text(text, path, ADDRESS, "an address");
  const { format, chainId, block, ...rest } = reader.object(value, "$", FIELDS, ["block"]);
  const { blocklists, ledger, releases, circuits } = rest;
  return {
    format: reader.literal(format, "$.format", DEPLOYMENT_FORMAT),
    chainId: reader.integer(chainId, "$.chainId", 1, Number.MAX_SAFE_INTEGER),
    ...(block !== undefined && { block: reader.integer(block, "$.block", 0, Number.MAX_SAFE_INTEGER) }),
    blocklists: address(blocklists, "$.blocklists"),
    ledger: address(ledger, "$.ledger"),
    releases: address(releases, "$.releases"),
    circuits: reader.array(circuits, "$.circuits").map((entry, i) => {
      const at = `$.circuits[${i}]`;
      const circuit = reader.object(entry, at, ["circuitId", "entries", "verifier", "setup"]);
      return {
        circuitId: reader.text(circuit.circuitId, `${at}.circuitId`, /^0x[0-9a-f]{64}$/, "a circuit id") as CircuitId,
        entries: reader.integer(circuit.entries, `${at}.entries`, 16, 256),
        verifier: address(circuit.verifier, `${at}.verifier`),
        setup: reader.text(circuit.setup, `${at}.setup`, /^(development|ceremony)$/, "a kind of setup") as Setup,
      };
    }),
  };
}

const FIELDS = ["format", "chainId", "blocklists", "ledger", "releases", "circuits"];
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
