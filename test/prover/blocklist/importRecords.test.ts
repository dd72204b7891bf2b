import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { BlocklistEntry } from "../../../prover/blocklist/entry.ts";
import { IMPORTERS } from "../../../prover/blocklist/importers.ts";
import { importRecords, type RecordOptions } from "../../../prover/blocklist/importRecords.ts";
import { keyOf, keyToHex } from "../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { parquetOf } from "../../support/formats.ts";

const text = findScheme("text");
const keyOfText = (value: string) => keyToHex(keyOf("text", text.values(Buffer.from(value))[0]!));
const sorted = (entries: BlocklistEntry[]) => entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
const entry = (value: string, label: string) => ({ key: keyOfText(value), label });

const read = (name: string, content: string | Uint8Array, options: RecordOptions = { field: "text" }, scheme = text) =>
  importRecords(join(folderWith({ [name]: content }), name), scheme, options);
const jsonl = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

describe("a list that is data", () => {
  const two = jsonl({ text: "one", title: "A" }, { text: "two", title: "B" });
  const asTwo = (name: string) => sorted([entry("one", `${name}, row 1`), entry("two", `${name}, row 2`)]);

  it.each<[string, () => Promise<string | Uint8Array> | string | Uint8Array]>([
    ["w.jsonl", () => two],
    ["w.jsonl.gz", () => gzipSync(two)],
    ["w.ndjson.zst", () => zstdCompressSync(two)],
    ["w.json", () => '[{"text": "one"},\n {"text": "two"}]'],
    ["w.csv", () => "title,text\r\nA,one\r\nB,two\r\n"],
    ["w.csv.gz", () => gzipSync("title,text\nA,one\nB,two\n")],
    ["w.tsv", () => "title\ttext\nA\tone\nB\ttwo\n"],
    ["w.parquet", () => parquetOf(["one", "two"])],
  ])("%s has an entry for each record, by the readers of data", async (name, content) => {
    const { entries, leftOut, counts } = await read(name, await content());
    expect(entries).toEqual(asTwo(name));
    expect({ leftOut, counts }).toEqual({ leftOut: [], counts: { records: 2, leftOut: 0 } });
  });

  it("accepts 600 works and makes each an entry", async () => {
    const works = Array.from({ length: 600 }, (_, i) => ({ text: `work ${i}` }));
    const { entries } = await read("w.jsonl", jsonl(...works));
    expect(entries.map(({ key }) => key).sort()).toEqual(works.map((work) => keyOfText(work.text)).sort());
  });

  it("is labeled with the chosen field, or with file and row if a record lacks it", async () => {
    const list = jsonl({ text: "one", title: "A" }, { text: "two", title: "B".repeat(900) }, { text: "three" });
    expect((await read("w.jsonl", list, { field: "text", label: "title" })).entries).toEqual(
      sorted([entry("one", "A"), entry("two", "B".repeat(200)), entry("three", "w.jsonl, row 3")]),
    );
    expect((await read("w.jsonl", two, { field: "text", label: "text" })).entries).toEqual(
      sorted([entry("one", "one"), entry("two", "two")]),
    );
  });

  it("has an entry for each element of a list in the field", async () => {
    const list = jsonl({ messages: [{ content: "one" }, { content: "two" }] }, { messages: [{ content: "three" }] });
    expect((await read("w.jsonl", list, { field: "messages[].content" })).entries.map(({ key }) => key)).toEqual(
      ["one", "two", "three"].map(keyOfText).sort(),
    );
  });

  it("has no record without an entry", async () => {
    const list = jsonl({ messages: [{ content: "one" }] }, { messages: [] });
    const options = { field: "messages[].content" };
    await expect(read("w.jsonl", list, options)).rejects.toMatchObject({
      code: "blocklist/no-value",
      message: expect.stringContaining("w.jsonl, row 2"),
    });
    const { entries, leftOut } = await read("w.jsonl", list, { ...options, onBadRow: "skip" });
    expect(entries).toHaveLength(1);
    expect(leftOut).toEqual([{ name: "w.jsonl, row 2", reason: "blocklist/no-value" }]);
  });

  it("is labelled by a path as well", async () => {
    const list = jsonl({ text: "one", meta: { title: "A" } });
    expect((await read("w.jsonl", list, { field: "text", label: "meta.title" })).entries).toEqual([entry("one", "A")]);
  });

  it("is of lines where that is its format, also compressed", async () => {
    const url = findScheme("url-v2");
    const lines = gzipSync("https://a.example/\nhttps://b.example/\n");
    expect((await read("urls.gz", lines, { format: "lines" }, url)).entries).toHaveLength(2);
  });

  const bad = `${jsonl({ text: "one" }, { text: null }, { other: "x" })}{\n${jsonl({ text: "two" })}`;

  it("is refused with a bad row, which is named with a hint that applies", async () => {
    await expect(read("w.jsonl", bad)).rejects.toMatchObject({
      code: "source/not-text",
      message: expect.stringContaining("row 2"),
      hint: expect.stringMatching(/^(?!.*onBadFile).*`onBadRow: skip`/s),
    });
  });

  it("that is of another format is refused with a hint that applies", async () => {
    for (const [name, code] of [
      ["w.jsonl.gz", "source/bad-gzip"],
      ["w.xyz", "source/unknown-ending"],
    ] as const)
      await expect(read(name, "x")).rejects.toMatchObject({
        code,
        hint: expect.not.stringMatching(/onBadFile|include/),
      });
  });

  it("leaves bad rows out on request, counted and named", async () => {
    const { entries, leftOut, counts } = await read("w.jsonl", bad, { field: "text", onBadRow: "skip" });
    expect(entries).toEqual(sorted([entry("one", "w.jsonl, row 1"), entry("two", "w.jsonl, row 5")]));
    expect(counts).toEqual({ records: 5, leftOut: 3 });
    expect(leftOut.map(({ name }) => name)).toEqual(["w.jsonl, row 2", "w.jsonl, row 3", "w.jsonl, row 4"]);
  });

  it("is not empty", async () => {
    expect(await codeOf(() => read("w.csv", "text\n"))).toBe("source/no-records");
    expect(await codeOf(() => read("w.csv", "title\nx\n"))).toBe("source/missing-column");
  });

  it("names the reason for a record that its scheme cannot read", async () => {
    await expect(
      read("w.jsonl", jsonl({ text: "no address" }), { field: "text" }, findScheme("url-v2")),
    ).rejects.toMatchObject({
      code: "fingerprint/bad-url",
      message: expect.stringContaining("w.jsonl, row 1: "),
    });
  });
});

