import type { Job as PartsToRead } from "../../commitment/reading/job.ts";
import type { ReadJobs } from "../../commitment/reading/pool.ts";
import { count } from "../../shared/format.ts";
import type { OnProgress } from "../../shared/progress.ts";
import type { Job } from "../jobs/job.ts";
import { blockLabel, type PartsJob, type PartsResult } from "../jobs/parts.ts";
import { type FleetConfig, withFleet } from "./fleet.ts";
import { runJobs } from "./run.ts";

/** Reads sources by a fleet. Its workers need the files under the same paths. Nothing to read opens nothing. */
export const readInFleet =
  (place: FleetConfig, onProgress: OnProgress): ReadJobs =>
  async (jobs, config, _, onReport) => {
    if (jobs.length === 0) return;
    await withFleet(place, ["commit"], {}, async (fleet) => {
      const { blobs, key } = fleet;
      const coming = jobs.map((parts) => ({ kind: "commit" as const, about: aboutOf(parts), payload: jobOf(parts) }));
      const take = async (_job: Job, { parts }: PartsResult, id: string) => {
        for (const { number, blocks, result } of parts) {
          for (const [i, name] of blocks.entries())
            onReport({ number, block: Uint8Array.from(key.open(blockLabel(id, number, i), await blobs.get(name))) });
          onReport({ number, result });
          for (const name of blocks) await blobs.remove(name);
        }
      };
      const run = { stage: "fleet", total: jobs.length, onProgress };
      await runJobs<Job, PartsResult>(fleet, "commit", coming, take, run);
    });
    function jobOf(parts: PartsToRead): PartsJob {
      return { type: "parts", parts, config };
    }
  };

const aboutOf = (parts: PartsToRead): string =>
  parts.length === 1 ? `part of ${parts[0]!.source.name}` : count(parts.length, "file");
