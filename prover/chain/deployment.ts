import { getAddress, isHexString } from "ethers";
import { dataError } from "../shared/errors.ts";
import { readInput } from "../shared/files.ts";
import { type Json, parseJson } from "../shared/json.ts";

export const DEPLOYMENT_FORMAT = "disjoint/deployment/v1";

/** Where a key comes from: a thrown-away trapdoor, or many hands (see the artefact lock). */
export type Setup = "development" | "ceremony";

/** A circuit whose proofs the ledger takes. */
export type DeployedCircuit = { circuitId: string; entries: number; verifier: string; setup: Setup };

/** What was deployed where. Addresses with checksum, ids as 0x and 64 hexadecimal digits. */
export type Deployment = {
  format: typeof DEPLOYMENT_FORMAT;
  chainId: number;
  blocklists: string;
  ledger: string;
  circuits: DeployedCircuit[];
};

/**
 * Reads a deployment file.
 *
 * @throws data `chain/not-found`, `chain/bad-deployment`, `json/*`
 */
export async function readDeployment(path: string): Promise<Deployment> {
  const remedy = "Deploy first (disjoint chain deploy), or name the deployment file with --deployment.";
  return parseDeployment(parseJson(await readInput(path, "chain", remedy), path), path);
}

export function parseDeployment(value: Json, what: string): Deployment {
  const refuse = (problem: string) =>
    dataError("chain/bad-deployment", `${what}: ${problem}`, "Take the file that `disjoint chain deploy` wrote.");
  const part = (from: Json, name: string): Json => {
    if (typeof from !== "object" || from === null || Array.isArray(from)) throw refuse("an object is expected");
    return from[name] ?? null;
  };
  const address = (from: Json, name: string): string => {
    const found = part(from, name);
    if (!isHexString(found, 20)) throw refuse(`${name} is no address`);
    return getAddress(found);
  };
  if (part(value, "format") !== DEPLOYMENT_FORMAT) throw refuse(`format is not ${DEPLOYMENT_FORMAT}`);
  const chainId = part(value, "chainId");
  const circuits = part(value, "circuits");
  if (typeof chainId !== "number" || !Number.isSafeInteger(chainId) || chainId < 1)
    throw refuse("chainId is no number");
  if (!Array.isArray(circuits)) throw refuse("circuits is no list");
  return {
    format: DEPLOYMENT_FORMAT,
    chainId,
    blocklists: address(value, "blocklists"),
    ledger: address(value, "ledger"),
    circuits: circuits.map((circuit) => {
      const [circuitId, entries, setup] = ["circuitId", "entries", "setup"].map((name) => part(circuit, name));
      if (!isHexString(circuitId, 32)) throw refuse("circuitId is no hash");
      if (entries !== 16 && entries !== 256) throw refuse("entries is neither 16 nor 256");
      if (setup !== "development" && setup !== "ceremony") throw refuse("setup is unknown");
      return { circuitId: circuitId.toLowerCase(), entries, verifier: address(circuit, "verifier"), setup };
    }),
  };
}
