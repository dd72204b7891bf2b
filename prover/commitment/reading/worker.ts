import { parentPort } from "node:worker_threads";
import { Garbage } from "../sort/memory.ts";
import { type Job, type Report, readJob } from "./job.ts";
import type { ReadConfig } from "./readPart.ts";

/**
 * Messages to a reading thread: a job or, for every block that it reported, that there is room for as many bytes again.
 */
export type Task = { job: Job; config: ReadConfig; blockBytes: number; collectFrom: number };
export type Taken = { taken: number };

// Entry point of a reading thread (pool.ts): takes jobs one at a time, and replies with their reports and "done". At
// most one block is reported and not yet taken; otherwise a thread that reads faster than the journal writes would fill
// the memory.
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
  // A listener would keep the thread alive, waiting for messages that can no longer come.
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
