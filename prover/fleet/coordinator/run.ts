import { setTimeout as sleep } from "node:timers/promises";
import { dataError } from "../../shared/errors.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import type { JobKind, QueuedJob } from "../engine/queue.ts";
import { decodeResult, encode, type Job, jobId, payloadLabel, resultLabel } from "../jobs/job.ts";
import type { Fleet } from "./fleet.ts";

/** How many jobs are planned and queued at a time: a list of all is in no one's memory. */
const WINDOW = 512;

/** Jobs that are written and queued together. */
const BATCH = 16;

const LOOK_EVERY = 200;

/** How the work is reported: the stage of its progress, and the number of all jobs. */
export type FleetRun = { stage: string; total: number; onProgress?: OnProgress; signal?: AbortSignal };

/** A job that is queued: what it is, and the name of its payload. */
type Open<J> = { job: J; queued: QueuedJob };

/**
 * Has jobs done by a fleet, and takes their results as they come. A run after a kill finds what was done. Jobs and
 * what was stored for them are removed once their results are taken.
 *
 * @throws the error of the first job that fails; data `fleet/given-up`
 */
export async function runJobs<J extends Job, R extends object>(
  fleet: Fleet,
  kind: JobKind,
  jobs: AsyncIterable<J> | Iterable<J>,
  take: (job: J, result: R, id: string) => Promise<void>,
  { stage, total, onProgress = silent, signal }: FleetRun,
): Promise<void> {
  const coming = Symbol.asyncIterator in jobs ? jobs[Symbol.asyncIterator]() : jobs[Symbol.iterator]();
  const open = new Map<string, Open<J>>();
  let done = 0;
  for (let isComing = true; isComing || open.size > 0; ) {
    signal?.throwIfAborted();
    if (isComing && open.size < WINDOW) isComing = await queueSome(fleet, kind, coming, open);
    const ended = open.size === 0 ? [] : await fleet.queue.outcomes(kind, [...open.keys()]);
    for (const outcome of ended) {
      const { job, queued } = open.get(outcome.id)!;
      const forget = () => fleet.queue.forget(kind, [outcome.id]);
      if ("failure" in outcome) {
        await forget();
        throw givenUp(job, outcome.failure);
      }
      try {
        await take(job, await resultOf<R>(fleet, outcome.id, outcome.result), outcome.id);
      } finally {
        await forget();
      }
      await Promise.all([queued.payload, outcome.result].map((name) => fleet.blobs.remove(name)));
      open.delete(outcome.id);
      done++;
      onProgress({ stage, done, total, what: `${job.about}, by ${fleet.atWork()}` });
    }
    if (ended.length === 0 && (!isComing || open.size >= WINDOW)) await sleep(LOOK_EVERY);
  }
}

/** Writes and queues the next jobs. @returns whether there are more */
async function queueSome<J extends Job>(
  fleet: Fleet,
  kind: JobKind,
  coming: AsyncIterator<J> | Iterator<J>,
  open: Map<string, Open<J>>,
): Promise<boolean> {
  const { key, member, blobs, queue } = fleet;
  const batch: QueuedJob[] = [];
  let isMore = true;
  while (batch.length < BATCH) {
    const next = await coming.next();
    if (next.done) {
      isMore = false;
      break;
    }
    const content = encode(next.value.payload);
    const id = jobId(key, kind, member.version, content);
    const queued = { id, kind, payload: await blobs.put(key.seal(payloadLabel(id), content)) };
    open.set(id, { job: next.value, queued });
    batch.push(queued);
  }
  await queue.add(batch, member);
  return isMore;
}

const resultOf = async <R extends object>({ key, blobs }: Fleet, id: string, name: string): Promise<R> =>
  decodeResult<R>(key.open(resultLabel(id), await blobs.get(name)));

/** The error for a result that cannot be that of its job. `problem`: what it has. */
export const wrongResult = (id: string, about: string, problem: string) =>
  dataError(
    "fleet/wrong-result",
    `the result of job ${id}, ${about}, has ${problem}`,
    "Look for the job in the logs of the workers: what did it runs wrongly. The next run has it done again.",
  );

const givenUp = ({ about }: Job, why: string) =>
  dataError(
    "fleet/given-up",
    `the fleet gave up on ${about}: ${why}`,
    "Look at the logs of its workers. The next run tries again, and finds what is done.",
  );
