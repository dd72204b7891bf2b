import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { InterfaceAbi } from "ethers";
import { artifactError } from "../../shared/errors.ts";
import { Interface } from "../../shared/ethers.ts";
import { memoize } from "../../shared/promises.ts";
import { IS_CLONE, PROJECT_ROOT } from "../../shared/root.ts";
import { type CompiledFrom, changedSource } from "./sources.ts";

/** The source of each contract, relative to contracts/. */
export const CONTRACT_SOURCES = {
  Blocklists: "Blocklists.sol",
  Ledger: "Ledger.sol",
  Releases: "Releases.sol",
  DisjointnessVerifier: "verifiers/DisjointnessVerifier.sol",
  Groth16Verifier: "verifiers/Groth16Verifier.sol",
  Anchors: "custody/Anchors.sol",
  ReleaseTokens: "royalties/ReleaseTokens.sol",
  RoyaltyAccount: "royalties/RoyaltyAccount.sol",
  Terms: "royalties/Terms.sol",
  EasResolver: "attestations/EasResolver.sol",
  DataCommitments: "adapters/DataCommitments.sol",
  EpochOracle: "adapters/EpochOracle.sol",
  RiscZeroVerifier: "adapters/RiscZeroVerifier.sol",
} as const;

export type ContractName = keyof typeof CONTRACT_SOURCES;

/** Every contract: an error may come from one that the called one calls. */
export const CONTRACT_NAMES = Object.keys(CONTRACT_SOURCES) as ContractName[];

/** The compiler's output for a contract: `bytecode` creates it, as 0x and hexadecimal digits. */
type Compiled = { abi: Interface; bytecode: string };

/**
 * A compiled contract, read once.
 *
 * @throws artifact `chain/not-compiled`, also if a clone's sources are not those that were compiled
 */
export const compiled = memoize(async (name: ContractName): Promise<Compiled> => {
  const path = join(PROJECT_ROOT, "build/contracts/contracts", CONTRACT_SOURCES[name], `${name}.json`);
  try {
    const artifact = JSON.parse(await readFile(path, "utf8")) as CompiledFrom & { abi: InterfaceAbi; bytecode: string };
    const changed = IS_CLONE ? await changedSource(PROJECT_ROOT, artifact) : undefined;
    if (changed !== undefined) throw new Error(`${changed} has changed since`);
    return { abi: new Interface(artifact.abi), bytecode: artifact.bytecode };
  } catch (error) {
    throw artifactError(
      "chain/not-compiled",
      `${path} cannot be used: ${(error as Error).message}`,
      IS_CLONE ? "Compile the contracts: npm run build" : "Install the package again: one of its files is missing.",
      error,
    );
  }
});
