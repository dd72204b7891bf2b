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

/** Powers of tau whose disjointness proofs the ledger accepts: their id, who made them, and the verifier's address. */
export type DeployedPowers = { id: string; setup: Setup; verifier: string };

/**
 * What was deployed where. Addresses with checksum, ids as 0x and 64 hexadecimal digits. `block`: the number of the
 * block with the first transaction of the deployment, where every search for events begins; files of before this
 * field begin at 0. `powers`: powers of tau whose disjointness proofs the ledger takes, if there are any.
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
    "Use a node of that chain, or the deployment file of this one.",
  );
}

function readFields(reader: DocumentReader, value: unknown): Deployment {
  const address = (text: unknown, path: string) => reader.text(text, path, ADDRESS, "an address");
  const { format, chainId, block, powers, ...rest } = reader.object(value, "$", FIELDS, ["block", "powers"]);
  const { blocklists, ledger, releases, circuits } = rest;
  const id = (text: unknown, path: string, what: string) => reader.text(text, path, ID, what);
  const setupOf = (text: unknown, path: string) => reader.text(text, path, SETUP, "a kind of setup") as Setup;
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
        circuitId: id(circuit.circuitId, `${at}.circuitId`, "a circuit id") as CircuitId,
        entries: reader.integer(circuit.entries, `${at}.entries`, 16, 256),
        verifier: address(circuit.verifier, `${at}.verifier`),
        setup: setupOf(circuit.setup, `${at}.setup`),
      };
    }),
    ...(powers !== undefined && { powers: readPowers(powers) }),
  };

  function readPowers(value: unknown): DeployedPowers {
    const fields = reader.object(value, "$.powers", ["id", "setup", "verifier"]);
    return {
      id: id(fields.id, "$.powers.id", "the id of powers of tau"),
      setup: setupOf(fields.setup, "$.powers.setup"),
      verifier: address(fields.verifier, "$.powers.verifier"),
    };
  }
}

const FIELDS = ["format", "chainId", "blocklists", "ledger", "releases", "circuits"];
const ID = /^0x[0-9a-f]{64}$/;
const SETUP = /^(development|ceremony)$/;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
