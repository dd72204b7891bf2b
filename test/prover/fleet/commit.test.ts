import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitShard } from "../../../prover/commitment/commit.ts";
import { KEYS_FILE } from "../../../prover/commitment/shard/manifest.ts";
import { commitInFleet } from "../../../prover/fleet/coordinator/commit.ts";
import { openParts } from "../../../prover/fleet/coordinator/fleet.ts";
import { hashInFleet } from "../../../prover/fleet/coordinator/hasher.ts";
import { type Handlers, makeHandlers } from "../../../prover/fleet/jobs/handlers.ts";
import type { PartsJob, PartsResult } from "../../../prover/fleet/jobs/parts.ts";
import type { TreeJob, TreeResult } from "../../../prover/fleet/jobs/tree.ts";
import { readFleetKey } from "../../../prover/fleet/key/key.ts";
import { getPieces, putPieces } from "../../../prover/fleet/storage/files.ts";
import { noLog } from "../../../prover/fleet/worker/log.ts";
import { Worker } from "../../../prover/fleet/worker/worker.ts";
import { silent } from "../../../prover/shared/progress.ts";
import { writeTree } from "../../../prover/tree/store.ts";
import { postgresPrograms, startPostgres } from "../../../scripts/support/postgres.ts";
import { startChild } from "../../support/child.ts";
import { folderWith } from "../../support/folder.ts";
import { databaseContents } from "../../support/postgres.ts";
import { keyFromNumber, poseidon, sortKeys, workKey } from "../../support/scene.ts";
import { filesBelow } from "../../support/secrets.ts";

/** So many keys are below a part: small trees have many parts. */
const PART_KEYS = 128;

const recordsOf = (count: number, name: string, more = "") =>
  Array.from({ length: count }, (_, i) => `${JSON.stringify({ text: `${name} ${i}${more}` })}\n`).join("");

/** A folder with data and the key of a fleet, and the fleet. */
async function sceneOf(files: Record<string, string>, queue = "local") {
  const folder = folderWith(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`data/${name}`, content])),
  );
  const place = { queue, storage: join(folder, "storage"), key: join(folder, "fleet.key") };
  writeFileSync(place.key, "5".repeat(64), { mode: 0o600 });
  /** Commits with the same salt each time, so that every byte is the same. */
  const commit = (out: string, isByFleet: boolean, told: string[] = []) => {
    folderWith({ salt: "12345\n" }, join(folder, out));
    return commitShard({
      sources: [{ path: join(folder, "data") }],
      schemes: [{ scheme: "text", field: "text" }],
      out: join(folder, out),
      poseidon,
      ...(isByFleet && { workers: commitInFleet(place, ({ what }) => void told.push(what ?? ""), PART_KEYS) }),
    });
  };
  return { folder, place, commit, bytesOf: (out: string) => filesBelow(join(folder, out)) };
}

