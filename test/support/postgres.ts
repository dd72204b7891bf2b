import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

/** Where Debian's package keeps a version's programs. */
const DEBIAN = "/usr/lib/postgresql";

/** The folder of PostgreSQL's programs, or undefined where it is not installed. */
export const postgresPrograms = existsSync(DEBIAN)
  ? readdirSync(DEBIAN)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(DEBIAN, version, "bin"))
      .find((folder) => existsSync(join(folder, "initdb")))
  : undefined;

/** A server on a free port of this machine, in a folder of its own. */
type Postgres = { url: string; restart(): Promise<void>; stop(): Promise<void> };

export async function startPostgres(): Promise<Postgres> {
  if (postgresPrograms === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  const owner = serverUser();
  const folder = mkdtempSync(join(tmpdir(), "disjoint-postgres-"));
  chmodSync(folder, 0o755);
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const args = ["--pgdata", data, "--auth", "trust", "--username", "disjoint", "--no-sync", "--encoding", "UTF8"];
  execFileSync(join(postgresPrograms, "initdb"), args, { ...owner, stdio: "ignore", cwd: folder });
  const port = await freePort();
  const url = `postgres://disjoint@127.0.0.1:${port}/postgres`;
  const start = async (): Promise<ChildProcess> => {
    const options = ["listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "fsync=off"];
    const settings = ["-D", data, "-p", String(port), ...options.flatMap((option) => ["-c", option])];
    const child = spawn(join(postgresPrograms, "postgres"), settings, { ...owner, stdio: "ignore", cwd: folder });
    await answering(url);
    return child;
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals) => {
    const ended = once(server, "exit");
    server.kill(signal);
    await ended;
  };
  return {
    url,
    // A fast shutdown: clients are cut off.
    restart: async () => {
      await end("SIGINT");
      server = await start();
    },
    stop: async () => {
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. Debian's package makes a user for it. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (kind: "-u" | "-g") => Number(execFileSync("id", [kind, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function answering(url: string): Promise<void> {
  for (let tried = 0; ; tried++) {
    const client = new Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (tried === 200) throw error;
      await sleep(50);
    }
  }
}

/** Everything that the database holds, as text, by table. */
export async function databaseContents(url: string): Promise<Map<string, Buffer>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const contents = new Map<string, Buffer>();
    for (const { name } of tables.rows as { name: string }[]) {
      const { rows } = await client.query(`SELECT t::text AS line FROM ${name} AS t`);
      contents.set(name, Buffer.from((rows as { line: string }[]).map(({ line }) => line).join("\n")));
    }
    return contents;
  } finally {
    await client.end();
  }
}
