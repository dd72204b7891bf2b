import { sha256 } from "../shared/files.ts";
import { stringifyJson } from "../shared/json.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import type { Source } from "../source/row.ts";
import type { Job } from "./job.ts";
import { type Journal, partId } from "./journal.ts";
import type { Memory } from "./memory.ts";
import { PART_BYTES, type Part, type Parts, partsOf } from "./parts.ts";
import { readJobs } from "./pool.ts";
import type { PartResult, ReadConfig } from "./read.ts";
import { type ReadSource, sumUp } from "./summary.ts";

/** A part that a run needs: with a result, it has been read before. */
type Wanted = { number: number; source: Source; part: Part; result?: PartResult };

/** Small files are handed to a thread together, up to this many bytes or files. */
const JOB_BYTES = 8 << 20;
const JOB_FILES = 512;

/** Reports that are written to the journal at once; what a kill can lose. */
const REPORTS_AT_ONCE = 256;

/** What the sources were cut into, and the identity of all that their keys depend on. */
export type Cut = { sources: readonly Source[]; wanted: Wanted[]; sha256s: (string | undefined)[]; id: string };

/** Cuts all sources into parts and finds those that the journal has. Large files are gone through once; that is kept too. */
export async function cutSources(sources: readonly Source[], config: ReadConfig, journal: Journal): Promise<Cut> {
  const cuts: Parts[] = [];
  for (const [number, source] of sources.entries()) cuts.push(await cutOnce(source, number, journal));
  const ids = new Set<string>();
  const wanted = journal.transaction(() =>
    cuts.flatMap(({ parts }) =>
      parts.map((part) => {
        const source = sources[part.source]!;
        const id = partId(source, part, config);
        ids.add(id);
        return { source, part, ...journal.find(id) };
      }),
    ),
  );
  // What a description says of a file is checked when it is read: another description must not find the old shard.
  const described = sources.map(({ name, expected = null, counted = null }) => [name, expected, counted]);
  return { sources, wanted, sha256s: cuts.map((cut) => cut.sha256), id: sha256(stringifyJson([described, [...ids]])) };
}

async function cutOnce(source: Source, number: number, journal: Journal): Promise<Parts> {
  if (source.size <= PART_BYTES) return partsOf(source, number);
  const id = sha256(stringifyJson({ identity: source.identity, format: source.format, partBytes: PART_BYTES }));
  const kept = journal.note(id);
  if (kept === undefined) {
    const parts = await partsOf(source, number);
    journal.keepNote(id, JSON.stringify(parts));
    return parts;
  }
  const { parts, ...rest } = JSON.parse(kept) as Parts;
  return { ...rest, parts: parts.map((part) => ({ ...part, source: number })) };
}

/** Reads every part that the journal does not have, and sums up each source. */
export async function readSources(
  cut: Cut,
  config: ReadConfig,
  journal: Journal,
  memory: Memory,
  onProgress: OnProgress = silent,
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
  await readJobs(jobsOf(cut.wanted, results), config, memory, (report) => {
    if ("block" in report) {
      pending.push(() => journal.add(report.number, report.block));
      pendingBytes += report.block.length;
    } else {
      pending.push(() => journal.end(report.number, report.result));
      results.set(report.number, report.result);
      done += report.result.bytes;
    }
    if (pending.length >= REPORTS_AT_ONCE || pendingBytes >= memory.plan.pendingBytes) flush();
  });
  flush();
  // A cut may be read again by the same run; what is in the journal must not get into it twice.
  for (const part of cut.wanted) part.result ??= results.get(part.number)!;
  return sumUp(cut, results);
}

/** Parts not read yet, small ones together. Two names of one file share a part, which is read once. */
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
