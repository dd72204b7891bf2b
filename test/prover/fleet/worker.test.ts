import { appendFileSync, cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commitShard } from "../../../prover/commitment/commit.ts";
import { commitInFleet } from "../../../prover/fleet/coordinator/commit.ts";
import { openLocalQueue } from "../../../prover/fleet/engine/local.ts";
import type { Member, Queue } from "../../../prover/fleet/engine/queue.ts";
import type { Handlers } from "../../../prover/fleet/jobs/handlers.ts";
import { decodeResult, encode, jobId, payloadLabel, resultLabel } from "../../../prover/fleet/jobs/job.ts";
import { FleetKey, makeFleetKey } from "../../../prover/fleet/key/key.ts";
import { Blobs } from "../../../prover/fleet/storage/blobs.ts";
import { openFolder } from "../../../prover/fleet/storage/folder.ts";
import { logTo } from "../../../prover/fleet/worker/log.ts";
import { serveMetrics } from "../../../prover/fleet/worker/metrics.ts";
import { Worker } from "../../../prover/fleet/worker/worker.ts";
import { dataError } from "../../../prover/shared/errors.ts";
import { silent } from "../../../prover/shared/progress.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { poseidon } from "../../support/scene.ts";
import { filesBelow } from "../../support/secrets.ts";

const key = new FleetKey(Buffer.alloc(32, 5));
const SECRET = "a secret of the vendor";

/** A fleet in a folder, and what its worker writes to its log. */
function scene(handlers: Handlers, own: Partial<Member> = {}) {
  const storage = folderWith();
  const blobs = new Blobs(openFolder(storage));
  const queue = openLocalQueue();
  const stop = new AbortController();
  const abandon = new AbortController();
  const lines: string[] = [];
  const member: Member = {
    name: "w",
    role: "worker",
    version: "1",
    key: key.id,
    kinds: ["prove"],
    concurrency: 2,
    ...own,
  };
  const worker = new Worker({
    queue,
    blobs,
    key,
    handlers,
    member,
    log: logTo((line) => lines.push(line), "w"),
    stop: stop.signal,
    abandon: abandon.signal,
  });
  const add = async (payload: object, version = "1") => {
    const content = encode(payload);
    const id = jobId(key, "prove", version, content);
    const name = await blobs.put(key.seal(payloadLabel(id), content));
    await queue.add([{ id, kind: "prove", payload: name }], { version, key: key.id });
    return id;
  };
  return { storage, blobs, queue, stop, abandon, lines, worker, add };
}

const resultOf = async (queue: Queue, id: string): Promise<string> => {
  await expect.poll(() => queue.outcomes("prove", [id]), { timeout: 20_000 }).toHaveLength(1);
  const [outcome] = await queue.outcomes("prove", [id]);
  return "result" in outcome! ? outcome.result : `given up: ${outcome!.failure}`;
};

