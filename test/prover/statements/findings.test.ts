import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Shard } from "../../../prover/commitment/shard/readShard.ts";
import { findListedRecords } from "../../../prover/statements/findings.ts";
import { someEntries, writeList } from "../../support/blocklist.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { codeOf } from "../../support/errors.ts";
import { commitFiles, entryOf, someFiles } from "../../support/shard.ts";

let folder: string;
let shard: Shard;
beforeAll(async () => {
  const temporary = await temporaryFolder();
  folder = temporary.path;
  const files = { ...someFiles(30), "a.txt": "twice", "deep/er/b.txt": "twice" };
  shard = await commitFiles(folder, files, ['"one"', '"two"', '"one"', '"three"']);
  return temporary.remove;
});

const listOf = (name: string, texts: string[], scheme = "sha256") =>
  writeList(join(folder, name), [...someEntries(20), ...texts.map((text) => entryOf(text, `is ${text}`))], { scheme });

test("nothing is found when nothing is there", async () => {
  expect(findListedRecords(shard, await listOf("absent", ["work 30", "Work 1", "work 1\n"]))).toEqual([]);
});

test("what is there is found, with page, entry, label and every record", async () => {
  const list = await listOf("present", ["twice", '"one"', "work 7", "not there"]);
  const found = findListedRecords(shard, list);
  for (const { page, entry, key, label } of found) {
    expect(Buffer.from(list.pages[page]!.keys[entry]!).toString("hex")).toBe(key);
    expect(list.pages[page]!.labels[entry]).toBe(label);
  }
  expect(new Map(found.map(({ label, key, records }) => [label, { key, records }]))).toEqual(
    new Map([
      [
        "is twice",
        {
          key: entryOf("twice").key,
          records: [
            { source: "data/a.txt", row: 1 },
            { source: "data/deep/er/b.txt", row: 1 },
          ],
        },
      ],
      [
        'is "one"',
        {
          key: entryOf('"one"').key,
          records: [
            { source: "rows.jsonl/rows.jsonl", row: 1 },
            { source: "rows.jsonl/rows.jsonl", row: 3 },
          ],
        },
      ],
      ["is work 7", { key: entryOf("work 7").key, records: [{ source: "data/work-7.txt", row: 1 }] }],
    ]),
  );
});

test("every key of the shard is found, on whatever page it is listed", async () => {
  const texts = Object.values(someFiles(30));
  const list = await listOf("all", texts);
  expect(list.pages.length).toBe(4);
  expect(findListedRecords(shard, list).map(({ key }) => key)).toEqual(texts.map((text) => entryOf(text).key).sort());
});

test("a list of a scheme that the shard has no keys of is refused: nothing found would mean nothing", async () => {
  const list = await listOf("sha1", ["twice"], "sha1");
  expect(await codeOf(() => findListedRecords(shard, list))).toBe("check/other-scheme");
});
