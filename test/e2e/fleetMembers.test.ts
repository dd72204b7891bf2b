import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { openParts } from "../../prover/fleet/coordinator/fleet.ts";
import { makeFleetKey } from "../../prover/fleet/key/key.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { postgresPrograms, startPostgres } from "../../scripts/support/postgres.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";
import { makeReleaseScene } from "../support/releaseScene.ts";

const ALIVE_EVERY = 3_000;

/** A fleet with a worker for proofs that is alive and takes no job, until it leaves. */
async function fleetWithIdleWorker(folder: string) {
  const server = await startPostgres();
  onTestFinished(server.stop);
  await makeFleetKey(join(folder, "fleet.key"));
  const place = { queue: server.url, storage: join(folder, "jobs"), key: join(folder, "fleet.key") };
  const { queue, key, version } = await openParts(place);
  onTestFinished(queue.close);
  const idle = { name: "idle", role: "worker", version, key: key.id, kinds: ["prove"], concurrency: 1 } as const;
  const say = () => queue.join(idle, { done: 0, failed: 0, seconds: 0 });
  await say();
  const alive = setInterval(() => void say().catch(() => {}), ALIVE_EVERY);
  onTestFinished(() => clearInterval(alive));
  const leave = async () => {
    clearInterval(alive);
    await queue.leave(idle.name);
  };
  const args = ["--queue", server.url, "--storage", place.storage, "--fleet-key", place.key];
  return { place, queue, leave, args };
}

describe.runIf(postgresPrograms !== undefined)("a fleet of processes", () => {
  it("has one coordinator on a release at a time: the other ends and says who is busy with what", async () => {
    const folder = folderWith();
    const scene = await makeReleaseScene({
      folder,
      shards: { web: 5 },
      entries: 16,
      pageSize: 16,
      circuits: ["exclusion_16x60"],
    });
    onTestFinished(scene.stop);
    const { place, queue, leave } = await fleetWithIdleWorker(folder);
    const path = join(folder, "disjoint.config.json");
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), fleet: place }));
    const other = folderWith();
    cpSync(folder, other, { recursive: true });
    const run = (at: string) => disjoint(["release", "v1", "--config", at, "--json"]);

    const first = run(folder);
    let hasEnded = false;
    void first.then(() => (hasEnded = true));
    const waiting = async () => (await queue.status()).jobs.find(({ kind }) => kind === "prove")?.waiting;
    while ((await waiting()) !== 1 && !hasEnded) await sleep(100);
    const second = await run(other);
    expect([second.code, second.stderr]).toEqual([2, expect.stringContaining("fleet/busy")]);
    expect(second.stderr).toContain("another coordinator works on sample v1 of Sample Ltd");
    await leave();
    const ran = await first;
    expect(ran.code, ran.stderr).toBe(0);
    expect(jsonOf(ran)).toMatchObject({ verdict: "clean" });
  }, 600_000);

  it("refuses a worker with another key, and one of another version, by name", async () => {
    const folder = folderWith();
    const { queue, args } = await fleetWithIdleWorker(folder);
    await makeFleetKey(join(folder, "other.key"));
    const [stranger, old] = await Promise.all([
      disjoint(["worker", ...args.slice(0, -1), join(folder, "other.key")]),
      disjoint(["worker", ...args], {}, undefined, undefined, olderClone(folder)),
    ]);
    expect([stranger.code, stranger.stderr]).toEqual([2, expect.stringContaining("fleet/other-key")]);
    expect(stranger.stderr).toMatch(/worker \S+ has the key [0-9a-f]{16}, and worker idle has [0-9a-f]{16}/);
    expect([old.code, old.stderr]).toEqual([2, expect.stringContaining("fleet/other-version")]);
    expect(old.stderr).toMatch(/worker \S+ has version 0\.0\.9, .*, and worker idle has (?!0\.0\.9)/);
    expect((await queue.status()).jobs.map(({ active }) => active)).toEqual([0, 0]);
  }, 120_000);
});

/** The command line of a clone of another version, which shares everything but its name with this one. */
function olderClone(folder: string): string {
  const root = join(folder, "older");
  cpSync(join(PROJECT_ROOT, "prover"), join(root, "prover"), { recursive: true });
  const own = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ ...own, version: "0.0.9" }));
  for (const name of ["node_modules", "build", "circuits", "contracts"])
    symlinkSync(join(PROJECT_ROOT, name), join(root, name));
  return join(root, "prover/cli/disjoint.ts");
}
