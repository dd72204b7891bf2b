import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import { loadConfig } from "../../../../prover/release/config/load.ts";
import { initConfig } from "../../../../prover/release/init/init.ts";
import { bucketBitsFor } from "../../../../prover/tree/crowd.ts";
import { keysInMemory } from "../../../../prover/tree/keys.ts";
import { likelyBucketBits } from "../../../../prover/tree/likely.ts";
import { someEntries, writeList } from "../../../support/blocklist.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";
import { parquetOf } from "../../../support/formats.ts";
import { poseidon, sortKeys, workKey } from "../../../support/scene.ts";

const lines = (count: number, of: (i: number) => object): string =>
  Array.from({ length: count }, (_, i) => `${JSON.stringify(of(i))}\n`).join("");

const page = (i: number) => ({ id: i, url: `https://example.org/${i}`, title: "a", text: `the text of page ${i}` });

const found = async (files: Record<string, string | Uint8Array>, lists: string[] = []) => {
  const folder = folderWith(files);
  return { folder, ...(await initConfig({ data: join(folder, "data"), lists, folder, poseidon })) };
};

describe("a proposed configuration", () => {
  it("is written into a folder that it makes", async () => {
    const data = join(folderWith({ "data/a.jsonl": lines(3, page) }), "data");
    const folder = join(data, "../proposals/first");
    const { file } = await initConfig({ data, lists: [], folder, poseidon });
    expect([file, readFileSync(file, "utf8")]).toEqual([
      join(folder, "disjoint.config.yaml"),
      expect.stringContaining("path: ../../data"),
    ]);
  });

  it("has a shard for each folder and format, with the fields that hold texts and addresses", async () => {
    const { folder, shards, passedOver, undecided, text } = await found({
      "data/Web Pages/a.jsonl": lines(30, page),
      "data/Web Pages/b.jsonl.gz": gzipSync(lines(20, page)),
      "data/Web Pages/NOTES": "some words",
      "data/table/rows.csv": "name,body\nx,a long text\ny,another long text\n",
      "data/table/rows.parquet": await parquetOf(["a long text"]),
      "data/images/.gitattributes": "*.png lfs",
      "data/images/1.png": "a",
      "data/images/2.png": "b",
      "data/urls.txt": "https://example.org/1\nhttps://example.org/2\n",
    });
    const summary = shards.map(({ shard: { name, sources, schemes }, files, rows, isExact }) => [
      name,
      sources[0]!.format,
      sources[0]!.include,
      files,
      rows,
      isExact,
      typeof schemes === "string" ? schemes : schemes.map(({ scheme, field }) => `${scheme}:${field ?? ""}`).join(),
    ]);
    expect(summary.sort()).toEqual([
      ["data", "lines", ["*.txt"], 1, 2, true, "url-v2:"],
      ["images", "files", undefined, 2, 2, true, "sha256:"],
      ["table-csv", "csv", ["**/*.csv"], 1, 2, true, "text:body"],
      ["table-parquet", "parquet", ["**/*.parquet"], 1, 1, true, "text:text"],
      ["web-pages-jsonl", "jsonl", ["**/*.jsonl", "**/*.jsonl.gz"], 2, 50, true, "text:text,url-v2:url"],
      ["web-pages-other", "undecided", ["NOTES"], 1, 1, true, "undecided"],
    ]);
    expect(undecided).toEqual(["web-pages-other"]);
    expect(passedOver).toEqual(["images/.gitattributes"]);
    expect(text).toContain("# Passed over, because tools leave it beside data: images/.gitattributes\n");
    expect(await codeOf(() => loadConfig(folder))).toBe("config/undecided");
  });

  it("has the schemes of the lists, and says what a first release takes", async () => {
    const list = join(folderWith(), "list");
    await writeList(list, someEntries(40));
    const { shards, pages, proofs, estimate, text, file } = await found({ "data/a.jsonl": lines(50, page) }, [list]);
    expect(shards[0]!.shard.schemes).toEqual([
      { scheme: "sha256", field: "text" },
      { scheme: "url-v2", field: "url" },
    ]);
    expect({ pages, proofs }).toEqual({ pages: 3, proofs: { exclusion_16x60: 1, exclusion_16x138: 2 } });
    expect(estimate.seconds).toBeGreaterThan(3 * 0.273);
    expect(estimate.peakMiB).toBe(428);
    expect(estimate.gas).toBeGreaterThan(3 * 59_000);
    expect(text).toMatch(/^(# .*\n)+format: disjoint\/config\/v2\n/);
    const [, schema] = /^# yaml-language-server: \$schema=(.*)\n/.exec(text)!;
    expect(existsSync(join(dirname(file), schema!))).toBe(true);
  });

  it("takes a description's word for which files are the dataset's", async () => {
    const croissant = { distribution: [{ "@type": "cr:FileObject", "@id": "a", contentUrl: "a.jsonl" }] };
    const { shards } = await found({
      "data/a.jsonl": lines(5, page),
      "data/croissant.json": JSON.stringify(croissant),
    });
    expect(shards).toMatchObject([{ files: 1, rows: 5, shard: { sources: [{ format: "auto" }] } }]);
  });

  it("never takes the place of another", async () => {
    const { folder, file } = await found({ "data/a.jsonl": lines(5, page) });
    const before = readFileSync(file, "utf8");
    expect(await codeOf(() => initConfig({ data: join(folder, "data"), lists: [], folder, poseidon }))).toBe(
      "init/exists",
    );
    expect(readFileSync(file, "utf8")).toBe(before);
  });
});

test.each([1_000, 10_000, 50_000])("predicts nearly the depth that %i keys get", (count) => {
  const keys = Buffer.concat(sortKeys(Array.from({ length: count }, (_, i) => workKey(`key ${i}`))));
  expect(Math.abs(likelyBucketBits(count) - bucketBitsFor(keysInMemory(keys)))).toBeLessThanOrEqual(1);
});
