import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../support/postgres.ts";
import { jsonLines } from "./data/files.ts";
import { table } from "./document.ts";
import { startMeasuredWorkers } from "./fleetWorkers.ts";
import { interleaved, median } from "./measure.ts";
import { measureCommand } from "./measuredRelease.ts";

const RECORDS = 1_000_000;
const RECORD_BYTES = 100;
const RUNS = 3;

/** Processor seconds of the commit's own process, its workers and the database. */
type Row = { commit: number; worker: number; database: number };

/** One commit of many JSON lines, in one process and by a worker of one core. */
export async function benchFleetCommit(): Promise<{ report: { commits: Row[][] }; markdown: string }> {
  const path = await jsonLines(`fleet-${RECORDS}.jsonl`, RECORDS, RECORD_BYTES);
  const commits = await interleaved(RUNS, [() => commitBy(0, path), () => commitBy(1, path)]);
  return { report: { commits }, markdown: toMarkdown(commits) };
}

async function commitBy(workers: number, path: string): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), "disjoint-fleet-"));
  const postgres = workers > 0 ? await startPostgres() : undefined;
  try {
    const started = postgres && (await startMeasuredWorkers(folder, postgres.url, workers));
    const { queue, storage, key } = started?.fleet ?? {};
    const fleet = started ? ["--queue", queue!, "--storage", storage!, "--fleet-key", key!] : [];
    const args = ["commit", path, "--scheme", "text:text", "--out", join(folder, "shard"), "--json", ...fleet];
    const { code, cpuSeconds } = await measureCommand(args, folder);
    if (code !== 0) throw new Error(`a commit by ${workers} workers ended with exit code ${code}`);
    const row = { commit: cpuSeconds, worker: (await started?.end()) ?? 0, database: postgres?.cpuSeconds() ?? 0 };
    process.stderr.write(`bench: ${JSON.stringify(row)}\n`);
    return row;
  } finally {
    await postgres?.stop();
    await rm(folder, { recursive: true });
  }
}

const total = ({ commit, worker, database }: Row): number => commit + worker + database;

function toMarkdown(commits: readonly (readonly Row[])[]): string {
  const alone = median(commits[0]!.map(total));
  const of = (rows: readonly Row[], part: (row: Row) => number) => median(rows.map(part));
  return `One commit of ${RECORDS} JSON lines of ${RECORD_BYTES} bytes, in one process and by one worker that has one core, which reads
them and hashes the tree. Medians of ${RUNS}; the machine's load at the end was ${loadavg()[0]!.toFixed(1)}.

${table(
  ["workers", "processor time", "commit", "workers", "PostgreSQL", "processor time against no fleet"],
  commits.map((rows, workers) => [
    workers,
    ...[total, (row: Row) => row.commit, (row: Row) => row.worker, (row: Row) => row.database].map(
      (part) => `${of(rows, part).toFixed(1)} s`,
    ),
    (of(rows, total) / alone).toFixed(2),
  ]),
)}`;
}
