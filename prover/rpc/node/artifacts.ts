import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { InterfaceAbi } from "ethers";
import { artifactError } from "../../shared/errors.ts";
import { Interface } from "../../shared/ethers.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";

/** Where each contract's source is, below contracts/. */
const SOURCES = {
  Blocklists: "Blocklists.sol",
  Ledger: "Ledger.sol",
  Releases: "Releases.sol",
  Groth16Verifier: "verifiers/Groth16Verifier.sol",
  EasResolver: "attestations/EasResolver.sol",
} as const;

export type ContractName = keyof typeof SOURCES;

/** What the compiler made of a contract. */
export type Compiled = { abi: Interface; bytecode: string };

const loaded = new Map<ContractName, Promise<Compiled>>();

/**
 * A compiled contract, read once.
 *
 * @throws artifact `chain/not-compiled`
 */
export function compiled(name: ContractName): Promise<Compiled> {
  const known = loaded.get(name);
  if (known) return known;
  const reading = readArtifact(name);
  loaded.set(name, reading);
  return reading;
}

async function readArtifact(name: ContractName): Promise<Compiled> {
  const path = join(PROJECT_ROOT, "build/contracts/contracts", SOURCES[name], `${name}.json`);
  try {
    const artifact = JSON.parse(await readFile(path, "utf8")) as { abi: InterfaceAbi; bytecode: string };
    return { abi: new Interface(artifact.abi), bytecode: artifact.bytecode };
  } catch (error) {
    loaded.delete(name);
    throw artifactError(
      "chain/not-compiled",
      `${path} cannot be read: ${(error as Error).message}`,
      "Compile the contracts: npm run build",
      error,
    );
  }
}
