import { parentPort } from "node:worker_threads";
import { Garbage } from "../sort/memory.ts";
import { type Job, type Report, readJob } from "./job.ts";
import type { ReadConfig } from "./readPart.ts";

/**
 * What a reading thread is sent: a job, and for every block that it reported that there is room for as many bytes
 * again.
 */
export type Task = { job: Job; config: ReadConfig; blockBytes: number; collectFrom: number };
export type Taken = { taken: number };

// Entry of a reading thread (pool.ts): takes jobs one at a time, answers with their reports and "done". What was
// reported and not yet taken is at most one block, or else a thread that reads faster than the journal writes would
// fill the memory.
const port = parentPort!;
let untaken = 0;
let garbage: Garbage | undefined;
let resume = () => {};

port.on("message", async (message: Task | Taken) => {
  if ("taken" in message) {
    untaken -= message.taken;
    return resume();
  }
  const { job, config, blockBytes, collectFrom } = message;
  garbage ??= new Garbage(collectFrom);
  // A port that is listened to would keep the thread waiting for a reader of which nothing can come any more.
  port.unref();
  await readJob(job, config, blockBytes, (report) => send(report, blockBytes));
  port.ref();
  port.postMessage("done");
});

async function send(report: Report, most: number): Promise<void> {
  garbage?.collect();
  if (!("block" in report)) return port.postMessage(report);
  untaken += report.block.length;
  port.postMessage(report, [report.block.buffer]);
  port.ref();
  while (untaken > most) await new Promise<void>((resolve) => (resume = resolve));
  port.unref();
}
