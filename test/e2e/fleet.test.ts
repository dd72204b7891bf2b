import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { readShard } from "../../prover/commitment/shard/readShard.ts";
import { makeFleetKey, readFleetKey } from "../../prover/fleet/key/key.ts";
import { loadNative } from "../../prover/native/index.ts";
import { bytesToBigIntBE } from "../../prover/shared/field.ts";
import { writeFileAtomic } from "../../prover/shared/files.ts";
import { postgresPrograms, startPostgres } from "../../scripts/support/postgres.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { countEvents } from "../support/factEvents.ts";
import { startWorkers } from "../support/fleetWorkers.ts";
import { folderWith } from "../support/folder.ts";
import { FULL } from "../support/full.ts";
import { databaseContents } from "../support/postgres.ts";
import { makeReleaseScene } from "../support/releaseScene.ts";
import { startS3 } from "../support/s3Server.ts";
import { poseidon } from "../support/scene.ts";
import { filesBelow, leaks } from "../support/secrets.ts";

const JOBS = FULL ? 200 : 4;
const KILLS = FULL ? 40 : 2;
const RESTARTS = FULL ? 3 : 1;

/** A release of all jobs takes no longer, on a slow machine, in milliseconds. */
const LONGEST = 5_400_000;

/** A shard's keys are 31 bytes. */
const KEY_BYTES = 31;

describe.skipIf(postgresPrograms === undefined)("a fleet on PostgreSQL and S3-compatible storage", () => {
  const title =
    `${KILLS} kills of workers, ${RESTARTS} restarts of the server and a storage that fails: ${JOBS} jobs are done ` +
    "and recorded once, as in one process, and nothing secret is seen";

  it(title, async () => {
    const folder = folderWith();
    const scene = await makeReleaseScene({
      folder,
      shards: { web: 60 },
      entries: 16 * JOBS,
      pageSize: 16,
      circuits: ["exclusion_16x60"],
    });
    onTestFinished(scene.stop);
    const postgres = await startPostgres();
    onTestFinished(postgres.stop);
    const storage = await startS3(folder, 0.05);
    onTestFinished(storage.stop);
    await makeFleetKey(join(folder, "fleet.key"));
    await configure(folder, { queue: postgres.url, storage: storage.address, key: "fleet.key" });
    const where = ["--queue", postgres.url, "--storage", storage.address, "--fleet-key", join(folder, "fleet.key")];
    const workers = startWorkers(2, where, storage.env);
    onTestFinished(async () => void (await workers.end()));
    const planned = await disjoint(["release", "v1", "--config", folder, "--plan-only"], storage.env);
    expect(planned.code, planned.stderr).toBe(7);
    const seen = new Map<string, Buffer>();
    let isDone = false;
    const released = disjoint(run(folder), storage.env, undefined, LONGEST).finally(() => (isDone = true));
    await untilQueued(seen, postgres.url, storage.objects, () => isDone);
    let kills = 0;
    let restarts = 0;
    // Kills and restarts are spread over the whole run, by its progress: a clock would put most of them at its start.
    for (const { after, isRestart } of interruptions()) {
      while (recorded(folder) < after && !isDone) await sleep(50);
      if (isDone) break;
      if (isRestart) await postgres.restart();
      else await workers.kill();
      if (isRestart) restarts++;
      else look(seen, `at kill ${++kills}`, await databaseContents(postgres.url), storage.objects);
    }
    const ran = await released;
    expect(ran.code, ran.stderr).toBe(0);
    expect(jsonOf(ran)).toMatchObject({ verdict: "clean", coverage: [{ pages: JOBS, made: JOBS, reused: 0 }] });
    look(seen, "at the end", await databaseContents(postgres.url), storage.objects);
    expect(await workers.end()).toEqual([0, 0]);
    expect({ kills, restarts }).toEqual({ kills: KILLS, restarts: RESTARTS });
    expect(storage.counts.failed).toBeGreaterThan(FULL ? 10 : -1);
    const { facts } = await countEvents(scene);
    expect(facts).toMatchObject({ events: JOBS, different: JOBS });
    expect(storage.counts).toMatchObject({ refused: 0 });
    expect([...storage.objects.keys()]).toEqual([]);

    const { salt, keys } = await readShard(join(folder, "out/shards/web", shardIn(folder)), poseidon);
    const key = readFileSync(join(folder, "fleet.key"), "utf8").trim();
    const secrets = [salt, BigInt(`0x${key}`), bytesToBigIntBE(keys.read(0, 1))];
    seen.set("logs", Buffer.from(workers.logs()));
    expect(seen.get("logs")!.toString()).toContain('"event":"done"');
    expect(leaks(secrets, seen)).toEqual([]);
    expect(leaks(secrets, seen, KEY_BYTES + 1)).toEqual([]);
    expect(opened(seen, await readFleetKey(join(folder, "fleet.key")), salt)).toBeGreaterThan(0);

    const alone = folderWith();
    cpSync(folder, alone, { recursive: true });
    await configure(alone, { queue: "local", storage: "storage", key: "fleet.key" });
    rmSync(join(alone, "out/proofs"), { recursive: true, force: true });
    const inProcess = await disjoint(run(alone), {}, undefined, LONGEST);
    expect(inProcess.code, inProcess.stderr).toBe(0);
    const proofs = filesBelow(join(folder, "out/proofs"));
    expect(proofs.size).toBe(JOBS + 1);
    const again = filesBelow(join(alone, "out/proofs"));
    if (loadNative() === undefined) expect([...again.keys()].sort()).toEqual([...proofs.keys()].sort());
    else expect(again).toEqual(proofs);
  }, 10_800_000);
});

