import type { Engine } from "../../accumulator/engine.ts";
import { loadPoseidon } from "../../native/poseidon.ts";
import { ensureArtifacts } from "../../setup/artifacts.ts";
import { openInstalledEngine } from "../../setup/powers/installed.ts";
import type { Artifacts } from "../../setup/verifiedArtifacts.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import type { JobKind } from "../engine/queue.ts";
import type { FleetKey } from "../key/key.ts";
import type { Blobs } from "../storage/blobs.ts";
import { type ListsJob, proveListsJob } from "./lists.ts";
import { type PageJob, provePageJob } from "./page.ts";
import { type PartsJob, readPartsJob } from "./parts.ts";
import { hashTreeJob, type TreeJob } from "./tree.ts";

/** Does a job: plain data in, plain data out. */
type Handler = (payload: object, id: string) => Promise<object>;

export type Handlers = Partial<Record<JobKind, Handler>>;

/** What jobs need of the machine that they run on. */
export type Machine = {
  /** Loads the verified artifacts of a circuit by name. */
  artifacts(circuit: string): Promise<Artifacts>;
  /** Opens an engine on the powers of tau with an id. */
  engine(powers: string): Promise<Engine>;
  poseidon(): Promise<Poseidon>;
};

/**
 * What a machine can do for a fleet.
 *
 * @param machine default: what is installed
 */
export const makeHandlers = (
  { artifacts = ensureArtifacts, engine = openInstalledEngine, poseidon = loadPoseidon }: Partial<Machine>,
  key: FleetKey,
  blobs: Blobs,
): Handlers => ({
  commit: async (payload, id) => {
    const job = payload as PartsJob | TreeJob;
    return job.type === "parts"
      ? readPartsJob(job, id, blobs, key)
      : hashTreeJob(job, id, blobs, key, await poseidon());
  },
  prove: (payload) => {
    const job = payload as PageJob | ListsJob;
    return job.type === "page" ? provePageJob(job, artifacts, key) : proveListsJob(job, engine, blobs, key);
  },
});
