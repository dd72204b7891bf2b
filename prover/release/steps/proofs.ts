import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "../../blocklist/page.ts";
import { circuitsIn } from "../../chain/deployment/circuits.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import { CIRCUITS, type Circuit } from "../../plan/circuits.ts";
import { uniformCircuit } from "../../plan/opening.ts";
import { type Moment, momentOf } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { contractAt } from "../../rpc/contract.ts";
import { ensureArtefacts } from "../../setup/artifacts.ts";
import { type OurCircuit, readPinnedCircuits } from "../../setup/pinned.ts";
import { type Artefacts, gate } from "../../setup/verifiedArtifacts.ts";
import type { CircuitChoice } from "../../shared/circuit.ts";
import { artefactError, DisjointError } from "../../shared/errors.ts";
import { sha256 } from "../../shared/files.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { proofPath } from "../../statements/exclusion.ts";
import type { Config } from "../config/config.ts";
import type { CountedList } from "./counting.ts";
import type { CommittedShard } from "./shards.ts";

/** Where the proofs of a shard against a list are, and the bundle of them all. The same whatever else is in a release. */
export const proofFolder = ({ output }: Config, shard: CommittedShard, list: CountedList): string =>
  join(output, "proofs", sha256(`${shard.commitment}:${list.id}`).slice(0, 32));

/**
 * The installed circuits by what the ledger makes of their proofs at a moment: `open` are taken, `counting` count where they
 * were accepted. A guardian may have stopped a circuit, or taken all trust from it. `sizes`: of the pages that the ledger takes
 * proofs for, whatever is installed here.
 */
export type TrustedCircuits = {
  open: readonly OurCircuit[];
  counting: readonly OurCircuit[];
  sizes: ReadonlySet<number>;
};

export async function trustedCircuits(
  config: Config,
  chain: Chain,
  { ledger }: Deployment,
  moment: Moment,
): Promise<TrustedCircuits> {
  const admitted = await circuitsIn(await contractAt(chain, "Ledger", ledger), moment);
  const trust = new Map(admitted.map((circuit) => [circuit.circuitId, circuit.trust]));
  const installed = await readPinnedCircuits(config.artefacts).catch((error) => {
    if (error instanceof DisjointError && error.code === "keys/no-artefacts") return [];
    throw error;
  });
  const open = installed.filter(({ circuitId }) => trust.get(circuitId) === "open");
  const sizes = new Set(admitted.filter(({ trust }) => trust === "open").map(({ entries }) => entries));
  const stopped = installed.filter(({ circuitId }) => trust.get(circuitId) === "stopped");
  return { open, counting: [...open, ...stopped], sizes };
}

/** These circuits as a plan knows them. */
export const plannable = (circuits: readonly OurCircuit[]): Circuit[] =>
  CIRCUITS.filter(({ name }) => circuits.some((ours) => ours.name === name));

/**
 * The circuits whose proofs of a page, by its number, are as good as new ones: under `uniform`, proofs by the circuit that would
 * be chosen now, for those by another would tell what it does not.
 */
export const takenNow =
  (pages: readonly Page[], open: readonly OurCircuit[], choice: CircuitChoice) =>
  (page: number): readonly OurCircuit[] => {
    if (choice === "smallest") return open;
    const chosen = uniformCircuit(pages[page]!, plannable(open));
    return open.filter(({ name }) => name === chosen?.name);
  };

/**
 * Which pages of a list there is a proof of. Whether a proof still holds is looked at before it is used.
 *
 * @param reusable the circuits whose proofs of a page, by its number, are good
 */
export function storedProofs(
  config: Config,
  shard: CommittedShard,
  list: CountedList,
  reusable: (page: number) => readonly OurCircuit[],
): Set<number> {
  const folder = proofFolder(config, shard, list);
  const isStored = (digest: bigint, { circuitId }: OurCircuit) =>
    existsSync(proofPath(folder, shard.commitment, digest, circuitId));
  const stored = list.counting.pages.flatMap(({ digest }, page) =>
    reusable(page).some((circuit) => isStored(digest, circuit)) ? [page] : [],
  );
  return new Set(stored);
}

/** Fetches the artefacts of a circuit by its name. */
export type ArtefactSource = (circuit: string) => Promise<Artefacts>;

/**
 * The artefacts of a circuit by its name, each fetched once: a ceremony's from the configuration's folder, or development
 * artefacts.
 */
export function artefactSource(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  onProgress: OnProgress,
): ArtefactSource {
  const known = new Map<string, Promise<Artefacts>>();
  const fetch = async (circuit: string): Promise<Artefacts> => {
    const { artefacts } = config;
    const admission = async () =>
      circuitsIn(await contractAt(chain, "Ledger", deployment.ledger), await momentOf(chain));
    const [found, admitted] = await Promise.all([
      artefacts === undefined ? ensureArtefacts(circuit, { onProgress }) : gate(join(artefacts, circuit)),
      admission(),
    ]);
    if (admitted.some(({ circuitId, trust }) => circuitId === found.lock.circuitId && trust === "open")) return found;
    throw artefactError(
      "release/other-circuit",
      `the ledger takes no proof of ${circuit} with the key that is installed, ${found.lock.circuitId}`,
      "See `disjoint chain circuit show`: install the artefacts that the ledger was deployed with, or have these admitted.",
    );
  };
  return (circuit) => {
    const found = known.get(circuit) ?? fetch(circuit);
    known.set(circuit, found);
    return found;
  };
}
