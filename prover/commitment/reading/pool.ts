import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { DisjointError, type ErrorCode, type ErrorKind } from "../../shared/errors.ts";
import type { Memory } from "../sort/memory.ts";
import { type Job, type Report, readJob } from "./job.ts";
import type { ReadConfig } from "./readPart.ts";
import type { Taken, Task } from "./worker.ts";

/** Reads jobs, and reports their parts. Reports of different jobs may arrive interleaved. */
export type ReadJobs = typeof readJobs;

/**
 * Reads all jobs on as many threads as the plan has, or in this one when the plan has one thread and memory is
 * unbounded. Reports of different jobs arrive interleaved. The threads have ended when the promise settles.
 *
 * @throws the first error of a job; usage `commitment/memory`
 */
export async function readJobs(
  jobs: readonly Job[],
  config: ReadConfig,
  memory: Memory,
  onReport: (report: Exclude<Report, { error: unknown }>) => void,
): Promise<void> {
  const queue = jobs.values();
  const take = (report: Report) => {
    if ("error" in report) throw revive(report.error);
    onReport(report);
  };
  const { threads, blockBytes } = memory.plan;
  const { threadLimits: resourceLimits, collectFrom } = memory;
  if (!resourceLimits && (threads <= 1 || jobs.length <= 1))
    for (const job of queue) await readJob(job, config, blockBytes, take);
  else {
    const workers = Array.from(
      { length: Math.min(threads, jobs.length) },
      () =>
        new Worker(
          new URL(`./worker${extname(import.meta.url)}`, import.meta.url),
          resourceLimits ? { resourceLimits } : {},
        ),
    );
    try {
      const drained = workers.map((worker) => drain(worker, queue, { config, blockBytes, collectFrom }, take));
      await memory.watch("while the sources are read", Promise.all(drained));
    } catch (error) {
      throw memory.explain(error);
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  }
}

/** Keeps one thread busy until the queue is empty. */
function drain(
  worker: Worker,
  queue: Iterator<Job>,
  how: Omit<Task, "job">,
  take: (report: Report) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const { done, value: job } = queue.next();
      if (done) resolve();
      else worker.postMessage({ job, ...how } satisfies Task);
    };
    worker.on("error", reject);
    worker.on("message", (message: Report | "done") => {
      try {
        if (message === "done") next();
        else {
          take(message);
          if ("block" in message) worker.postMessage({ taken: message.block.length } satisfies Taken);
        }
      } catch (error) {
        reject(error);
      }
    });
    next();
  });
}

/** An error that came as plain data. */
export function revive(error: unknown): unknown {
  if (error === null || typeof error !== "object" || !("hint" in error)) return error;
  const { kind, code, message, hint } = error as { kind: ErrorKind; code: ErrorCode; message: string; hint: string };
  return new DisjointError(kind, code, message, hint);
}
