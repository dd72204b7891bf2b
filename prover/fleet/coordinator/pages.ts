import type { Blocklist, ListedPage } from "../../blocklist/list.ts";
import type { MerkleShard } from "../../commitment/shard/readShard.ts";
import { satisfiesPairing } from "../../groth16/verify.ts";
import type { Task } from "../../plan/plan.ts";
import { artifactError } from "../../shared/errors.ts";
import { keepPageProof, type PageOptions, type ProveRun, pageInput } from "../../statements/pages.ts";
import type { Job } from "../jobs/job.ts";
import type { PageJob, PageResult } from "../jobs/page.ts";
import type { Fleet } from "./fleet.ts";
import { type FleetRun, runJobs } from "./run.ts";

/** Pages of a list to prove of a shard, and the folder of the proofs. */
export type PagesToProve = Pick<PageOptions, "artifacts"> &
  Pick<ProveRun, "out"> & { name: string; shard: MerkleShard; list: Blocklist; tasks: readonly Task<ListedPage>[] };

type PageWork = Job & { payload: PageJob; of: PagesToProve; index: number };

/**
 * Has pages proved by a fleet. Each proof is verified, and written where `proveShard` finds it.
 *
 * @param pages one shard after the other, so that no more than one is in memory
 * @returns how many proofs were made, by the folder where they are
 */
export async function provePagesInFleet(
  fleet: Fleet,
  pages: AsyncIterable<PagesToProve>,
  run: Omit<FleetRun, "stage">,
): Promise<ReadonlyMap<string, number>> {
  const made = new Map<string, number>();
  const keepAndCount = async (work: PageWork, result: PageResult) => {
    await keep(work, result);
    made.set(work.of.out, (made.get(work.of.out) ?? 0) + 1);
  };
  await runJobs<PageWork, PageResult>(fleet, "prove", jobsOf(pages), keepAndCount, { ...run, stage: "prove" });
  return made;
}

async function* jobsOf(pages: AsyncIterable<PagesToProve>): AsyncGenerator<PageWork> {
  for await (const of of pages)
    for (const task of of.tasks) {
      const { index, page, circuit } = task;
      const { lock } = await of.artifacts(circuit.name);
      const payload: PageJob = {
        type: "page",
        circuit: circuit.name,
        circuitId: lock.circuitId,
        commitment: of.shard.commitment,
        pageDigest: page.digest,
        input: pageInput(of.shard, task),
      };
      yield { kind: "prove", about: `page ${index} of ${of.name}`, payload, of, index };
    }
}

/** @throws artifact `groth16/unproved` */
async function keep({ about, payload, of, index }: PageWork, { proof }: PageResult): Promise<void> {
  const { circuit, circuitId, pageDigest, commitment } = payload;
  const { key } = await of.artifacts(circuit);
  if (!satisfiesPairing(key, [commitment, pageDigest], proof))
    throw artifactError("groth16/unproved", `the proof of ${about} does not verify`, "Look at what its worker runs.");
  const { pages } = of.list;
  await keepPageProof(of.out, of.shard, of.list, {
    page: index,
    pageSize: pages[index]!.size,
    pageDigest,
    circuitId,
    proof,
  });
}
