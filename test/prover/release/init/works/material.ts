import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { folderWith } from "../../../../support/folder.ts";

export type Files = Record<string, string | Uint8Array>;

/** A work as its rights holder lists it. */
export type Work = { scheme: string; content: string | Uint8Array };

export const TEXT = "It was a bright cold day in April, and the clocks were striking thirteen.\nNobody looked up.";
export const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(300, 0x9c)]);
export const text: Work = { scheme: "text", content: TEXT };
export const image: Work = { scheme: "sha256", content: JPEG };

export const otherImage = (i: number) => Buffer.concat([JPEG, Buffer.from([i])]);
export const other = (i: number) => `This is the text of record number ${i}, and there is not much in it.`;
export const numbers = Array.from({ length: 30 }, (_, i) => i);
export const planted = (i: number) => (i === 17 ? TEXT : other(i));
export const plantedImage = (i: number) => (i === 17 ? JPEG : otherImage(i));
export const jsonl = (of: (i: number) => object) => numbers.map((i) => `${JSON.stringify(of(i))}\n`).join("");

/**
 * Data that hold the work: in what, the files, the work, and what becomes of it with a proposal that knows the list.
 * Where that depends on knowing it, the last is what becomes of the work without.
 */
export type Case = readonly [
  what: string,
  files: () => Files | Promise<Files>,
  work: Work,
  outcome: string,
  outcomeWithoutList?: string,
];

/** Writes a table with DuckDB; `images` are files beside it that the query may read. */
export async function parquet(query: string, files: Files = {}): Promise<Buffer> {
  const folder = folderWith(files);
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const out = join(folder, "out.parquet");
  await connection.run(`COPY (${query.replaceAll("FOLDER", folder)}) TO '${out}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return readFileSync(out);
}

export const rowsOf = (of: (i: number) => object) => ({ "in.jsonl": jsonl(of) });
export const IMAGES: Files = Object.fromEntries(
  numbers.map((i) => [`img/${String(i).padStart(4, "0")}.jpg`, plantedImage(i)]),
);
export const chat = (i: number) => ({
  id: `chat-${i}`,
  conversations: [
    { from: "human", value: `What do you know about number ${i}?` },
    { from: "gpt", value: planted(i) },
  ],
});
export const messages = (i: number) => ({
  messages: [
    { role: "user", content: other(i) },
    { role: "assistant", content: planted(i) },
  ],
});
export const mail = (i: number) =>
  `From: a@example.org\r\nTo: b@example.org\r\nSubject: number ${i}\r\n\r\n${planted(i)}\r\n\r\nYours\r\n`;
export const wide = (i: number) => ({
  id: `row-${String(i).padStart(12, "0")}`,
  ...Object.fromEntries(numbers.map((column) => [`c${column}`, column % 3 === 0 ? i * column : `k${i}-${column}`])),
  lang: i % 2 ? "en" : "de",
  c99: planted(i),
});
