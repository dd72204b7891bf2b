import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BlocklistPage } from "../../blocklist/format.ts";
import { readCircuitStates } from "../../chain/deployment/circuits.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import { WHOLE_LISTS } from "../../chain/deployment/powers.ts";
import { CIRCUITS, type Circuit } from "../../plan/circuits.ts";
import { uniformCircuit } from "../../plan/opening.ts";
import { type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract } from "../../rpc/contract.ts";
import { ensureArtifacts } from "../../setup/artifacts.ts";
import { type BuiltInCircuit, readPinnedCircuits } from "../../setup/pinned.ts";
import { type Artifacts, loadVerifiedArtifacts } from "../../setup/verifiedArtifacts.ts";
import type { CircuitChoice } from "../../shared/circuit.ts";
import { artifactError, DisjointError } from "../../shared/errors.ts";
import { sha256 } from "../../shared/files.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { memoize } from "../../shared/promises.ts";
import { proofPath } from "../../statements/storedProofs.ts";
import type { Config } from "../config/config.ts";
import type { CountedList } from "./counting.ts";
import type { CommittedShard } from "./shards.ts";

/**
 * The folder of the proofs of a shard against a list, and their bundle. It depends on nothing else in a release.
 */
export const proofFolder = ({ output }: Config, shard: CommittedShard, list: CountedList): string =>
  join(output, "proofs", sha256(`${shard.commitment}:${list.id}`).slice(0, 32));

/**
 * The installed circuits by their status in the ledger at a block: proofs of `open` ones are accepted; proofs of
 * `counting` ones still count where they were accepted. `sizes`: the page sizes that the ledger accepts proofs for,
 * regardless of what is installed.
 */
export type TrustedCircuits = {
  open: readonly BuiltInCircuit[];
  counting: readonly BuiltInCircuit[];
  sizes: ReadonlySet<number>;
};

export async function trustedCircuits(
  config: Config,
  chain: Chain,
  { ledger }: Deployment,
  blockRef: BlockRef,
): Promise<TrustedCircuits> {
  const admitted = await readCircuitStates(await openContract(chain, "Ledger", ledger), blockRef);
  const statuses = new Map(admitted.map(({ circuitId, status }) => [circuitId, status]));
  const installed = await readPinnedCircuits(config.artifacts).catch((error) => {
    if (error instanceof DisjointError && error.code === "setup/no-artifacts") return [];
    throw error;
  });
  const active = installed.filter(({ circuitId }) => statuses.get(circuitId) === "active");
  const byPage = admitted.filter(({ status, entries }) => status === "active" && entries !== WHOLE_LISTS);
  const sizes = new Set(byPage.map(({ entries }) => entries));
  const paused = installed.filter(({ circuitId }) => statuses.get(circuitId) === "paused");
  return { open: active, counting: [...active, ...paused], sizes };
}

/** These circuits for the planner. */
export const plannable = (circuits: readonly BuiltInCircuit[]): Circuit[] =>
  CIRCUITS.filter(({ name }) => circuits.some((ours) => ours.name === name));

/**
 * The circuits whose existing proofs of a page, by its number, can be used. Under `uniform`, only the circuit that
 * would be chosen now, because a proof by another one would reveal something about the shard.
 */
export const takenNow =
  (pages: readonly BlocklistPage[], open: readonly BuiltInCircuit[], choice: CircuitChoice) =>
  (page: number): readonly BuiltInCircuit[] => {
    if (choice === "smallest") return open;
    const chosen = uniformCircuit(pages[page]!, plannable(open));
    return open.filter(({ name }) => name === chosen?.name);
  };

/**
 * The pages of a list that have a proof. Each proof is verified before it is used.
 *
 * @param reusable the circuits whose proofs of a page, by its number, are good
 */
export function storedProofs(
  config: Config,
  shard: CommittedShard,
  list: CountedList,
  reusable: (page: number) => readonly BuiltInCircuit[],
): Set<number> {
  const folder = proofFolder(config, shard, list);
  const isStored = (digest: bigint, { circuitId }: BuiltInCircuit) =>
    existsSync(proofPath(folder, shard.commitment, digest, circuitId));
  const stored = list.counting.pages.flatMap(({ digest }, page) =>
    reusable(page).some((circuit) => isStored(digest, circuit)) ? [page] : [],
  );
  return new Set(stored);
}

/** Fetches the artifacts of a circuit by its name. */
export type ArtifactSource = (circuit: string) => Promise<Artifacts>;

/**
 * Fetches the artifacts of circuits by name, each once: a ceremony's from the configuration's folder, or development
 * artifacts.
 */
export function artifactSource(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  onProgress: OnProgress,
): ArtifactSource {
  return memoize(async (circuit: string): Promise<Artifacts> => {
    const { artifacts } = config;
    const admission = async () =>
      readCircuitStates(await openContract(chain, "Ledger", deployment.ledger), await readConfirmedBlock(chain));
    const [found, admitted] = await Promise.all([
      artifacts === undefined
        ? ensureArtifacts(circuit, { onProgress })
        : loadVerifiedArtifacts(join(artifacts, circuit)),
      admission(),
    ]);
    if (admitted.some(({ circuitId, status }) => circuitId === found.lock.circuitId && status === "active"))
      return found;
    throw artifactError(
      "release/other-circuit",
      `the ledger takes no proof of ${circuit} with the key that is installed, ${found.lock.circuitId}`,
      "Install the artifacts that the ledger was deployed with, or propose and admit these.",
    );
  });
}
