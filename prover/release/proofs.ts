import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../chain/deployment.ts";
import type { Config } from "../config/config.ts";
import { ensureArtefacts } from "../keys/artefacts.ts";
import { type Artefacts, gate } from "../keys/gate.ts";
import { type OurCircuit, readPinnedCircuits } from "../keys/pinned.ts";
import { CIRCUITS, type Circuit } from "../plan/circuits.ts";
import { planProofs } from "../plan/plan.ts";
import { proofPath } from "../run/prove.ts";
import { artefactError, DisjointError } from "../shared/errors.ts";
import { sha256 } from "../shared/files.ts";
import type { OnProgress } from "../shared/progress.ts";
import type { CountedList } from "./lists.ts";
import type { CommittedShard } from "./shards.ts";

/** Where the proofs of a shard against a list are, and the bundle of them all. The same whatever else is in a release. */
export const proofFolder = ({ output }: Config, shard: CommittedShard, list: CountedList): string =>
  join(output, "proofs", sha256(`${shard.commitment}:${list.id}`).slice(0, 32));

/** The installed circuits that the ledger takes proofs of. */
export async function trustedCircuits(config: Config, { circuits }: Deployment): Promise<OurCircuit[]> {
  const installed = await readPinnedCircuits(config.artefacts).catch((error) => {
    if (error instanceof DisjointError && error.code === "keys/no-artefacts") return [];
    throw error;
  });
  return installed.filter((ours) => circuits.some(({ circuitId }) => circuitId === ours.circuitId));
}

/** These circuits as a plan knows them. */
export const plannable = (circuits: readonly OurCircuit[]): Circuit[] =>
  CIRCUITS.filter(({ name }) => circuits.some((ours) => ours.name === name));

/** Which pages of a list there is a proof of. Whether a proof still holds is looked at before it is used. */
export function storedProofs(
  config: Config,
  shard: CommittedShard,
  list: CountedList,
  circuits: readonly OurCircuit[],
): Set<number> {
  const folder = proofFolder(config, shard, list);
  const tasks = planProofs(shard.manifest.bucketBits, list.counting.pages, new Set(), plannable(circuits));
  const isStored = ({ circuit, page }: (typeof tasks)[number]): boolean => {
    const ours = circuits.find(({ name }) => name === circuit.name);
    return ours !== undefined && existsSync(proofPath(folder, shard.commitment, page.digest, ours.circuitId));
  };
  return new Set(tasks.filter(isStored).map(({ index }) => index));
}

/**
 * The artefacts of a circuit by its name, each fetched once: a ceremony's from the configuration's folder, or development
 * artefacts.
 */
export function artefactSource(config: Config, deployment: Deployment, onProgress: OnProgress) {
  const known = new Map<string, Promise<Artefacts>>();
  const fetch = async (circuit: string): Promise<Artefacts> => {
    const { artefacts } = config;
    const found =
      artefacts === undefined ? await ensureArtefacts(circuit, { onProgress }) : await gate(join(artefacts, circuit));
    if (deployment.circuits.some(({ circuitId }) => circuitId === found.lock.circuitId)) return found;
    throw artefactError(
      "release/other-circuit",
      `the ledger takes no proof of ${circuit} with the key that is installed, ${found.lock.circuitId}`,
      "Install the artefacts that the contracts were deployed with, or deploy them for these.",
    );
  };
  return (circuit: string): Promise<Artefacts> => {
    const found = known.get(circuit) ?? fetch(circuit);
    known.set(circuit, found);
    return found;
  };
}
