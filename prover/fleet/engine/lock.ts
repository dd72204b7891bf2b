import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { loadPeer } from "../../shared/peers.ts";
import { retrying } from "../storage/retry.ts";
import { busyWith } from "./queue.ts";

/** In milliseconds. */
const RETAKE_EVERY = 200;

/**
 * Works under an advisory lock of PostgreSQL. The server releases it when the connection ends, however the process
 * dies. When the server restarts, the lock is taken again; if another coordinator was faster, both work for a while,
 * which costs time and nothing else: jobs are done once, and the chain records a proof once.
 *
 * @throws usage `fleet/busy`
 */
export async function withLock<T>(url: string, name: string, work: () => Promise<T>): Promise<T> {
  const { Client } = (await loadPeer("A fleet on PostgreSQL", () => import("pg"))).default;
  const number = createHash("sha256").update(`disjoint/fleet/lock/${name}`).digest().readBigInt64BE();
  let isDone = false;
  let client: InstanceType<typeof Client> | undefined;
  const take = async (): Promise<boolean> => {
    const own = new Client({ connectionString: url, application_name: "disjoint lock", keepAlive: true });
    own.on("error", () => {});
    try {
      await own.connect();
      const { rows } = await own.query("SELECT pg_try_advisory_lock($1::bigint) AS taken", [String(number)]);
      if (rows[0].taken !== true) {
        await own.end();
        return false;
      }
    } catch (error) {
      await own.end().catch(() => {});
      throw error;
    }
    own.on("end", () => void retake());
    client = own;
    return true;
  };
  const retake = async () => {
    while (!isDone && !(await take().catch(() => false))) await sleep(RETAKE_EVERY);
    if (isDone) await client?.end().catch(() => {});
  };
  if (!(await retrying(take))) throw busyWith(name);
  try {
    return await work();
  } finally {
    isDone = true;
    await client?.end().catch(() => {});
  }
}
