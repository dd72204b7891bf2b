import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, it } from "vitest";
import { commitShard } from "../../../prover/commitment/commit.ts";
import type { OnBad } from "../../../prover/commitment/reading/readPart.ts";
import { locateKey } from "../../../prover/commitment/shard/locations.ts";
import { MERKLE_FILES } from "../../../prover/commitment/shard/manifest.ts";
import { readShard } from "../../../prover/commitment/shard/readShard.ts";
import { keyOf } from "../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { circomlibPoseidon, type Poseidon } from "../../../prover/shared/poseidon.ts";
import { randomField } from "../../../prover/shared/random.ts";
import { buildTree } from "../../../prover/tree/build.ts";
import { rootOf } from "../../../prover/tree/tree.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { readMerkleShard } from "../../support/shard.ts";

let poseidon: Poseidon;
beforeAll(async () => {
  poseidon = await circomlibPoseidon();
});

const schemes = [{ scheme: "sha256" }];
const keyOfText = (text: string) => keyOf("sha256", findScheme("sha256").values(Buffer.from(text))[0]!);
const files = { "a.txt": "one", "b/c.txt": "two", "b/copy.txt": "one" };

async function committed(content: Record<string, string> = files, path = "data") {
  const folder = folderWith(Object.fromEntries(Object.entries(content).map(([name, text]) => [`data/${name}`, text])));
  const out = join(folder, "shard");
  const manifest = await commitShard({ sources: [{ path: join(folder, path) }], schemes, out, poseidon });
  return { folder, out, manifest };
}

describe("a committed shard", () => {
  it("holds the keys of all records, and the location of each", async () => {
    const { out, manifest } = await committed();
    expect(manifest).toMatchObject({ rows: 3, keys: 2, sources: { count: 3, bytes: 9 } });
    const shard = await readMerkleShard(out);
    const keys = [keyOfText("one"), keyOfText("two")].sort(Buffer.compare);
    const tree = await buildTree(Uint8Array.from(Buffer.concat(keys)), poseidon);
    expect(shard.commitment).toBe(await poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), shard.salt]));
    expect(locateKey(out, [keyOfText("two"), keyOfText("three"), keyOfText("one")])).toEqual([
      [{ source: "b/c.txt", row: 1 }],
      [],
      [
        { source: "a.txt", row: 1 },
        { source: "b/copy.txt", row: 1 },
      ],
    ]);
  });

  it("is not made of a cache that lacks keys, because a lost key would pass for an absent one", async () => {
    const folder = folderWith({ "rows.jsonl": '"one"\n"two"\n' });
    const cache = join(folder, "cache");
    const commit = (out: string) =>
      commitShard({
        sources: [{ path: join(folder, "rows.jsonl") }],
        schemes,
        out: join(folder, out),
        cache,
        poseidon,
      });
    expect(await commit("first")).toMatchObject({ keys: 2 });
    const journal = new DatabaseSync(join(cache, "journal.sqlite"));
    journal.exec("UPDATE blocks SET bytes = substr(bytes, 1, length(bytes) / 2)");
    journal.close();
    expect(await codeOf(() => commit("second"))).toBe("commitment/lost-keys");
  });

  it("names the rows of a file with many", async () => {
    const lines = Array.from({ length: 500 }, (_, i) => `{"n":${i % 400}}`);
    const { out } = await committed({ "rows.jsonl": lines.join("\n") }, "data/rows.jsonl");
    const found = locateKey(out, lines.slice(0, 400).map(keyOfText));
    expect(found.map((list) => list.map(({ row }) => row))).toEqual(
      Array.from({ length: 400 }, (_, i) => (i < 100 ? [i + 1, i + 401] : [i + 1])),
    );
  });

  it("has a fresh salt that only its owner may read, and that is in no other file", async () => {
    const first = await committed();
    const second = await committed();
    expect(first.manifest.commitment).not.toBe(second.manifest.commitment);
    const salt = readFileSync(join(first.out, "salt"), "utf8").trim();
    expect(statSync(join(first.out, "salt")).mode & 0o777).toBe(0o600);
    for (const name of readdirSync(first.out).filter((name) => name !== "salt"))
      expect(readFileSync(join(first.out, name), "latin1")).not.toContain(salt);
  });

  it("resumes an interrupted commit with its salt, and writes the same files", async () => {
    const { folder, out, manifest } = await committed();
    const before = MERKLE_FILES.map((name) => readFileSync(join(out, name)));
    rmSync(join(out, "manifest.json"));
    rmSync(join(out, "tree.bin"));
    expect(await codeOf(() => readShard(out, poseidon))).toBe("commitment/not-a-shard");
    expect(await commitShard({ sources: [{ path: join(folder, "data") }], schemes, out, poseidon })).toEqual(manifest);
    expect(MERKLE_FILES.map((name) => readFileSync(join(out, name)))).toEqual(before);
  });

  it("is never overwritten", async () => {
    const { folder, out } = await committed();
    const again = () => commitShard({ sources: [{ path: join(folder, "data") }], schemes, out, poseidon });
    expect(await codeOf(again)).toBe("commitment/exists");
  });

  it("cannot be empty, and contains nothing of bad sources", async () => {
    expect(await codeOf(() => committed({ "rows.jsonl": "" }, "data/rows.jsonl"))).toBe("commitment/no-rows");
    expect(await codeOf(() => committed({ "rows.jsonl": "{}\n{" }, "data/rows.jsonl"))).toBe("json/syntax");
  });
});

