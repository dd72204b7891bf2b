import type { CommitWorkers } from "../../commitment/reading/options.ts";
import type { OnProgress } from "../../shared/progress.ts";
import type { FleetConfig } from "./fleet.ts";
import { hashInFleet, PART_KEYS } from "./hasher.ts";
import { readInFleet } from "./reader.ts";

/**
 * Has the work of a commit done by a fleet.
 *
 * @param partKeys about how many keys are below the part of a tree that a job hashes
 */
export const commitInFleet = (
  place: FleetConfig,
  onProgress: OnProgress,
  partKeys: number = PART_KEYS,
): CommitWorkers => ({
  readJobs: readInFleet(place, onProgress),
  hashNodes: hashInFleet(place, onProgress, partKeys),
});