describe("a worker", () => {
  const echo: Handlers = { prove: async (payload) => ({ ...payload, done: true }) };

  it("does a job with the same bytes each time, and leaves nothing of it in the storage or the log", async () => {
    const { queue, blobs, add, worker, stop, lines, storage } = scene(echo);
    const running = worker.run();
    const id = await add({ secret: SECRET, n: 7n });
    const first = await resultOf(queue, id);
    await queue.forget("prove", [id]);
    expect(await add({ secret: SECRET, n: 7n })).toBe(id);
    expect(await resultOf(queue, id)).toBe(first);
    stop.abort();
    await running;
    const content = key.open(resultLabel(id), await blobs.get(first));
    expect(decodeResult(content)).toEqual({ secret: SECRET, n: 7n, done: true });
    expect(content.includes(SECRET)).toBe(true);
    const seen = [...filesBelow(storage).values(), Buffer.from(lines.join(""))];
    expect(seen).toHaveLength(3);
    expect(seen.filter((bytes) => bytes.includes(SECRET))).toEqual([]);
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(["started", "done", "done", "stopped"]);
    expect(worker.tally).toMatchObject({ done: 2, failed: 0 });
  });

  it("gives the error of a job as its result, sealed, because another try would not change it", async () => {
    const refuse = async () => Promise.reject(dataError("commitment/no-rows", `about ${SECRET}`, "Look."));
    const { queue, blobs, add, worker, stop, lines } = scene({ prove: refuse });
    const running = worker.run();
    const id = await add({});
    const content = key.open(resultLabel(id), await blobs.get(await resultOf(queue, id)));
    expect(await codeOf(() => decodeResult(content))).toBe("commitment/no-rows");
    stop.abort();
    await running;
    expect(lines.join("")).not.toContain(SECRET);
  });

  it("returns a job that fails in another way, until it is given up", async () => {
    let tries = 0;
    const fail = async () => Promise.reject(new Error(`try ${++tries}`));
    const { queue, add, worker, stop } = scene({ prove: fail });
    const running = worker.run();
    expect(await resultOf(queue, await add({}))).toBe("given up: unknown");
    expect(tries).toBe(26);
    stop.abort();
    await running;
  }, 30_000);

  it("refuses a job of another version, and ends with the reason", async () => {
    const { queue, add, worker } = scene(echo);
    await add({}, "2");
    expect(await codeOf(() => worker.run())).toBe("fleet/other-version");
    expect((await queue.status()).jobs.find(({ kind }) => kind === "prove")).toMatchObject({ waiting: 1, active: 0 });
  });

  it("does only the job that is named, and returns any other", async () => {
    const { queue, blobs, worker, lines, stop } = scene(echo);
    const payload = await blobs.put(key.seal(payloadLabel("other"), encode({ n: 1 })));
    const id = "00000000-0000-8000-8000-000000000001";
    await queue.add([{ id, kind: "prove", payload }], { version: "1", key: key.id });
    const running = worker.run();
    expect(await resultOf(queue, id)).toBe("given up: fleet/damaged");
    stop.abort();
    await running;
    expect(lines.join("")).toContain("fleet/damaged");
  }, 30_000);

  it("finishes its job when it is asked to stop, and returns it when it is abandoned", async () => {
    const release = Promise.withResolvers<object>();
    const wait: Handlers = { prove: () => release.promise };
    const { queue, add, worker, stop, abandon } = scene(wait);
    const running = worker.run();
    const id = await add({});
    await expect.poll(() => worker.active).toBe(1);
    stop.abort();
    const late = await add({ n: 2 });
    release.resolve({});
    await running;
    expect(await queue.outcomes("prove", [id, late])).toMatchObject([{ id }]);
    const second = scene({ prove: () => new Promise<object>(() => {}) });
    const abandoned = second.worker.run();
    await second.add({});
    await expect.poll(() => second.worker.active).toBe(1);
    second.stop.abort();
    second.abandon.abort();
    await abandoned;
    expect((await second.queue.status()).jobs.find(({ kind }) => kind === "prove")).toMatchObject({ waiting: 1 });
    expect(abandon.signal.aborted).toBe(false);
  });

  it("reports its work as OpenMetrics, and whether it is healthy", async () => {
    const { queue, add, worker, stop } = scene(echo);
    const running = worker.run();
    await resultOf(queue, await add({}));
    const server = await serveMetrics(worker, queue, "127.0.0.1", 0);
    const { port } = server.address() as { port: number };
    const get = (path: string, method = "GET") => fetch(`http://127.0.0.1:${port}${path}`, { method });
    const metrics = await get("/metrics");
    const text = await metrics.text();
    expect(metrics.headers.get("content-type")).toMatch(/^application\/openmetrics-text; version=1.0.0/);
    expect(text).toContain('disjoint_jobs_total{outcome="done"} 1\n');
    expect(text).toContain('disjoint_queue_jobs{kind="prove",state="completed"} 1\n');
    expect(text.endsWith("# EOF\n")).toBe(true);
    const declared = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const named = [...text.matchAll(/^([a-z_]+?)(?:_total)?(?:\{[^}]*\})? [0-9.]+$/gm)].map(([, name]) => name);
    expect(new Set(named)).toEqual(declared);
    const answers = await Promise.all([get("/healthz"), get("/other"), get("/metrics", "POST")]);
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 405]);
    worker.seen = 0;
    expect((await get("/healthz")).status).toBe(503);
    server.close();
    stop.abort();
    await running;
  });
});

describe("a shard that a fleet reads", () => {
  const lines = Array.from({ length: 400 }, (_, i) => `{"text":"record ${i}"}\n`).join("");
  let folder: string;
  beforeAll(async () => {
    const temporary = await temporaryFolder();
    folder = folderWith(
      { "data/a.jsonl": lines, "data/b/c.jsonl": lines.replaceAll("record", "other") },
      temporary.path,
    );
    await makeFleetKey(join(folder, "fleet.key"));
    return temporary.remove;
  });

  const commit = (out: string, inFleet: boolean, onBadRow: "error" | "skip" = "error") =>
    commitShard({
      sources: [{ path: join(folder, "data") }],
      schemes: [{ scheme: "text", field: "text" }],
      out: join(folder, out),
      onBadRow,
      poseidon,
      ...(inFleet && { workers: commitInFleet(place(), silent) }),
    });
  const place = () => ({ queue: "local", storage: join(folder, "storage"), key: join(folder, "fleet.key") });
  const withoutSalt = (out: string) =>
    readdirSync(join(folder, out))
      .filter((name) => !/^(salt|manifest)/.test(name))
      .map((name) => [name, readFileSync(join(folder, out, name)).toString("hex")]);

  it("is the same as one that is read by threads, and leaves nothing in the storage", async () => {
    const { commitment: _, files: _files, ...own } = (await commit("own", false)) as Record<string, unknown>;
    const { commitment, files, ...other } = (await commit("fleet", true)) as Record<string, unknown>;
    expect(other).toEqual(own);
    expect([commitment, files].every(Boolean)).toBe(true);
    expect(withoutSalt("fleet")).toEqual(withoutSalt("own"));
    expect(filesBelow(join(folder, "storage")).size).toBe(0);
  });

  it("has the errors of its records, with file and row", async () => {
    cpSync(join(folder, "data/a.jsonl"), join(folder, "data/d.jsonl"));
    appendFileSync(join(folder, "data/d.jsonl"), "not JSON\n");
    const messages = await Promise.all(
      [false, true].map((inFleet) => commit(`bad-${inFleet}`, inFleet).catch(({ code, message }) => [code, message])),
    );
    expect(messages[1]).toEqual(messages[0]);
    expect(String(messages[0])).toContain("d.jsonl");
  });
});
