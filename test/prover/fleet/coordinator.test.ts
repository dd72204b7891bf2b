import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { commitShard } from "../../../prover/commitment/commit.ts";
import { commitInFleet } from "../../../prover/fleet/coordinator/commit.ts";
import { openParts } from "../../../prover/fleet/coordinator/fleet.ts";
import type { JobKind } from "../../../prover/fleet/engine/queue.ts";
import { makeHandlers } from "../../../prover/fleet/jobs/handlers.ts";
import { makeFleetKey } from "../../../prover/fleet/key/key.ts";
import { noLog } from "../../../prover/fleet/worker/log.ts";
import { Worker } from "../../../prover/fleet/worker/worker.ts";
import { postgresPrograms, startPostgres } from "../../../scripts/support/postgres.ts";
import { folderWith } from "../../support/folder.ts";
import { poseidon } from "../../support/scene.ts";

/** Commits in a fleet that has a worker of some kinds, or none. @returns who did what, and the jobs of the worker */
async function commitWith(kinds: readonly JobKind[]): Promise<{ told: string[]; done: number }> {
  const server = await startPostgres();
  onTestFinished(server.stop);
  const folder = folderWith({ "data.jsonl": '{"text":"one"}\n{"text":"two"}\n' });
  await makeFleetKey(join(folder, "fleet.key"));
  const place = { queue: server.url, storage: join(folder, "storage"), key: join(folder, "fleet.key") };
  const { queue, blobs, key, version } = await openParts(place);
  const stop = new AbortController();
  const member = { name: "w", role: "worker", version, key: key.id, kinds, concurrency: 1 } as const;
  const handlers = makeHandlers({}, key, blobs);
  const worker = new Worker({ queue, blobs, key, handlers, member, log: noLog, stop: stop.signal });
  const working = kinds.length > 0 ? worker.run() : undefined;
  if (working) await expect.poll(async () => (await queue.status()).members.length, { timeout: 20_000 }).toBe(1);
  const told: string[] = [];
  await commitShard({
    sources: [{ path: join(folder, "data.jsonl") }],
    schemes: [{ scheme: "text", field: "text" }],
    out: join(folder, "shard"),
    poseidon,
    workers: commitInFleet(place, ({ what }) => what !== undefined && told.push(what)),
  });
  stop.abort();
  await working;
  await queue.close();
  expect(JSON.parse(readFileSync(join(folder, "shard/manifest.json"), "utf8"))).toMatchObject({ rows: 2 });
  return { told, done: worker.tally.done };
}

describe.runIf(postgresPrograms !== undefined)("a coordinator on PostgreSQL", () => {
  it("does its jobs itself, without a wait, when no worker is there", async () => {
    expect(await commitWith([])).toEqual({ told: ["part of data.jsonl, by this process"], done: 0 });
  }, 60_000);

  it("does its jobs itself when the workers do other kinds only", async () => {
    expect(await commitWith(["prove"])).toEqual({ told: ["part of data.jsonl, by this process"], done: 0 });
  }, 60_000);

  it("leaves its jobs to a worker that does them", async () => {
    expect(await commitWith(["commit", "prove"])).toEqual({ told: ["part of data.jsonl, by 1 worker"], done: 1 });
  }, 60_000);
});
