import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { commitShard } from "../../../../prover/commitment/commit.ts";
import { readShard } from "../../../../prover/commitment/shard/readShard.ts";
import { keyOf, keyToHex } from "../../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../../prover/fingerprint/schemes.ts";
import { loadConfig } from "../../../../prover/release/config/load.ts";
import { initConfig } from "../../../../prover/release/init/init.ts";
import { DisjointError } from "../../../../prover/shared/errors.ts";
import { findListedRecords } from "../../../../prover/statements/findings.ts";
import { writeList } from "../../../support/blocklist.ts";
import { folderWith } from "../../../support/folder.ts";
import { tarOf } from "../../../support/formats.ts";
import { poseidon } from "../../../support/scene.ts";

type Files = Record<string, string | Uint8Array>;

/** A work as its rights holder lists it. */
type Work = { scheme: string; content: string | Uint8Array };

const TEXT = "It was a bright cold day in April, and the clocks were striking thirteen.\nNobody looked up.";
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(300, 0x9c)]);
const text: Work = { scheme: "text", content: TEXT };
const image: Work = { scheme: "sha256", content: JPEG };

const otherImage = (i: number) => Buffer.concat([JPEG, Buffer.from([i])]);
const other = (i: number) => `This is the text of record number ${i}, and there is not much in it.`;
const numbers = Array.from({ length: 30 }, (_, i) => i);
const planted = (i: number) => (i === 17 ? TEXT : other(i));
const plantedImage = (i: number) => (i === 17 ? JPEG : otherImage(i));
const jsonl = (of: (i: number) => object) => numbers.map((i) => `${JSON.stringify(of(i))}\n`).join("");

/**
 * What becomes of a listed work in data that is released by an unedited proposal: every way to refuse is one of the
 * release's own.
 */