describe("a commit by a fleet has the bytes of one in a process, and leaves nothing in the storage:", () => {
  const large = recordsOf(560, "long", " and long".repeat(7_000));
  it.each<[string, Record<string, string>, number]>([
    [
      "a file in several parts, with records that are in two of them",
      { "a.jsonl": large + large.slice(0, large.indexOf("\n", 2_000_000) + 1) },
      8,
    ],
    [
      "a folder of files, some with the same records",
      {
        "a.jsonl": recordsOf(300, "one"),
        "b/c.jsonl": recordsOf(200, "two"),
        "d.jsonl": recordsOf(100, "one"),
      },
      4,
    ],
    ["so few records that the tree is not shared out", { "a.jsonl": recordsOf(64, "few") }, 0],
    ["one record", { "a.jsonl": recordsOf(1, "one") }, 0],
  ])(
    "%s",
    async (_, files, parts) => {
      const { folder, commit, bytesOf } = await sceneOf(files);
      const told: string[] = [];
      expect(await commit("fleet", true, told)).toEqual(await commit("own", false));
      expect(bytesOf("fleet")).toEqual(bytesOf("own"));
      expect(told.filter((what) => what.includes(" of the tree"))).toHaveLength(parts);
      expect(filesBelow(join(folder, "storage")).size).toBe(0);
    },
    60_000,
  );

  it.each<[string, bigint[]]>([
    [
      "keys that share their first 22 bits",
      Array.from({ length: 17 }, (_, i) => (5n << 240n) + (BigInt(i) << 221n) + 1n),
    ],
    [
      "keys in the first and the last part only",
      [1n, 2n, 3n, ...Array.from({ length: 60 }, (_, i) => 2n ** 248n - 1n - BigInt(i) * 2n ** 240n)],
    ],
    [
      "keys at random",
      Array.from({ length: 300 }, (_, i) => BigInt(`0x${Buffer.from(workKey(`${i}`)).toString("hex")}`)),
    ],
  ])(
    "the tree of %s",
    async (_, numbers) => {
      const { folder, place } = await sceneOf({});
      const keys = Buffer.concat(sortKeys(numbers.map(keyFromNumber)));
      for (const partKeys of [3, 100]) {
        const [own, other] = [`own-${partKeys}`, `fleet-${partKeys}`].map((name) =>
          folderWith({ [KEYS_FILE]: keys }, join(folder, name)),
        );
        await writeTree(own!, poseidon);
        await writeTree(other!, poseidon, silent, hashInFleet(place, silent, partKeys));
        expect(filesBelow(other!)).toEqual(filesBelow(own!));
      }
      expect(filesBelow(join(folder, "storage")).size).toBe(0);
    },
    60_000,
  );
});

