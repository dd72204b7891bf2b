import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { commitShard } from "../../../prover/commitment/commit.ts";
import type { CommitOptions } from "../../../prover/commitment/reading/options.ts";
import { partsOf } from "../../../prover/commitment/reading/parts.ts";
import { locateKey } from "../../../prover/commitment/shard/locations.ts";
import { readShard } from "../../../prover/commitment/shard/readShard.ts";
import { keyOf } from "../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { circomlibPoseidon, type Poseidon } from "../../../prover/shared/poseidon.ts";
import { openSource } from "../../../prover/source/open.ts";
import { LIMITS } from "../../../prover/source/records/row.ts";
import { listSources } from "../../../prover/source/walk.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { FULL } from "../../support/full.ts";

let poseidon: Poseidon;
beforeAll(async () => {
  poseidon = await circomlibPoseidon();
});

const keyOfText = (text: string) => keyOf("sha256", findScheme("sha256").values(Buffer.from(text))[0]!);
// Few different texts in many rows: the tree, which is not what is tested here, stays small.
const line = (n: number) => `{"text":"record ${n % 300}","filler":"${"x".repeat(200)}"}\n`;
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => line(from + i)).join("");

/** The bytes of every file of a shard. */
const bytesOf = (out: string) =>
  Object.fromEntries(
    readdirSync(out)
      .sort()
      .map((name) => [name, sha256(readFileSync(join(out, name)))]),
  );

/** A folder for a shard whose salt is fixed, as an interrupted commit would have left it. */
function outWithSalt(): string {
  const out = folderWith();
  writeFileSync(join(out, "salt"), "12345\n", { mode: 0o600 });
  return out;
}

function optionsFor(data: string, more: Partial<CommitOptions> = {}): CommitOptions {
  const sources = [{ path: data, format: "jsonl" as const }];
  return { sources, schemes: [{ scheme: "sha256", field: "text" }], out: outWithSalt(), poseidon, ...more };
}

describe("parts of a large file", () => {
  it("together give the rows of the whole, whatever their size", async () => {
    const path = join(folderWith({ "rows.jsonl": `${lines(0, 50)}{"text":"last"}` }), "rows.jsonl");
    const [source] = listSources([{ path }]);
    const options = { fields: ["text"], limits: LIMITS };
    const rowsOf = async (range?: Parameters<typeof openSource>[2]) =>
      (await Array.fromAsync(openSource(source!, options, range).rows())).flat();
    const whole = await rowsOf();
    for (const partBytes of [1, 100, 300, 1000, 5000, 100_000]) {
      const { parts, sha256: hash } = await partsOf(source!, 0, partBytes);
      expect(hash ?? sha256(readFileSync(path))).toBe(sha256(readFileSync(path)));
      expect((await Promise.all(parts.map(rowsOf))).flat()).toEqual(whole);
      expect(parts.length).toBe(partBytes > 20_000 ? 1 : Math.ceil(51 / Math.ceil(partBytes / line(10).length)));
    }
  });
});

describe("a commit", () => {
  it("gives the same bytes on one thread and on several", async () => {
    const files = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`${i}.jsonl`, lines(3 * i, 3 * i + 4)]));
    const data = folderWith({ ...files, "large.jsonl": lines(0, 60_000), "larger.jsonl": lines(10_000, 90_000) });
    const shards = [];
    for (const threads of [1, 3]) {
      const options = optionsFor(data, { threads });
      await commitShard(options);
      shards.push(bytesOf(options.out));
    }
    expect(shards[1]).toEqual(shards[0]);
  });

  it("reports a bad record of any thread, with its position, and ends", async () => {
    const files = { "a.jsonl": lines(0, 40_000), "b.jsonl": `${lines(0, 40_000)}{"text":5}\n` };
    const act = () => commitShard(optionsFor(folderWith(files), { threads: 2 }));
    await expect(act()).rejects.toMatchObject({
      code: "source/not-text",
      message: expect.stringMatching(/b.jsonl, row 40001/),
    });
  });

  it("with a cache reads nothing twice, and gives the same shard while nothing changes", async () => {
    const data = folderWith({ "a.jsonl": lines(0, 20), "b.jsonl": lines(20, 40) });
    const options = optionsFor(data, { cache: folderWith() });
    const first = await commitShard(options);
    const read: number[] = [];
    const onProgress: CommitOptions["onProgress"] = ({ stage, done }) => void (stage === "source" && read.push(done));
    expect(await commitShard({ ...options, onProgress })).toEqual(first);
    expect(read).toEqual([]);
    appendFileSync(join(data, "b.jsonl"), line(99));
    expect(await codeOf(() => commitShard(options))).toBe("commitment/exists");
    const out = outWithSalt();
    const third = await commitShard({ ...options, out });
    expect([third.rows, third.keys]).toEqual([41, 41]);
    expect(locateKey(out, [keyOfText("record 99"), keyOfText("record 3")])).toEqual([
      [{ source: "b.jsonl", row: 21 }],
      [{ source: "a.jsonl", row: 4 }],
    ]);
    const fresh = optionsFor(data);
    await commitShard(fresh);
    expect(bytesOf(fresh.out)).toEqual(bytesOf(out));
  });

  it("notices a damaged shard although nothing changed", async () => {
    const options = optionsFor(folderWith({ "a.jsonl": lines(0, 5) }), { cache: folderWith() });
    await commitShard(options);
    appendFileSync(join(options.out, "tree.bin"), "x");
    expect(await codeOf(() => commitShard(options))).toBe("commitment/damaged");
  });

  it("does not share a cache with another commit at the same time", async () => {
    const cache = folderWith();
    const data = folderWith({ "a.jsonl": lines(0, 5) });
    const codes = await Promise.all([0, 1].map(() => codeOf(() => commitShard(optionsFor(data, { cache })))));
    expect(codes.sort()).toEqual(["accepted", "commitment/busy"]);
  });
});