async function outcomeOf(files: Files, work: Work, isListKnown: boolean): Promise<string> {
  const folder = folderWith(Object.fromEntries(Object.entries(files).map(([name, file]) => [`data/${name}`, file])));
  const scheme = findScheme(work.scheme);
  const keys = (scheme.entryValues ?? scheme.values)(Buffer.from(work.content)).map((value) =>
    keyOf(scheme.name, value),
  );
  const path = join(folder, "list");
  const entries = keys.map((key) => ({ key: keyToHex(key), label: "work" }));
  const list = await writeList(path, entries, { scheme: work.scheme });
  await initConfig({ data: join(folder, "data"), lists: isListKnown ? [path] : [], folder, poseidon });
  try {
    const { shards } = await loadConfig(folder);
    let found = 0;
    for (const { name, ...options } of shards) {
      const out = join(folder, "shards", name);
      await commitShard({ ...options, out, poseidon });
      found += findListedRecords(await readShard(out, poseidon), list).length;
    }
    return found > 0 ? "found" : "missed";
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
}

/** Writes a table with DuckDB; `images` are files beside it that the query may read. */
async function parquet(query: string, files: Files = {}): Promise<Buffer> {
  const folder = folderWith(files);
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const out = join(folder, "out.parquet");
  await connection.run(`COPY (${query.replaceAll("FOLDER", folder)}) TO '${out}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return readFileSync(out);
}

const rowsOf = (of: (i: number) => object) => ({ "in.jsonl": jsonl(of) });
const IMAGES: Files = Object.fromEntries(
  numbers.map((i) => [`img/${String(i).padStart(4, "0")}.jpg`, plantedImage(i)]),
);
const chat = (i: number) => ({
  id: `chat-${i}`,
  conversations: [
    { from: "human", value: `What do you know about number ${i}?` },
    { from: "gpt", value: planted(i) },
  ],
});
const messages = (i: number) => ({
  messages: [
    { role: "user", content: other(i) },
    { role: "assistant", content: planted(i) },
  ],
});
const mail = (i: number) =>
  `From: a@example.org\r\nTo: b@example.org\r\nSubject: number ${i}\r\n\r\n${planted(i)}\r\n\r\nYours\r\n`;
const wide = (i: number) => ({
  id: `row-${String(i).padStart(12, "0")}`,
  ...Object.fromEntries(numbers.map((column) => [`c${column}`, column % 3 === 0 ? i * column : `k${i}-${column}`])),
  lang: i % 2 ? "en" : "de",
  c99: planted(i),
});

describe.each([true, false])("a listed work, the list known: %s", (isListKnown) => {
  const cases: [string, () => Files | Promise<Files>, Work, string][] = [
    ["conversations in JSON Lines", () => ({ "chats.jsonl": jsonl(chat) }), text, "found"],
    ["messages in compressed JSON Lines", () => ({ "chats.jsonl.gz": gzipSync(jsonl(messages)) }), text, "found"],
    ["conversations in a JSON array", () => ({ "chats.json": JSON.stringify(numbers.map(chat)) }), text, "found"],
    [
      "conversations in Parquet",
      async () => ({ "train.parquet": await parquet("FROM read_json('FOLDER/in.jsonl')", rowsOf(chat)) }),
      text,
      "found",
    ],
    ["a folder of images", () => IMAGES, image, "found"],
    [
      "images in Parquet, with captions",
      async () => ({
        "train.parquet": await parquet(
          "SELECT {'bytes': content, 'path': filename} AS image, 'a dog on a lawn, and a cat ' || size AS caption " +
            "FROM read_blob('FOLDER/img/*.jpg')",
          IMAGES,
        ),
      }),
      image,
      "found",
    ],
    [
      "images in a column of bytes, with captions",
      async () => ({
        "train.parquet": await parquet(
          "SELECT content AS jpg, 'a dog on a lawn, and a cat ' || size AS caption FROM read_blob('FOLDER/img/*.jpg')",
          IMAGES,
        ),
      }),
      image,
      "found",
    ],
    [
      "images as base64 in JSON Lines",
      () => ({ "a.jsonl": jsonl((i) => ({ image: plantedImage(i).toString("base64"), caption: other(i) })) }),
      image,
      "config/undecided",
    ],
    [
      "mails, one a file",
      () => Object.fromEntries(numbers.map((i) => [`inbox/${i}.txt`, mail(i)])),
      { scheme: "text", content: mail(17) },
      "found",
    ],
    [
      "texts, one a line",
      () => ({ "texts.txt": numbers.map((i) => `${other(i)}\n`).join("") }),
      text,
      "config/undecided",
    ],
    [
      "documents, one a file, without a sign of it",
      () => Object.fromEntries(numbers.map((i) => [`${i}.txt`, `${planted(i)}\n`])),
      text,
      "config/undecided",
    ],
    [
      "images of a WebDataset",
      async () => ({
        "shard-000.tar": await tarOf(
          numbers.flatMap((i) => [
            { name: `${i}.jpg`, content: plantedImage(i) },
            { name: `${i}.txt`, content: other(i) },
          ]),
        ),
      }),
      image,
      "found",
    ],
    [
      "texts of a WebDataset",
      async () => ({
        "shard-000.tar": await tarOf(
          numbers.flatMap((i) => [
            { name: `${i}.cls`, content: String(i % 3) },
            { name: `${i}.txt`, content: planted(i) },
          ]),
        ),
      }),
      text,
      "found",
    ],
    [
      "images of an archive",
      async () => ({ "all.tar": await tarOf(numbers.map((i) => ({ name: `a/${i}.jpg`, content: plantedImage(i) }))) }),
      image,
      "found",
    ],
    ["one column of a wide table of JSON Lines", () => ({ "wide.jsonl": jsonl(wide) }), text, "found"],
    [
      "one column of a wide table of Parquet",
      async () => ({ "wide.parquet": await parquet("FROM read_json('FOLDER/in.jsonl')", rowsOf(wide)) }),
      text,
      "found",
    ],
    [
      "a table of nothing but identifiers",
      () => ({ "ids.csv": `id,key\n${numbers.map((i) => `${i},k-${i}\n`).join("")}` }),
      text,
      "config/undecided",
    ],
    [
      "JSON Lines that are called text",
      () => ({ "a.txt": jsonl((i) => ({ text: planted(i) })) }),
      text,
      "config/undecided",
    ],
    [
      "pages with their markup",
      () => ({ "a.jsonl": jsonl((i) => ({ id: i, html: `<p>${planted(i).replaceAll(" ", "&nbsp;")}</p>` })) }),
      text,
      "config/undecided",
    ],
    [
      "works in pieces, a list of them a record",
      () => ({ "a.jsonl": jsonl((i) => ({ id: i, paragraphs: [planted(i).slice(0, 20), planted(i).slice(20)] })) }),
      text,
      "config/undecided",
    ],
    [
      "a table without the names of its columns",
      () => ({ "a.csv": numbers.map((i) => `${i},"${planted((i + 17) % 30)}"\n`).join("") }),
      text,
      "config/undecided",
    ],
    [
      "a table whose columns semicolons separate",
      () => ({ "a.csv": `id;text\n${numbers.map((i) => `${i};"${planted(i)}"\n`).join("")}` }),
      text,
      "config/undecided",
    ],
    [
      "a field that holds a long text only once, late",
      () => ({
        "a.jsonl": Array.from(
          { length: 900 },
          (_, i) => `{"title":"${other(i)}","note":${JSON.stringify(i === 800 ? TEXT : "none")}}\n`,
        ).join(""),
      }),
      text,
      "found",
    ],
    [
      "a chat that is JSON within a field of CSV",
      () => ({
        "chats.csv": `id,messages\n${numbers
          .map((i) => `${i},"${JSON.stringify(messages(i).messages).replaceAll('"', '""')}"\n`)
          .join("")}`,
      }),
      text,
      "config/undecided",
    ],
    [
      "JSON Lines among images, mails and tables",
      async () => ({
        ...IMAGES,
        "tables/wide.parquet": await parquet(
          "FROM read_json('FOLDER/in.jsonl')",
          rowsOf((i) => ({ i, t: other(i) })),
        ),
        "chats.jsonl": jsonl(chat),
      }),
      text,
      "check/other-scheme",
    ],
    [
      "an image beside JSON Lines that have not the list's scheme",
      () => ({ "0.jpg": JPEG, "1.jpg": otherImage(1), "a.jsonl": jsonl((i) => ({ text: other(i) })) }),
      image,
      isListKnown ? "found" : "check/other-scheme",
    ],
    [
      "a file without an ending beside JSON Lines",
      () => ({ "a.jsonl": jsonl((i) => ({ text: other(i) })), work: TEXT }),
      text,
      "config/undecided",
    ],
    [
      "a spreadsheet",
      () => ({ "a.jsonl": jsonl((i) => ({ text: other(i) })), "b.xlsx": TEXT }),
      text,
      "config/undecided",
    ],
    [
      "one of two files with other columns",
      () => ({ "a.jsonl": jsonl((i) => ({ text: other(i) })), "b.jsonl": jsonl((i) => ({ plot: planted(i) })) }),
      text,
      "config/undecided",
    ],
    [
      "addresses and owners beside code",
      () => ({ "code.jsonl": jsonl((i) => ({ content: other(i), max_stars_repo_name: `ann/tool-${i}` })) }),
      { scheme: "repo", content: "ann" },
      "found",
    ],
  ];
  it.each(cases)("of %s", async (_, files, work, outcome) => {
    expect(await outcomeOf(await files(), work, isListKnown)).toBe(outcome);
  });
});
