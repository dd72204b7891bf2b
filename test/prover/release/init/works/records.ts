import { gzipSync } from "node:zlib";
import {
  type Case,
  chat,
  jsonl,
  messages,
  numbers,
  other,
  parquet,
  planted,
  rowsOf,
  TEXT,
  text,
  wide,
} from "./material.ts";

/** Texts that are a record's: of JSON, of a table. */
export const RECORDS: readonly Case[] = [
  ["conversations in JSON Lines", () => ({ "chats.jsonl": jsonl(chat) }), text, "found"],
  ["messages in compressed JSON Lines", () => ({ "chats.jsonl.gz": gzipSync(jsonl(messages)) }), text, "found"],
  ["conversations in a JSON array", () => ({ "chats.json": JSON.stringify(numbers.map(chat)) }), text, "found"],
  [
    "conversations in Parquet",
    async () => ({ "train.parquet": await parquet("FROM read_json('FOLDER/in.jsonl')", rowsOf(chat)) }),
    text,
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
