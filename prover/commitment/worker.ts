import { parentPort } from "node:worker_threads";
import { type Job, readJob } from "./job.ts";
import type { ReadConfig } from "./read.ts";

// Entry of a reading thread (pool.ts): takes jobs one at a time, answers with their reports and "done".
const port = parentPort!;
port.on("message", async ({ job, config }: { job: Job; config: ReadConfig }) => {
  await readJob(job, config, (report) => port.postMessage(report, "block" in report ? [report.block.buffer] : []));
  port.postMessage("done");
});