describe("digests in a field", () => {
  const hex = createHash("sha256").update("work").digest("hex");
  const sha256 = findScheme("sha256");
  const key = keyToHex(keyOf("sha256", Buffer.from(hex, "hex")));
  const list = jsonl({ hash: hex, name: "w" });

  it("are entries themselves, or works to be hashed, and this is never guessed", async () => {
    const options = { field: "hash", label: "name" };
    expect(await codeOf(() => read("h.jsonl", list, options, sha256))).toBe("blocklist/digest-or-work");
    expect((await read("h.jsonl", list, { ...options, values: "digests" }, sha256)).entries).toEqual([
      { key, label: "w" },
    ]);
    expect((await read("h.jsonl", list, { ...options, values: "works" }, sha256)).entries).toHaveLength(1);
    const named = jsonl({ hash: `md5:${"0".repeat(32)}` });
    expect(await codeOf(() => read("h.jsonl", named, { field: "hash", values: "digests" }, sha256))).toBe(
      "blocklist/other-algorithm",
    );
  });
});

describe("a file that holds many works is not taken for one, nor its lines for works", () => {
  it.each([
    "w.jsonl",
    "w.jsonl.zst",
    "w.json",
    "w.parquet",
    "w.csv",
    "w.tsv",
    "w.tar.gz",
    "w.feather",
    "w.warc.gz",
    "w.txt.gz",
  ])("%s", async (name) => {
    const folder = folderWith({ [name]: jsonl({ text: "one" }) });
    for (const kind of ["lines", "hashes", "works"] as const)
      await expect(IMPORTERS[kind](join(folder, name), text)).rejects.toMatchObject({
        code: "blocklist/records",
        hint: expect.stringMatching(/`format: [a-z]+` and a field of the `scheme`/),
      });
    expect(await codeOf(() => IMPORTERS.works(folder, text))).toBe("blocklist/records");
  });

  it("nor is a stub in place of a list", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 9\n`;
    const folder = folderWith({ "list.txt": pointer });
    for (const kind of ["lines", "csv", "works"] as const)
      expect(await codeOf(() => IMPORTERS[kind](join(folder, "list.txt"), text))).toBe("source/stub");
  });

  it("but a file as a whole is, where its format says so", async () => {
    const content = jsonl({ text: "one" });
    const sha256 = findScheme("sha256");
    const { entries } = await read("w.jsonl", content, { format: "files", values: "works" }, sha256);
    expect(entries).toEqual([
      { key: keyToHex(keyOf("sha256", createHash("sha256").update(content).digest())), label: "w.jsonl" },
    ]);
  });
});
