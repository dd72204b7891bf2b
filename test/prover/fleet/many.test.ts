import { Client } from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { openPostgresQueue } from "../../../prover/fleet/engine/postgres.ts";
import { postgresPrograms, startPostgres } from "../../../scripts/support/postgres.ts";
import { FULL } from "../../support/full.ts";

const JOBS = FULL ? 1_000_000 : 3_000;
const BATCH = 1_000;

/** More than the program itself and some batches take, in MiB; a list of a million jobs takes more. */
const MOST_GROWTH = 150;

const who = { version: "1", key: "k" };
const jobAt = (i: number) => ({
  id: `00000000-0000-8000-8000-${String(i).padStart(12, "0")}`,
  kind: "prove" as const,
  payload: "ab".repeat(32),
});

describe.runIf(postgresPrograms !== undefined)("a queue on PostgreSQL with very many jobs", () => {
  it(`takes ${JOBS} and gives each out once, without a list of all of them in memory`, async () => {
    const server = await startPostgres();
    onTestFinished(server.stop);
    const queue = await openPostgresQueue(server.url);
    const before = residentMiB();
    const start = performance.now();
    for (let i = 0; i < JOBS; i += BATCH)
      await queue.add(
        Array.from({ length: BATCH }, (_, j) => jobAt(i + j)),
        who,
      );
    const queued = performance.now();
    let done = 0;
    for (let isMore = true; isMore; ) {
      const jobs = await queue.claim(["prove"], BATCH);
      await queue.complete(jobs, "cd".repeat(32));
      done += jobs.length;
      isMore = jobs.length > 0;
    }
    const drained = performance.now();
    const { jobs } = await queue.status();
    await queue.close();
    expect(done).toBe(JOBS);
    expect(jobs.find(({ kind }) => kind === "prove")).toMatchObject({ waiting: 0, active: 0, completed: JOBS });
    const grown = residentMiB() - before;
    expect(grown).toBeLessThan(MOST_GROWTH);
    const rate = (from: number, to: number) => Math.round((1000 * JOBS) / (to - from));
    process.stderr.write(
      `${rate(start, queued)} jobs queued and ${rate(queued, drained)} done a second, ` +
        `${await databaseMiB(server.url)} MiB of database, ${grown} MiB of memory\n`,
    );
  }, 3_600_000);
});

const residentMiB = (): number => Math.round(process.memoryUsage.rss() / 2 ** 20);

async function databaseMiB(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("SELECT pg_database_size(current_database())::float8 AS bytes");
  await client.end();
  return Math.round(rows[0].bytes / 2 ** 20);
}
