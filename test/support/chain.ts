import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import type { CircuitToDeploy } from "../../prover/chain/deployment/deploy.ts";
import type { ProvedPage } from "../../prover/chain/ledger/submit.ts";
import type { ListToPublish } from "../../prover/chain/lists/publish.ts";
import { type Chain, type ChainOptions, developmentAccount, openChain } from "../../prover/rpc/connection.ts";
import type { PublishedPage } from "../../prover/rpc/node/decode.ts";
import { DisjointError } from "../../prover/shared/errors.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import {
  circuitIdOf,
  circuitIdOfTrapdoor,
  keyOfTrapdoor,
  keyWords,
  simulate,
  TRAPDOOR,
  type Trapdoor,
} from "./simulator.ts";

/** A circuit whose proofs the tests can make for any statement. */
export function simulatedCircuit(trapdoor: Trapdoor = TRAPDOOR, entries: 16 | 256 = 256): CircuitToDeploy {
  const key = keyOfTrapdoor(trapdoor);
  return { circuitId: circuitIdOf(key), entries, setup: "development", keyWords: keyWords(key) };
}

export const somePages = (count: number, first = 1000, size: 16 | 256 = 256): PublishedPage[] =>
  Array.from({ length: count }, (_, i) => ({ digest: BigInt(first + i), size }));

export const someList = (pages: readonly PublishedPage[], metadata = "https://example.org/list"): ListToPublish => ({
  config: { scheme: "sha256", metadata, reviewers: [], threshold: 0 },
  pages,
  contentHash: `0x${"ab".repeat(32)}`,
  uri: "https://example.org/list/1",
});

export const proved = (commitment: bigint, page: PublishedPage, trapdoor: Trapdoor = TRAPDOOR): ProvedPage => ({
  commitment: toCommitment(commitment),
  pageDigest: page.digest,
  circuitId: circuitIdOfTrapdoor(trapdoor),
  proof: simulate(trapdoor, [commitment, page.digest]),
});

/** A folder for one test file, and how to remove it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "disjoint-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A 0600 file with the private key of a development account. */
export async function keyFile(folder: string, index = 0): Promise<string> {
  const path = join(folder, `account-${index}`);
  await writeFile(path, developmentAccount(index).privateKey, { mode: 0o600 });
  return path;
}

/**
 * Repeats an operation until no node failure interrupts it, as users run a command again. Throws any other error, and
 * any that shows a secret of the node's address.
 */
export async function atLast<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof DisjointError) || error.kind !== "chain" || inspect(error).includes("SECRET")) throw error;
    }
  }
}

/** Opens a chain whose node may fail at the one request that opening makes. */
export const openAtLast = (options: ChainOptions): Promise<Chain> => atLast(() => openChain(options));
