import { silent } from "../../shared/progress.ts";
import type { Memory } from "../sort/memory.ts";
import type { Job } from "./job.ts";
import type { Journal } from "./journal.ts";
import type { CommitOptions } from "./options.ts";
import { readJobs } from "./pool.ts";
import type { PartResult, ReadConfig } from "./readPart.ts";
import type { SplitSources, Wanted } from "./split.ts";
import { type ReadSource, sumUp } from "./summary.ts";

/** Small files are given to a thread together, up to this many bytes or files. */
const JOB_BYTES = 8 << 20;
const JOB_FILES = 512;

/** Number of reports written to the journal at once; a kill can lose as many. */
const REPORTS_AT_ONCE = 256;

/** Reads every part that the journal does not have, and summarizes each source. */
export async function readSources(
  cut: SplitSources,
  config: ReadConfig,
  journal: Journal,
  memory: Memory,
  { onProgress = silent, workers }: Pick<CommitOptions, "onProgress" | "workers">,
): Promise<ReadSource[]> {
  const results = new Map(cut.wanted.flatMap(({ number, result }) => (result ? [[number, result] as const] : [])));
  const total = cut.wanted.reduce((sum, { part }) => sum + part.end - part.start, 0);
  let done = [...results.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  let pending: (() => void)[] = [];
  let pendingBytes = 0;
  const flush = () => {
    const writes = pending;
    pending = [];
    pendingBytes = 0;
    journal.transaction(() => {
      for (const write of writes) write();
    });
    onProgress({ stage: "source", done, total, what: "bytes read" });
  };
  const read = workers?.readJobs ?? readJobs;
  const share = sharing();
  await read(jobsOf(cut.wanted, results), config, memory, (report) => {
    if ("block" in report) {
      pending.push(() => journal.add(report.number, report.block));
      pendingBytes += report.block.length;
    } else {
      pending.push(() => journal.end(report.number, report.result));
      results.set(report.number, share(report.result));
      done += report.result.bytes;
    }
    if (pending.length >= REPORTS_AT_ONCE || pendingBytes >= memory.plan.pendingBytes) flush();
  });
  flush();
  // The same run may repeat a split; parts in the journal must not be added twice.
  for (const part of cut.wanted) part.result ??= results.get(part.number)!;
  return sumUp(cut, results);
}

/**
 * Lets results that are alike share what they have in common: of a folder of many small files nearly all are, and what
 * is known of each is held until all are read.
 */
function sharing(): (result: PartResult) => PartResult {
  let last = "";
  let common: Pick<PartResult, "compared" | "otherFields" | "skipped"> | undefined;
  return ({ compared, otherFields, skipped, ...own }) => {
    const key = JSON.stringify([compared, otherFields, skipped]);
    if (common === undefined || key !== last) common = { compared, otherFields, skipped };
    last = key;
    return { ...own, ...common };
  };
}

/** Unread parts, small ones grouped. Two names of one file share a part, which is read once. */
function jobsOf(wanted: readonly Wanted[], results: ReadonlyMap<number, PartResult>): Job[] {
  const jobs: Job[] = [];
  let bytes = 0;
  const seen = new Set(results.keys());
  for (const { number, source, part } of wanted) {
    if (seen.has(number)) continue;
    seen.add(number);
    const current = jobs.at(-1);
    const size = part.end - part.start;
    if (current && current.length < JOB_FILES && bytes + size <= JOB_BYTES) current.push({ number, source, part });
    else {
      jobs.push([{ number, source, part }]);
      bytes = 0;
    }
    bytes += size;
  }
  return jobs;
}