describe.runIf(postgresPrograms !== undefined)("a coordinator of a commit", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => void (server = await startPostgres()));
  afterAll(() => server.stop());

  const files = { "a.jsonl": recordsOf(400, "one"), "b.jsonl": recordsOf(300, "two") };

  type Scene = Awaited<ReturnType<typeof sceneOf>>;
  type Altering = {
    parts?: ((result: PartsResult) => PartsResult) | undefined;
    /** Other hashes of a part of a tree. */
    hashes?: ((hashes: Buffer) => Buffer) | undefined;
    /** Called before a job is done. */
    before?(job: PartsJob | TreeJob): Promise<void>;
  };

  /** Works while a worker is there that alters what it gives back. @returns the types of the jobs that it did */
  async function withWorker({ place }: Scene, how: Altering, work: (done: string[]) => Promise<void>) {
    const { queue, blobs, key, version } = await openParts(place);
    const done: string[] = [];
    const real = makeHandlers({}, key, blobs);
    const handlers: Handlers = {
      async commit(payload, id) {
        const job = payload as PartsJob | TreeJob;
        await how.before?.(job);
        const result = await real.commit!(payload, id);
        done.push(job.type);
        if (job.type === "parts") return how.parts?.(result as PartsResult) ?? result;
        if (how.hashes === undefined) return result;
        const { hashes } = result as TreeResult;
        const right = Buffer.concat(await Array.fromAsync(getPieces(blobs, key, hashes)));
        return { hashes: await putPieces(blobs, key, hashes.label, [how.hashes(right)]) } satisfies TreeResult;
      },
    };
    const stop = new AbortController();
    const member = { name: "w", role: "worker", version, key: key.id, kinds: ["commit"], concurrency: 2 } as const;
    const worker = new Worker({ queue, blobs, key, member, handlers, log: noLog, stop: stop.signal });
    const running = worker.run();
    await expect
      .poll(async () => (await queue.status()).members.map(({ name }) => name), { timeout: 20_000 })
      .toContain("w");
    try {
      await work(done);
    } finally {
      stop.abort();
      await running;
      await queue.clear();
      await queue.close();
    }
    return done;
  }

  const eachPart = (change: (part: PartsResult["parts"][number]) => object): Altering => ({
    parts: ({ parts }) => ({ parts: parts.map((part) => ({ ...part, ...change(part) })) }),
  });
  const inOtherOrder = (hashes: Buffer): Buffer =>
    Buffer.concat(Array.from({ length: hashes.length / 32 }, (_, i) => hashes.subarray(32 * i, 32 * i + 32)).reverse());

  const WRONG: [Altering, string, RegExp][] = [
    [eachPart(() => ({ blocks: [] })), "fleet/wrong-result", /job \S+, 2 files, has 0 keys, and 400 were counted/],
    [eachPart(({ number }) => ({ number: number + 1 })), "fleet/wrong-result", /job \S+, 2 files, has other parts/],
    [{ hashes: (own) => own.subarray(32) }, "fleet/wrong-result", /part 1 of 8 of the tree, has fewer hashes/],
    [{ hashes: (own) => Buffer.concat([own, own]) }, "fleet/wrong-result", /part 1 of 8 of the tree, has more hashes/],
    [{ hashes: (own) => Buffer.from(own).fill(1) }, "tree/wrong-hash", /level \d above bucket \d+ of 2\^\d+ /],
    [{ hashes: inOtherOrder }, "tree/wrong-hash", /level \d above bucket \d+ of 2\^\d+ /],
  ];

  it("refuses what is missing, incomplete or wrong, and finishes with a right worker", async () => {
    const scene = await sceneOf(files, server.url);
    const how: Altering = {};
    const done = await withWorker(scene, how, async (jobs) => {
      for (const [altering, code, message] of WRONG) {
        Object.assign(how, { parts: undefined, hashes: undefined }, altering);
        const error = await scene.commit("fleet", true).catch((refused) => refused);
        expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
      }
      Object.assign(how, { parts: undefined, hashes: undefined });
      jobs.length = 0;
      expect(await scene.commit("fleet", true)).toEqual(await scene.commit("own", false));
    });
    expect(scene.bytesOf("fleet")).toEqual(scene.bytesOf("own"));
    // What the sources hold is in the journal.
    expect(done).toEqual(Array(8).fill("tree"));
  }, 60_000);

  it("is killed while the tree is hashed, and the next one reads nothing again", async () => {
    const scene = await sceneOf(files, server.url);
    await scene.commit("own", false);
    folderWith({ salt: "12345\n" }, join(scene.folder, "shard"));
    const before = async ({ type }: PartsJob | TreeJob) => {
      if (type === "tree") await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const killed = await withWorker(scene, { before }, async () => {
      const args = [join(import.meta.dirname, "../../support/fleetCommit.ts"), scene.folder, server.url];
      const child = startChild(process.execPath, args);
      child.stdout.on("data", (text: Buffer) => text.includes("of the tree") && child.kill("SIGKILL"));
      expect((await once(child, "exit"))[1]).toBe("SIGKILL");
    });
    const done = await withWorker(scene, {}, async () => void (await scene.commit("shard", true)));
    expect(killed).toContain("parts");
    expect(done).not.toContain("parts");
    expect(scene.bytesOf("shard")).toEqual(scene.bytesOf("own"));
    expect(filesBelow(scene.place.storage).size).toBe(0);
  }, 60_000);

  it("gives the queue and the storage nothing in clear", async () => {
    const scene = await sceneOf(files, server.url);
    const seen = new Map<string, Buffer>();
    const before = async ({ type }: PartsJob | TreeJob) => {
      for (const places of [await databaseContents(server.url), filesBelow(join(scene.folder, "storage"))])
        for (const [name, content] of places) seen.set(`${name} before a job of ${type}`, content);
    };
    await withWorker(scene, { before }, async () => void (await scene.commit("fleet", true)));
    const keys = scene.bytesOf("fleet").get(KEYS_FILE)!;
    const some = [0, 500, 699].map((i) => keys.subarray(31 * i, 31 * (i + 1)));
    const spelled = some.flatMap((one) => [
      one,
      Buffer.from(one.toString("hex")),
      Buffer.from(one.toString("base64").slice(0, 40)),
    ]);
    const places = [...seen].filter(([, content]) => spelled.some((one) => content.includes(one)));
    expect(places.map(([name]) => name)).toEqual([]);
    // They are there for those who have the key.
    const key = await readFleetKey(scene.place.key);
    const opened = [...seen.values()].flatMap((content) => {
      try {
        return [key.open("keys/0", content)];
      } catch {
        return [];
      }
    });
    expect(some.every((one) => opened.some((content) => content.includes(one)))).toBe(true);
  }, 60_000);
});
