import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
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

/** A server of our own: its address, and how to end it and remove its data. */
type Postgres = {
  url: string;
  restart(): Promise<void>;
  /** Processor seconds that the server and its processes have taken. Linux only. */
  cpuSeconds(): number;
  stop(): Promise<void>;
};

/**
 * Starts a server with a folder of its own. It listens at a socket in that folder, which only its owner may enter, and
 * at no port: nobody else on the machine can connect, so that no password is needed. What it holds is lost when it
 * stops, or this process exits; writes are not forced to the disk.
 *
 * @throws Error when PostgreSQL is not installed, or does not start
 */
export async function startPostgres(): Promise<Postgres> {
  if (postgresPrograms === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  const owner = serverUser();
  const folder = mkdtempSync(join(tmpdir(), "disjoint-postgres-"));
  chmodSync(folder, 0o700);
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const args = ["--pgdata", data, "--auth", "trust", "--username", "disjoint", "--no-sync", "--encoding", "UTF8"];
  execFileSync(join(postgresPrograms, "initdb"), args, { ...owner, stdio: "ignore", cwd: folder });
  const url = `postgres://disjoint@localhost/postgres?host=${encodeURIComponent(folder)}`;
  const start = async (): Promise<ChildProcess> => {
    const options = ["listen_addresses=", `unix_socket_directories=${folder}`, "fsync=off"];
    const settings = ["-D", data, ...options.flatMap((option) => ["-c", option])];
    const child = spawn(join(postgresPrograms, "postgres"), settings, { ...owner, stdio: "ignore", cwd: folder });
    await answering(url);
    return child;
  };
  let server = await start();
  const abandon = () => {
    server.kill("SIGQUIT");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on("exit", abandon);
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
    cpuSeconds: () => cpuSecondsOf(server.pid!),
    stop: async () => {
      process.off("exit", abandon);
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * What a process has taken, with its children, those that have ended included: the fields utime, stime, cutime and
 * cstime of proc(5), in hundredths of a second.
 */
function cpuSecondsOf(pid: number): number {
  const [, afterName] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const own =
    afterName!
      .split(" ")
      .slice(11, 15)
      .reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  return children.reduce((sum, child) => sum + cpuSecondsOf(Number(child)), own);
}

/** PostgreSQL refuses to run as root. Debian's package makes a user for it. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (kind: "-u" | "-g") => Number(execFileSync("id", [kind, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
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
