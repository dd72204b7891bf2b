import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it, test } from "vitest";
import { decideVerdict, foundRecords } from "../../../../prover/release/report/report.ts";
import { comparedLines } from "../../../../prover/release/report/words.ts";
import { PROJECT_ROOT } from "../../../../prover/shared/root.ts";
import { BEHIND, CLEAN, DIRTY, EVIL, OPEN } from "../../../support/report.ts";

describe("the verdict", () => {
  it.each([CLEAN, OPEN, BEHIND, DIRTY])("is $verdict", (report) => {
    expect(decideVerdict(report)).toBe(report.verdict);
  });

  it("is not clean when there was nothing to prove", () => {
    expect(decideVerdict({ coverage: [], findings: [], upTo: [] })).toBe("open");
    expect(decideVerdict({ coverage: [{ ...CLEAN.coverage[0]!, pages: 0, clean: 0 }], findings: [], upTo: [] })).toBe(
      "open",
    );
  });

  it("is dirty no matter how much was proved", () => {
    expect(decideVerdict({ coverage: CLEAN.coverage, findings: DIRTY.findings, upTo: BEHIND.upTo })).toBe("dirty");
  });
});

test("a record is reported by the path of its file, with the line where records are lines", () => {
  const file = (
    path: string,
    format: "jsonl" | "lines" | "tsv" | "csv" | "files",
    compression: "none" | "gzip" = "none",
  ) => [path, { path: `data/${path}`, format, compression }] as const;
  const files = new Map([
    file("a.jsonl", "jsonl"),
    file("b.txt", "lines"),
    file("c.tsv", "tsv"),
    file("d.csv", "csv"),
    file("e.jsonl.gz", "jsonl", "gzip"),
    file("f.js", "files"),
  ]);
  const records = [...files.keys(), "gone"].map((source) => ({ source, row: 5 }));
  const finding = { page: 1, entry: 2, key: "ab".repeat(31), label: "Work", records };
  const list = { name: "opt-outs", scheme: "text" };
  const found = foundRecords({ shard: "s", list, findings: [finding], files });
  expect(found[0]).toEqual({
    shard: "s",
    file: "data/a.jsonl",
    row: 5,
    line: 5,
    list: "opt-outs",
    scheme: "text",
    page: 1,
    entry: 2,
    key: "ab".repeat(31),
    reason: "Work",
  });
  expect(found.map(({ line }) => line)).toEqual([5, 5, 6, null, null, null, null]);
  expect(found.at(-1)!.file).toBe("gone");
});

test.each([CLEAN, OPEN, BEHIND, DIRTY, EVIL])("the report $tag, $verdict, has the published shape", (report) => {
  const schema = JSON.parse(readFileSync(join(PROJECT_ROOT, "schema/report.v3.json"), "utf8"));
  const validate = new Ajv2020({ strictTypes: false }).compile(schema);
  expect(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...report, verdict: "fine" })).toBe(false);
  expect(validate({ ...report, note: "" })).toBe(false);
});

test("records that crowd a shard's tree are named for people and in the document", () => {
  const shard = (records: number) => ({
    shard: "web",
    coverage: null,
    passedOver: [],
    crowds: [{ bucketBits: 22, records: Array.from({ length: records }, (_, i) => ({ source: "a.txt", row: i + 1 })) }],
  });
  const [, line] = comparedLines({ shards: [shard(17)] });
  expect(line).toMatch(/crowded: the keys of 17 records .* 2\^22 buckets.*("a\.txt", row \d+(; )?){17}$/);
  expect(comparedLines({ shards: [shard(45)] })[1]).toMatch(/"a\.txt", row 40; and 5 others$/);
  expect(comparedLines({ shards: [{ ...shard(0), crowds: [] }] })).toHaveLength(1);
});
