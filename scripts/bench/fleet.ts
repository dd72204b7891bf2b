/**
 * What a fleet costs: the same release in one process, by one worker of one core, and by two. Needs PostgreSQL, and
 * `taskset`, which gives each worker a core of its own.
 */
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { makeFleetKey } from "../../prover/fleet/key/key.ts";
import { writeFileAtomic } from "../../prover/shared/files.ts";
import { makeReleaseScene } from "../../test/support/releaseScene.ts";
import { startPostgres } from "../support/postgres.ts";
import { endWorker, startWorker } from "../support/workers.ts";
import { type Section, table } from "./document.ts";
import { MEASURED, measureRelease, proofsMade, readUsage } from "./measuredRelease.ts";

const PAGES = 60;
const PAGE = 16;
const CIRCUIT = "exclusion_16x60";

/** Processor seconds of the release's own process and of its workers, and its wall-clock seconds. */
type Row = { workers: number; seconds: number; coordinator: number; worker: number; database: number };

/** One shard of 1,000 records against a list of 60 pages of 16 entries: 60 proofs. */
export async function benchFleet(): Promise<Section> {
  const rows: Row[] = [];
  for (const workers of [0, 1, 2]) {
    rows.push(await releaseBy(workers));
    process.stderr.write(`bench: ${JSON.stringify(rows.at(-1))}\n`);
  }
  const busy = loadavg()[0]!.toFixed(1);
  return { report: rows, markdown: toMarkdown(rows, busy) };
}

async function releaseBy(workers: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), "disjoint-fleet-"));
  const entries = PAGES * PAGE;
  const scene = await makeReleaseScene({
    folder,
    shards: { web: 1_000 },
    entries,
    pageSize: PAGE,
    circuits: [CIRCUIT],
  });
  const postgres = workers > 0 ? await startPostgres() : undefined;
  try {
    const started = postgres === undefined ? [] : await startAll(folder, postgres.url, workers);
    const coordinator = await measureRelease(folder, "v1");
    const made = proofsMade(coordinator.report);
    if (coordinator.code !== 0 || made !== PAGES) throw new Error(`${workers} workers: ${made} proofs of ${PAGES}`);
    await Promise.all(started.map(({ child }) => endWorker(child)));
    const usages = started.map(({ usage }) => readUsage(usage));
    return {
      workers,
      seconds: coordinator.seconds,
      coordinator: coordinator.cpuSeconds,
      worker: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      database: postgres?.cpuSeconds() ?? 0,
    };
  } finally {
    await postgres?.stop();
    await scene.stop();
    await rm(folder, { recursive: true });
  }
}

/** Starts workers, a core for each, and waits until all have joined. */
async function startAll(folder: string, queue: string, workers: number) {
  const key = join(folder, "fleet.key");
  const storage = join(folder, "storage");
  await makeFleetKey(key);
  const path = join(folder, "disjoint.config.json");
  const config = JSON.parse(await readFile(path, "utf8"));
  await writeFileAtomic(path, JSON.stringify({ ...config, fleet: { queue, storage, key } }));
  const args = ["--queue", queue, "--storage", storage, "--fleet-key", key, "--concurrency", "1"];
  const start = async (_: unknown, core: number) => {
    const usage = join(folder, `worker-${core}.json`);
    const env = { NODE_OPTIONS: `--import=${MEASURED}`, DISJOINT_BENCH_USAGE: usage };
    const joined = Promise.withResolvers<void>();
    const onLog = (text: string) => text.includes('"event":"started"') && joined.resolve();
    const child = startWorker(args, { onLog, env, under: ["taskset", "--cpu-list", String(core)] });
    await Promise.race([joined.promise, once(child, "exit")]);
    if (child.exitCode !== null) throw new Error(`a worker ended with exit code ${child.exitCode}`);
    return { child, usage };
  };
  return Promise.all(Array.from({ length: workers }, start));
}

const total = ({ coordinator, worker, database }: Row): number => coordinator + worker + database;

function toMarkdown(rows: readonly Row[], busy: string): string {
  const [alone, one, two] = rows as [Row, Row, Row];
  return `## A fleet beside one process

One release of ${PAGES} proofs with \`${CIRCUIT}\`: in the process of \`disjoint release\`, by one worker that has one core,
and by two. Queue: PostgreSQL; storage: a folder. The node's processor time is in no row.
The machine's load at the end was ${busy} on ${cpus().length} cores.

${table(
  ["workers", "time", "processor time", "release", "workers", "PostgreSQL", "processor time against no fleet"],
  rows.map((row) => [
    row.workers,
    `${row.seconds.toFixed(1)} s`,
    `${total(row).toFixed(1)} s`,
    `${row.coordinator.toFixed(1)} s`,
    `${row.worker.toFixed(1)} s`,
    `${row.database.toFixed(1)} s`,
    (total(row) / total(alone)).toFixed(2),
  ]),
)}

Two workers take ${(two.seconds / one.seconds).toFixed(2)} of the time of one.`;
}
