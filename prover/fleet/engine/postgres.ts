import type { PgBoss } from "pg-boss";
import { usageError } from "../../shared/errors.ts";
import { loadPeer } from "../../shared/peers.ts";
import { retrying } from "../storage/retry.ts";
import { withLock } from "./lock.ts";
import { createMembers, joinMembers, leaveMembers, readMembers } from "./members.ts";
import {
  type ClaimedJob,
  DEAD_AFTER_SECONDS,
  JOB_KINDS,
  type JobKind,
  type KindCounts,
  MOST_RETRIES,
  type Outcome,
  type Queue,
} from "./queue.ts";

/** The schema of pg-boss's tables. */
const SCHEMA = "disjoint";

/** A day: a job is not ended for taking long, but for its worker's silence. */
const EXPIRE_SECONDS = 86_400;

const OUTCOMES = `SELECT id, state, output FROM ${SCHEMA}.job
  WHERE name = $1 AND id = ANY($2::uuid[]) AND state IN ('completed', 'failed', 'cancelled')`;
const COUNTS = `SELECT name, state, count(*)::int AS count FROM ${SCHEMA}.job GROUP BY name, state`;

type Data = { payload: string; version: string; key: string };

/**
 * The queue of a fleet: pg-boss on PostgreSQL.
 *
 * @param url postgres://user@host:port/database; what is missing is taken from PGHOST, PGPASSFILE and the others
 * @throws usage `fleet/no-queue` when the server does not let us in, `package/missing-peer`
 */
export async function openPostgresQueue(url: string): Promise<Queue> {
  const { PgBoss } = await loadPeer("A fleet on PostgreSQL", () => import("pg-boss"));
  const boss = new PgBoss({
    connectionString: url,
    application_name: "disjoint",
    schema: SCHEMA,
    max: 4,
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  // Whatever fails in the background is tried again; a call that fails throws.
  boss.on("error", () => {});
  const database = boss.getDb();
  try {
    await retrying(async () => {
      await boss.start();
      await createMembers(database);
      for (const kind of JOB_KINDS)
        await boss.createQueue(kind, {
          heartbeatSeconds: DEAD_AFTER_SECONDS,
          expireInSeconds: EXPIRE_SECONDS,
          retryLimit: MOST_RETRIES,
        });
    }, OPENING);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw usageError(
      "fleet/no-queue",
      `the queue cannot be used: ${(error as Error).message}`,
      "Check that PostgreSQL runs at this address, and that the user may create schemas in the database.",
      error,
    );
  }
  return queueOn(boss, url);
}

/** A server that is just being started. */
const OPENING = { tries: 6, first: 200, longest: 2_000 };

function queueOn(boss: PgBoss, url: string): Queue {
  const database = boss.getDb();
  const attempts = (jobs: readonly ClaimedJob[]) => jobs.map(({ id, attempt }) => ({ id, retryCount: attempt }));
  const eachKind = async (jobs: readonly ClaimedJob[], act: (kind: JobKind, of: ClaimedJob[]) => Promise<unknown>) => {
    for (const [kind, of] of Map.groupBy(jobs, (job) => job.kind)) await retrying(() => act(kind, of));
  };
  return {
    isShared: true,
    join: (member, tally) => retrying(() => joinMembers(database, member, tally)),
    leave: async (name) => void (await leaveMembers(database, name)),
    async add(jobs, { version, key }) {
      const once = new Map(jobs.map((job) => [job.id, job]));
      for (const [kind, of] of Map.groupBy(once.values(), (job) => job.kind)) {
        const rows = of.map(({ id, payload }) => ({ id, data: { payload, version, key } }));
        await retrying(() => boss.insert(kind, rows));
      }
    },
    async claim(kinds, most) {
      for (const kind of kinds) {
        const jobs = await boss.fetch<Data>(kind, { batchSize: most });
        if (jobs.length > 0)
          return jobs.map(({ id, retryCount, data }) => ({ id, kind, attempt: retryCount, ...data }));
      }
      return [];
    },
    touch: (jobs) => eachKind(jobs, (kind, of) => boss.touch(kind, attempts(of))),
    complete: (jobs, result) => eachKind(jobs, (kind, of) => boss.complete(kind, attempts(of), { result })),
    handBack: (job, why) => eachKind([job], (kind, of) => boss.fail(kind, attempts(of), { why })),
    outcomes: (kind, ids) =>
      retrying(async () => (await database.executeSql(OUTCOMES, [kind, ids])).rows.map(outcomeOf)),
    forget: async (kind, ids) => void (await retrying(() => boss.deleteJob(kind, [...ids]))),
    async clear() {
      const { jobs } = await statusOf(boss);
      for (const kind of JOB_KINDS) await boss.deleteAllJobs(kind);
      return jobs.reduce(
        (sum, { waiting, active, completed, failed }) => sum + waiting + active + completed + failed,
        0,
      );
    },
    status: () => retrying(() => statusOf(boss)),
    exclusively: (name, work) => withLock(url, name, work),
    close: () => boss.stop({ graceful: false }),
  };
}

type Row = { id: string; state: string; output: { result?: string; why?: string } | null };

const outcomeOf = ({ id, state, output }: Row): Outcome =>
  state === "completed" && output?.result !== undefined
    ? { id, result: output.result }
    : { id, failure: output?.why ?? "its workers died" };

async function statusOf(boss: PgBoss) {
  const { rows } = await boss.getDb().executeSql(COUNTS);
  const count = (kind: JobKind, states: readonly string[]) =>
    (rows as { name: string; state: string; count: number }[])
      .filter(({ name, state }) => name === kind && states.includes(state))
      .reduce((sum, row) => sum + row.count, 0);
  const jobs = JOB_KINDS.map(
    (kind): KindCounts => ({
      kind,
      waiting: count(kind, ["created", "retry"]),
      active: count(kind, ["active"]),
      completed: count(kind, ["completed"]),
      failed: count(kind, ["failed", "cancelled"]),
    }),
  );
  return { jobs, members: await readMembers(boss.getDb()) };
}