/** When to kill a worker, or to restart the server: once this many proofs are written. */
function interruptions(): { after: number; isRestart: boolean }[] {
  const spread = (number: number, isRestart: boolean) =>
    Array.from({ length: number }, (_, i) => {
      const share = JOBS / number;
      return { after: Math.floor(i * share + Math.random() * Math.max(1, share - 2)), isRestart };
    });
  return [...spread(KILLS, false), ...spread(RESTARTS, true)].sort((a, b) => a.after - b.after);
}

/** The proofs that the coordinator has written. */
function recorded(folder: string): number {
  const proofs = join(folder, "out/proofs");
  if (!existsSync(proofs)) return 0;
  return readdirSync(proofs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

const run = (folder: string) => ["release", "v1", "--config", folder, "--json"];

/** Adds the fleet to the configuration. */
async function configure(folder: string, fleet: object): Promise<void> {
  const path = join(folder, "disjoint.config.json");
  const { fleet: _, ...config } = JSON.parse(readFileSync(path, "utf8"));
  await writeFileAtomic(path, JSON.stringify({ ...config, fleet }));
}

const shardIn = (folder: string): string =>
  readdirSync(join(folder, "out/shards/web")).find((name) =>
    existsSync(join(folder, "out/shards/web", name, "manifest.json")),
  )!;

type Places = Map<string, Buffer>;

function look(seen: Places, when: string, tables: Places, objects: Places): void {
  for (const [name, content] of [...tables, ...objects]) seen.set(`${name} ${when}`, content);
}

async function untilQueued(seen: Places, url: string, objects: Places, isDone: () => boolean): Promise<void> {
  while (objects.size === 0 && !isDone()) await sleep(20);
  look(seen, "at first", await databaseContents(url), objects);
}

/** How many of the stored payloads have a secret in them once they are opened with the key: it was there to be seen. */
function opened(seen: Places, key: Awaited<ReturnType<typeof readFleetKey>>, secret: bigint): number {
  const rows = [...seen].filter(([name]) => name.startsWith("disjoint.job_common")).map(([, text]) => text.toString());
  const jobs = rows.flatMap((text) => [...text.matchAll(/\((\w{8}-[\w-]{27}),.*?payload"": ?""(\w{64})/g)]);
  const contents = jobs.flatMap(([, id, payload]) => {
    const sealed = [...seen].find(([name]) => name.startsWith(`/fleet/jobs/${payload} `));
    return sealed === undefined ? [] : [key.open(`payload/${id}`, sealed[1])];
  });
  return contents.filter((content) => leaks([secret], new Map([["payload", content]])).length > 0).length;
}