describe("a further shard", () => {
  it("holds only what its bases lack", async () => {
    const data = folderWith({ "a.jsonl": lines(0, 30) });
    const base = optionsFor(data);
    await commitShard(base);
    expect(await codeOf(() => commitShard(optionsFor(data, { bases: [base.out] })))).toBe("commitment/nothing-new");
    writeFileSync(join(data, "b.jsonl"), lines(20, 35));
    const delta = optionsFor(data, { bases: [base.out] });
    const manifest = await commitShard(delta);
    expect(manifest).toMatchObject({
      rows: 45,
      keys: 5,
      bases: [(await readShard(base.out, poseidon)).manifest.commitment],
    });
    expect(
      locateKey(
        delta.out,
        [29, 30].map((n) => keyOfText(`record ${n}`)),
      ),
    ).toEqual([[], [{ source: "b.jsonl", row: 11 }]]);
    await readShard(delta.out, poseidon);
  });

  it("needs bases of the same schemes that are whole", async () => {
    const data = folderWith({ "a.jsonl": lines(0, 3) });
    const base = optionsFor(data, { schemes: [{ scheme: "sha256" }] });
    await commitShard(base);
    expect(await codeOf(() => commitShard(optionsFor(data, { bases: [base.out] })))).toBe("commitment/other-schemes");
    expect(await codeOf(() => commitShard(optionsFor(data, { bases: [data] })))).toBe("commitment/not-a-shard");
  });
});

describe("kill -9", () => {
  const KILLS = FULL ? 50 : 6;
  const child = fileURLToPath(new URL("../../support/commitChild.ts", import.meta.url));
  const start = (options: CommitOptions) =>
    spawn(process.execPath, [child, JSON.stringify(options)], { stdio: "ignore" });

  /** Kills after `moment` of the time a whole run takes; whether the process was still at work. */
  async function killed(process: ChildProcess, milliseconds: number): Promise<boolean> {
    const ended = once(process, "exit");
    await Promise.race([ended, sleep(milliseconds)]);
    process.kill("SIGKILL");
    return (await ended)[1] === "SIGKILL";
  }

  it(`at ${KILLS} moments of a commit is followed by the same bytes`, { timeout: 300_000 }, async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`${i}.jsonl`, lines(500 * i, 500 * i + 500)]),
    );
    const data = folderWith(files);
    const reference = optionsFor(data, { threads: 2 });
    const begun = performance.now();
    await once(start(reference), "exit");
    const whole = performance.now() - begun;
    const expected = bytesOf(reference.out);
    let interrupted = 0;
    for (let i = 0; i < KILLS; i++) {
      const options = optionsFor(data, { threads: 2 });
      if (await killed(start(options), (0.2 + (0.8 * i) / KILLS) * whole)) interrupted++;
      await commitShard({ ...options, poseidon }).catch((error: { code?: string }) => {
        if (error.code !== "commitment/exists") throw error;
      });
      expect(bytesOf(options.out)).toEqual(expected);
    }
    expect(interrupted).toBeGreaterThan(0);
  });

  it("once the shard is whole leaves nothing beside it after the next commit", async () => {
    const options = optionsFor(folderWith({ "a.jsonl": lines(0, 50) }));
    await commitShard({ ...options, poseidon });
    const expected = bytesOf(options.out);
    mkdirSync(join(options.out, ".work"));
    writeFileSync(join(options.out, ".work", "journal.sqlite"), "");
    expect(await codeOf(() => commitShard({ ...options, poseidon }))).toBe("commitment/exists");
    expect(bytesOf(options.out)).toEqual(expected);
  });
});
