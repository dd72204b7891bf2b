import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitShard } from "../../../../prover/commitment/commit.ts";
import type { CommitOptions } from "../../../../prover/commitment/reading/options.ts";
import { passedOverIn } from "../../../../prover/commitment/reading/sourceList.ts";
import { describeCoverage, olderReader } from "../../../../prover/commitment/shard/describe.ts";
import { parseManifest } from "../../../../prover/commitment/shard/manifest.ts";
import { readShard } from "../../../../prover/commitment/shard/readShard.ts";
import { publicManifest } from "../../../../prover/shared/publicManifest.ts";
import { FieldNames, MAX_FIELD_NAMES } from "../../../../prover/source/records/fieldNames.ts";
import type { Format } from "../../../../prover/source/records/row.ts";
import { findListedRecords } from "../../../../prover/statements/findings.ts";
import { writeList } from "../../../support/blocklist.ts";
import { folderWith } from "../../../support/folder.ts";
import { FIELD, filesOf } from "../../../support/formats.ts";
import { poseidon } from "../../../support/scene.ts";
import { entryOf } from "../../../support/shard.ts";

const commit = async (files: Record<string, string | Uint8Array>, options: Partial<CommitOptions>) => {
  const out = folderWith();
  const sources = options.sources ?? [{ path: folderWith(files) }];
  const schemes = [{ scheme: "text", field: "text" }];
  const manifest = await commitShard({ schemes, out, poseidon, ...options, sources });
  return { out, manifest };
};

describe("what a shard says about its coverage", () => {
  it("counts values left out by scheme and field, and keeps the keys of the other schemes", async () => {
    const texts = ["first work", "second work", "third work"];
    const urls = ['"https://example.org/1"', "null", "7"];
    const rows = texts.map((text, i) => `{"text":"${text}","url":${urls[i]},"id":${i}}\n`);
    const { out, manifest } = await commit(
      { "d.jsonl": `${rows.join("")}not JSON\n` },
      {
        schemes: [
          { scheme: "text", field: "text" },
          { scheme: "url", field: "url" },
        ],
        onBadRow: "skip",
      },
    );
    expect(manifest.coverage).toEqual({
      compared: [
        { scheme: "text", field: "text", records: 3, keys: 3, leftOut: [] },
        { scheme: "url", field: "url", records: 1, keys: 1, leftOut: [{ code: "source/not-text", count: 2 }] },
      ],
      notCompared: {
        fields: ["id"],
        moreFields: false,
        files: [],
        records: [{ code: expect.stringMatching(/^json\//), count: 1 }],
      },
    });
    const list = await writeList(
      join(out, "list"),
      texts.map((text) => entryOf(text, "", "text")),
      { scheme: "text" },
    );
    expect(findListedRecords(await readShard(out, poseidon), list)).toHaveLength(3);
    expect(describeCoverage(manifest, [])).toEqual([
      'compared: text of field "text": 3 keys of 3 records',
      'compared: url of field "url": 1 key of 1 record; left out 2 values (source/not-text 2)',
      'NOT compared: fields "id"',
      expect.stringMatching(/^NOT compared: 1 record \(json\/.* 1\)$/),
    ]);
  });

  it("names the fields that were not chosen, in every format with fields", async () => {
    const files = await filesOf(["first", "second"]);
    for (const [format, field] of Object.entries(FIELD).filter(([, field]) => field !== undefined)) {
      const path = join(folderWith({ data: files[format as keyof typeof files] }), "data");
      const options = { sources: [{ path, format: format as Format }], schemes: [{ scheme: "text", field: field! }] };
      const { manifest } = await commit({}, options);
      const fields = { webdataset: ["json"], warc: ["url"] }[format] ?? ["id"];
      expect([format, manifest.coverage?.notCompared.fields]).toEqual([format, fields]);
    }
  });

  it("has no field left where whole records are compared", async () => {
    const { manifest } = await commit({ "a.jsonl": '{"text":"x","id":1}\n' }, { schemes: [{ scheme: "sha256" }] });
    expect(describeCoverage(manifest, [])).toEqual([
      "compared: sha256 of whole records: 1 key of 1 record",
      "NOT compared: nothing",
    ]);
  });

  it("counts and names the files that were passed over and left out", async () => {
    const { out, manifest } = await commit(
      { "a.jsonl": '{"text":"x"}\n', "b.csv": "title\ny\n", "README.md": "#", ".git/HEAD": "x", _SUCCESS: "" },
      { onBadFile: "skip" },
    );
    const { files } = manifest.coverage!.notCompared;
    expect(files).toEqual([
      { code: "source/housekeeping", count: 3 },
      { code: "source/missing-column", count: 1 },
    ]);
    expect(describeCoverage(manifest, await passedOverIn(out)).slice(1)).toEqual([
      "NOT compared: 4 files (source/housekeeping 3, source/missing-column 1): " +
        '".git/", "README.md", "_SUCCESS", "b.csv"',
    ]);
    expect(publicManifest(manifest, true)).toMatchObject({ format: "disjoint/shard/v2", coverage: manifest.coverage });
  });

  it("keeps a bounded number of names, and says that there are more", () => {
    const names = new FieldNames();
    for (let i = 0; i <= MAX_FIELD_NAMES; i++) names.note(["text", `id-${i}`]);
    const found = names.notChosen(["text"]);
    expect([found.names.length, found.hasMore]).toEqual([MAX_FIELD_NAMES - 1, true]);
    expect(new FieldNames().notChosen([])).toEqual({ names: [], hasMore: false });
  });

  it("treats a path into a field as a choice of that field", () => {
    const names = new FieldNames();
    names.note(["messages", "meta", "image", "metadata"]);
    expect(names.notChosen(["messages[].content", "meta.url", undefined]).names).toEqual(["image", "metadata"]);
  });
});

describe("a manifest of the first version", () => {
  const bytes = readFileSync(new URL("../../../vectors/manifest.v1.json", import.meta.url));

  it("is read as written, with unknown coverage", () => {
    const manifest = parseManifest(bytes, "manifest.json");
    expect({ ...manifest }).toEqual(JSON.parse(bytes.toString()));
    expect(publicManifest(manifest, true).format).toBe("disjoint/shard/v1");
    expect(describeCoverage(manifest, [])[1]).toContain("NOT compared: not known");
    expect(olderReader("shard", manifest)).toEqual([expect.stringContaining("was read by version 1 of the readers")]);
  });
});
