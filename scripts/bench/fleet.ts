/**
 * What a fleet costs: the same release in one process, by one worker of one core, and by two. Needs PostgreSQL, and
 * `taskset`, which gives each worker a core of its own.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { writeFileAtomic } from "../../prover/shared/files.ts";
import { makeReleaseScene } from "../../test/support/releaseScene.ts";
import { startPostgres } from "../support/postgres.ts";
import { type Section, table } from "./document.ts";
import { benchFleetCommit } from "./fleetCommit.ts";
import { startMeasuredWorkers } from "./fleetWorkers.ts";
import { measureRelease, proofsMade } from "./measuredRelease.ts";

const PAGES = 60;
const PAGE = 16;
const CIRCUIT = "exclusion_16x60";

/** What test/prover/fleet/many.test.ts says; it runs for minutes, and is not repeated here. */
const MANY = `A million jobs that do nothing, by \`DISJOINT_TEST=full vitest run test/prover/fleet/many.test.ts\`. The figures
are earlier ones, beside other work on two cores: queued in 96 s and taken and ended in 144 s, a thousand at a time;
database 314 MiB when all waited and 737 MiB when all were done; program 170 MiB.`;

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
  const commits = await benchFleetCommit();
  return {
    report: { rows, ...commits.report },
    markdown: [toMarkdown(rows, busy), commits.markdown, MANY].join("\n\n"),
  };
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
    const started = postgres && (await startMeasuredWorkers(folder, postgres.url, workers));
    if (started) await configure(folder, started.fleet);
    const coordinator = await measureRelease(folder, "v1");
    const made = proofsMade(coordinator.report);
    if (coordinator.code !== 0 || made !== PAGES) throw new Error(`${workers} workers: ${made} proofs of ${PAGES}`);
    return {
      workers,
      seconds: coordinator.seconds,
      coordinator: coordinator.cpuSeconds,
      worker: (await started?.end()) ?? 0,
      database: postgres?.cpuSeconds() ?? 0,
    };
  } finally {
    await postgres?.stop();
    await scene.stop();
    await rm(folder, { recursive: true });
  }
}

/** Adds a fleet to the configuration in a folder. */
async function configure(folder: string, fleet: object): Promise<void> {
  const path = join(folder, "disjoint.config.json");
  const config = JSON.parse(await readFile(path, "utf8"));
  await writeFileAtomic(path, JSON.stringify({ ...config, fleet }));
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
