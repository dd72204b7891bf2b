import type { Job as PartsToRead } from "../../commitment/reading/job.ts";
import type { ReadJobs } from "../../commitment/reading/pool.ts";
import { countPairs } from "../../commitment/reading/summary.ts";
import { ROW_KEY_BYTES } from "../../commitment/sort/records.ts";
import { count } from "../../shared/format.ts";
import type { OnProgress } from "../../shared/progress.ts";
import type { Job } from "../jobs/job.ts";
import { blockLabel, type PartsJob, type PartsResult } from "../jobs/parts.ts";
import { type Fleet, type FleetConfig, withFleet } from "./fleet.ts";
import { runJobs, wrongResult } from "./run.ts";

/**
 * Reads sources by a fleet. Its workers need the files under the same paths. Nothing to read opens nothing. A result
 * must be about the parts of its job, and have as many keys as it says.
 */
export const readInFleet =
  (place: FleetConfig, onProgress: OnProgress): ReadJobs =>
  async (jobs, config, _, onReport) => {
    if (jobs.length === 0) return;
    await withFleet(place, ["commit"], {}, async (fleet) => {
      const coming = jobs.map((parts) => ({ kind: "commit" as const, about: aboutOf(parts), payload: jobOf(parts) }));
      const take = async ({ about, payload }: PartsWork, { parts }: PartsResult, id: string) => {
        if (numbersOf(parts) !== numbersOf(payload.parts)) throw wrongResult(id, about, "other parts");
        for (const part of parts) await takePart(fleet, part, id, about, onReport);
      };
      const run = { stage: "fleet", total: jobs.length, onProgress };
      await runJobs<PartsWork, PartsResult>(fleet, "commit", coming, take, run);
    });
    function jobOf(parts: PartsToRead): PartsJob {
      return { type: "parts", parts, config };
    }
  };

/** Reports the keys of a part, and last its result. @throws data `fleet/wrong-result` */
async function takePart(
  { blobs, key }: Fleet,
  { number, blocks, result }: PartsResult["parts"][number],
  id: string,
  about: string,
  onReport: Parameters<ReadJobs>[3],
): Promise<void> {
  let bytes = 0;
  for (const [i, name] of blocks.entries()) {
    const block = key.open(blockLabel(id, number, i), await blobs.get(name));
    bytes += block.length;
    onReport({ number, block });
  }
  const keys = countPairs([result]);
  // What was read of a file that is left out does not count.
  if (result.sha256 !== null && bytes !== keys * ROW_KEY_BYTES)
    throw wrongResult(id, about, `${bytes / ROW_KEY_BYTES} keys, and ${keys} were counted`);
  onReport({ number, result });
  for (const name of blocks) await blobs.remove(name);
}

type PartsWork = Job & { payload: PartsJob };

const numbersOf = (parts: readonly { number: number }[]): string => parts.map(({ number }) => number).join();

const aboutOf = (parts: PartsToRead): string =>
  parts.length === 1 ? `part of ${parts[0]!.source.name}` : count(parts.length, "file");