describe("reading a shard", () => {
  it.each(MERKLE_FILES)("refuses a changed, longer, shorter or missing %s", async (name) => {
    const folder = folderWith({ "rows.jsonl": "{}\n\n[]" });
    const out = join(folder, "shard");
    await commitShard({ sources: [{ path: join(folder, "rows.jsonl") }], schemes, out, poseidon, onBadRow: "skip" });
    const path = join(out, name);
    const bytes = readFileSync(path);
    const damages: (() => void)[] = [
      () => writeFileSync(path, bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1)),
      () => appendFileSync(path, "\0"),
      () => writeFileSync(path, bytes.subarray(0, -1)),
      () => rmSync(path),
    ];
    for (const damage of damages) {
      writeFileSync(path, bytes);
      expect(await codeOf(() => readShard(out, poseidon))).toBe("accepted");
      damage();
      expect(await codeOf(() => readShard(out, poseidon))).toBe("commitment/damaged");
    }
  });

  it.each([
    ["0", "commitment/mismatch"],
    ["1234", "commitment/mismatch"],
    ["-1", "commitment/damaged"],
    ["", "commitment/damaged"],
    [FIELD_ORDER.toString(), "commitment/damaged"],
  ])("refuses the salt %j", async (salt, code) => {
    const { out } = await committed();
    writeFileSync(join(out, "salt"), salt);
    expect(await codeOf(() => readShard(out, poseidon))).toBe(code);
  });

  it("refuses a manifest that lacks a field or holds another type", async () => {
    const { out, manifest } = await committed();
    const write = (document: object) => writeFileSync(join(out, "manifest.json"), JSON.stringify(document));
    write({ ...manifest, more: 1 });
    expect(await codeOf(() => readShard(out, poseidon))).toBe("commitment/invalid");
    for (const field of Object.keys(manifest))
      for (const value of [undefined, null, -1, 1.5, "x", [], {}, [1]]) {
        write({ ...manifest, [field]: value });
        const code = await codeOf(() => readShard(out, poseidon));
        expect(["commitment/invalid", "accepted"]).toContain(code);
        if (code === "accepted") expect([field, value]).toEqual(["bases", []]);
      }
    writeFileSync(join(out, "manifest.json"), "{");
    expect(await codeOf(() => readShard(out, poseidon))).toBe("json/syntax");
  });
});

describe("what is left out", () => {
  const commitBad = async (policy: { onBadRow?: OnBad; onBadFile?: OnBad }) => {
    const data = folderWith({ "a.jsonl": '{"t":"one"}\n{"t":5}\n{}\n', "b.jsonl": '{"t":"two"}\n{"t":"three"}' });
    const out = join(folderWith(), "shard");
    const sources = [{ path: data, format: "jsonl" as const }];
    const manifest = await commitShard({
      sources,
      schemes: [{ scheme: "sha256", field: "t" }],
      out,
      poseidon,
      ...policy,
    });
    const lines = (name: string) =>
      readFileSync(join(out, name), "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    return { manifest, found: locateKey(out, ["one", "two"].map(keyOfText)), lines };
  };

  it("is empty unless the vendor opts in", async () => {
    expect(await codeOf(() => commitBad({}))).toBe("source/not-text");
  });

  it("can be rows, which are counted and listed", async () => {
    const { manifest, found, lines } = await commitBad({ onBadRow: "skip" });
    expect(manifest).toMatchObject({ rows: 3, skipped: { files: 0, rows: 2 } });
    expect(found).toEqual([[{ source: "a.jsonl", row: 1 }], [{ source: "b.jsonl", row: 1 }]]);
    expect(lines("skipped.jsonl")).toEqual([
      { source: "a.jsonl", row: 2, offset: 12, code: "source/not-text" },
      { source: "a.jsonl", row: 3, offset: 20, code: "source/missing-field" },
    ]);
    expect(lines("sources.jsonl")).toMatchObject([
      { name: "a.jsonl", rows: 1 },
      { name: "b.jsonl", rows: 2 },
    ]);
  });

  it("can be whole files", async () => {
    const { manifest, found, lines } = await commitBad({ onBadFile: "skip" });
    expect(manifest).toMatchObject({ rows: 2, skipped: { files: 1, rows: 0 } });
    expect(found).toEqual([[], [{ source: "b.jsonl", row: 1 }]]);
    expect(lines("skipped.jsonl")).toEqual([{ source: "a.jsonl", code: "source/not-text" }]);
    expect(lines("sources.jsonl")).toMatchObject([{ name: "a.jsonl", rows: 0, sha256: null }, { rows: 2 }]);
  });
});

describe("salts", () => {
  it("are spread over the whole field", () => {
    const salts = Array.from({ length: 400 }, randomField);
    expect(new Set(salts).size).toBe(400);
    expect(salts.every((salt) => salt >= 0n && salt < FIELD_ORDER)).toBe(true);
    for (let tenth = 0n; tenth < 10n; tenth++)
      expect(salts.filter((salt) => (salt * 10n) / FIELD_ORDER === tenth).length).toBeGreaterThan(8);
  });
});
