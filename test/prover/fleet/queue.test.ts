import { beforeAll, describe, expect, it, test } from "vitest";
import { openLocalQueue } from "../../../prover/fleet/engine/local.ts";
import { openPostgresQueue } from "../../../prover/fleet/engine/postgres.ts";
import { type Member, MOST_RETRIES, type Queue } from "../../../prover/fleet/engine/queue.ts";
import { postgresPrograms, startPostgres } from "../../../scripts/support/postgres.ts";
import { codeOf } from "../../support/errors.ts";

const coordinator: Member = {
  name: "c",
  role: "coordinator",
  version: "1",
  key: "k",
  kinds: ["commit", "prove"],
  concurrency: 1,
};
const NOTHING = { done: 0, failed: 0, seconds: 0 };

let last = 0;
const newId = () => `00000000-0000-8000-8000-${String(++last).padStart(12, "0")}`;
const proveJob = () => ({ id: newId(), kind: "prove" as const, payload: "ab".repeat(32) });

const isInstalled = postgresPrograms !== undefined;

async function postgresQueue() {
  const server = await startPostgres();
  return { server, queue: await openPostgresQueue(server.url) };
}

const ENGINES = [
  ["inside the process", async () => ({ queue: openLocalQueue(), end: async () => {} })],
  [
    "on PostgreSQL",
    async () => {
      const { server, queue } = await postgresQueue();
      return { queue, end: server.stop };
    },
  ],
] as const;

describe.each(ENGINES.slice(0, isInstalled ? 2 : 1))("a queue %s", (_, open) => {
  let queue: Queue;
  beforeAll(async () => {
    const opened = await open();
    queue = opened.queue;
    return async () => {
      await queue.close();
      await opened.end();
    };
  }, 60_000);

  it("stores a job once, gives it to one worker, and keeps its first result", async () => {
    const job = proveJob();
    await queue.add([job], coordinator);
    await queue.add([job, job], coordinator);
    expect(await queue.claim(["commit"], 5)).toEqual([]);
    const [claimed, ...more] = await queue.claim(["commit", "prove"], 5);
    expect(more).toEqual([]);
    expect(claimed).toEqual({ ...job, attempt: 0, version: "1", key: "k" });
    expect(await queue.claim(["prove"], 5)).toEqual([]);
    expect(await queue.outcomes("prove", [job.id])).toEqual([]);
    await queue.touch([claimed!]);
    await queue.complete([claimed!], "first");
    await queue.complete([claimed!], "second");
    await queue.handBack(claimed!, "late");
    expect(await queue.outcomes("prove", [job.id, newId()])).toEqual([{ id: job.id, result: "first" }]);
    await queue.add([job], coordinator);
    expect(await queue.claim(["prove"], 5)).toEqual([]);
    await queue.forget("prove", [job.id]);
    expect(await queue.outcomes("prove", [job.id])).toEqual([]);
  });

  it("gives a returned job to another worker, and ignores the late result of the first", async () => {
    const job = proveJob();
    await queue.add([job], coordinator);
    const [first] = await queue.claim(["prove"], 1);
    await queue.handBack(first!, "worker stopped");
    const [second] = await queue.claim(["prove"], 1);
    expect(second).toEqual({ ...first, attempt: 1 });
    await queue.complete([first!], "of the first");
    expect(await queue.outcomes("prove", [job.id])).toEqual([]);
    await queue.complete([second!], "of the second");
    expect(await queue.outcomes("prove", [job.id])).toEqual([{ id: job.id, result: "of the second" }]);
    await queue.forget("prove", [job.id]);
  });

  it("gives up on a job that fails too often, and says why", async () => {
    const job = proveJob();
    await queue.add([job], coordinator);
    for (let tries = 0; tries <= MOST_RETRIES; tries++)
      for (const claimed of await queue.claim(["prove"], 1)) await queue.handBack(claimed, `try ${tries}`);
    expect(await queue.claim(["prove"], 1)).toEqual([]);
    expect(await queue.outcomes("prove", [job.id])).toEqual([{ id: job.id, failure: `try ${MOST_RETRIES}` }]);
    const { jobs } = await queue.status();
    expect(jobs.find(({ kind }) => kind === "prove")).toMatchObject({ waiting: 0, active: 0, failed: 1 });
    expect(await queue.clear()).toBe(1);
    expect(await queue.clear()).toBe(0);
  });

  it("lets one coordinator work on a release at a time, and tells the other one", async () => {
    const inner = () => queue.exclusively("v1", async () => "never");
    expect(await queue.exclusively("v1", () => codeOf(inner))).toBe("fleet/busy");
    expect(await queue.exclusively("v1", () => queue.exclusively("v2", async () => "both"))).toBe("both");
    await expect(queue.exclusively("v1", () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(await queue.exclusively("v1", async () => "free again")).toBe("free again");
  });
});

describe.runIf(isInstalled)("the members of a fleet on PostgreSQL", () => {
  it("have one version and one key: another is refused by name, in whatever order they come", async () => {
    const { server, queue } = await postgresQueue();
    const others = [
      { ...coordinator, name: "old", version: "0" },
      { ...coordinator, name: "stranger", key: "x", role: "worker" as const },
    ];
    try {
      const firsts = await Promise.allSettled(
        ["a", "b", "c", "d"].map((name, i) => queue.join({ ...coordinator, name, key: i % 2 ? "x" : "k" }, NOTHING)),
      );
      expect(firsts.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
      for (const name of ["a", "b", "c", "d"]) await queue.leave(name);
      await queue.join(coordinator, NOTHING);
      await queue.join({ ...coordinator, name: "w", role: "worker" }, { done: 3, failed: 1, seconds: 2 });
      const messages = await Promise.all(others.map((other) => queue.join(other, NOTHING).catch((error) => error)));
      expect(messages.map(({ code, message }) => [code, message])).toEqual([
        ["fleet/other-version", "coordinator old has version 0, and coordinator c has 1"],
        ["fleet/other-key", "worker stranger has the key x, and coordinator c has k"],
      ]);
      const { members } = await queue.status();
      expect(members.map(({ name, done, refused }) => [name, done, refused === null])).toEqual([
        ["c", 0, true],
        ["old", 0, false],
        ["stranger", 0, false],
        ["w", 3, true],
      ]);
      for (const { name } of members) await queue.leave(name);
      await queue.join(others[0]!, NOTHING);
    } finally {
      await queue.close();
      await server.stop();
    }
  }, 60_000);

  it("reconnect after a restart of the server, and keep their jobs", async () => {
    const { server, queue } = await postgresQueue();
    try {
      const job = proveJob();
      await queue.add([job], coordinator);
      const [claimed] = await queue.claim(["prove"], 1);
      const isHeld = await queue.exclusively("v1", async () => {
        await server.restart();
        await queue.complete([claimed!], "kept");
        await expect
          .poll(() => codeOf(() => queue.exclusively("v1", async () => {})), { timeout: 20_000 })
          .toBe("fleet/busy");
        return true;
      });
      expect(isHeld).toBe(true);
      expect(await queue.outcomes("prove", [job.id])).toEqual([{ id: job.id, result: "kept" }]);
    } finally {
      await queue.close();
      await server.stop();
    }
  }, 60_000);
});

test("an unreachable server is named without its address", async () => {
  const error = await openPostgresQueue("postgres://me:secret@127.0.0.1:1/none").catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "fleet/no-queue" });
  expect(error.message).not.toContain("secret");
}, 60_000);
