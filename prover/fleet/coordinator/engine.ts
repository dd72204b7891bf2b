import type { Engine } from "../../accumulator/engine.ts";
import { mod } from "../../shared/field.ts";
import { encode, type Job } from "../jobs/job.ts";
import type { ListsJob, ListsResult } from "../jobs/lists.ts";
import { putFile, removeFile } from "../storage/files.ts";
import type { Fleet } from "./fleet.ts";
import { runJobs } from "./run.ts";

/** What the polynomials of shards are sealed under. */
const LABEL = "coefficients";

/**
 * An engine whose disjointness proofs are made by a fleet. Their blinding follows from the key of the fleet and from
 * everything that they are about, so that the same proofs come out each time (see `deriveBlinding`).
 */
export const engineInFleet = (fleet: Fleet, local: Engine): Engine => ({
  ...local,
  async proveDisjoint({ lists, shards, signal }) {
    const { blobs, key } = fleet;
    const { id } = local.powers;
    const stored = [];
    for (const { coefficients } of shards) stored.push(await putFile(blobs, key, LABEL, coefficients));
    const about = encode({ id, lists, stored });
    // 512 bits reduced by a prime of 254: no bias that counts.
    const half = (i: number, name: string) => key.name(`blinding/${name}`, about, String(i));
    const blinding = (i: number) => mod(BigInt(`0x${half(i, "high")}${half(i, "low")}`));
    const payload: ListsJob = {
      type: "lists",
      powers: id,
      lists,
      shards: stored.map((coefficients, i) => ({ coefficients, blinding: blinding(i) })),
    };
    const job: Job & { payload: ListsJob } = { kind: "prove", about: "a whole list", payload };
    let proved: ListsResult | undefined;
    const take = async (_: Job, result: ListsResult) => void (proved = result);
    await runJobs(fleet, "prove", [job], take, { stage: "fleet", total: 1, ...(signal && { signal }) });
    for (const file of stored) await removeFile(blobs, file);
    return proved!.results;
  },
});
