import type { PgBoss } from "pg-boss";
import { type DisjointError, usageError } from "../../shared/errors.ts";
import type { KnownMember, Member, Tally } from "./queue.ts";

/** Runs SQL. */
type Database = ReturnType<PgBoss["getDb"]>;

/** Members that were not seen for longer do not count. */
const GONE_AFTER_SECONDS = 30;

/** Any number that nothing else in the database locks. */
const LOCK = 0x6469736a;

const SCHEMA = `
  BEGIN; SELECT pg_advisory_xact_lock(${LOCK});
  CREATE SCHEMA IF NOT EXISTS disjoint_fleet;
  CREATE TABLE IF NOT EXISTS disjoint_fleet.member (
    name text PRIMARY KEY, role text NOT NULL, version text NOT NULL, key text NOT NULL, kinds text[] NOT NULL,
    concurrency integer NOT NULL, since timestamptz NOT NULL DEFAULT now(), seen timestamptz NOT NULL DEFAULT now(),
    done bigint NOT NULL DEFAULT 0, failed bigint NOT NULL DEFAULT 0, seconds double precision NOT NULL DEFAULT 0,
    refused text);
  COMMIT;`;

const LOCKED = `SELECT pg_advisory_xact_lock(${LOCK})`;

const OTHER = `
  SELECT name, role, version, key FROM disjoint_fleet.member
  WHERE refused IS NULL AND seen > now() - make_interval(secs => ${GONE_AFTER_SECONDS})
    AND name <> $1 AND (version <> $2 OR key <> $3) ORDER BY since LIMIT 1`;

const JOIN = `
  INSERT INTO disjoint_fleet.member (name, role, version, key, kinds, concurrency, done, failed, seconds, refused)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (name) DO UPDATE SET seen = now(), done = $7, failed = $8, seconds = $9, refused = $10`;

const STATUS = `
  SELECT name, role, version, key, kinds, concurrency, done::float8, failed::float8, seconds, refused,
    extract(epoch FROM now() - since)::float8 AS since, extract(epoch FROM now() - seen)::float8 AS seen
  FROM disjoint_fleet.member WHERE seen > now() - interval '1 day' ORDER BY name`;

export const createMembers = (database: Database): Promise<unknown> => database.executeSql(SCHEMA);

/**
 * Joins, or says again that the member is alive. Of two that differ, the first is in and the second is refused.
 *
 * @throws usage `fleet/other-version`, `fleet/other-key`
 */
export async function joinMembers(database: Database, member: Member, tally: Tally): Promise<void> {
  const { name, role, version, key, kinds, concurrency } = member;
  const { done, failed, seconds } = tally;
  const transaction = await database.beginTransaction!();
  let error: DisjointError | undefined;
  try {
    const { db } = transaction;
    await db.executeSql(LOCKED);
    const { rows } = await db.executeSql(OTHER, [name, version, key]);
    if (rows.length > 0) error = refusal(member, rows[0]);
    const refused = error?.message ?? null;
    await db.executeSql(JOIN, [name, role, version, key, kinds, concurrency, done, failed, seconds, refused]);
    await transaction.commit();
  } catch (failure) {
    await transaction.rollback();
    throw failure;
  }
  if (error !== undefined) throw error;
}

export const leaveMembers = (database: Database, name: string): Promise<unknown> =>
  database.executeSql("DELETE FROM disjoint_fleet.member WHERE name = $1", [name]);

export const readMembers = async (database: Database): Promise<KnownMember[]> =>
  (await database.executeSql(STATUS)).rows as KnownMember[];

/** Why a member may not work in a fleet, or on a job, of another. */
export function refusal(
  member: Pick<Member, "name" | "role" | "version" | "key">,
  other: Pick<Member, "name" | "version" | "key"> & { role: string },
) {
  const { name, role, version, key } = member;
  if (version !== other.version)
    return usageError(
      "fleet/other-version",
      `${role} ${name} has version ${version}, and ${other.role} ${other.name} has ${other.version}`,
      "Give all members of a fleet the same version: end those of the old one first.",
    );
  return usageError(
    "fleet/other-key",
    `${role} ${name} has the key ${key}, and ${other.role} ${other.name} has ${other.key}`,
    "Give all members of a fleet the same file of the key, as `fleet.key`.",
  );
}
