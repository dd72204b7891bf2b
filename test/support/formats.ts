import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { pack } from "tar-stream";
import type { Compression, Format } from "../../prover/source/records/row.ts";
import { folderWith } from "./folder.ts";

/** The file of a tar archive with these members. */
export async function tarOf(members: { name: string; content: string | Uint8Array }[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content } of members) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  return Buffer.concat(await Array.fromAsync(archive as AsyncIterable<Uint8Array>));
}

/** A WARC record: the lines of its header, without those that follow from the block. */
export function warcRecord(header: readonly string[], block: string | Uint8Array): Buffer {
  const bytes = Buffer.from(block);
  const head = ["WARC/1.0", ...header, `Content-Length: ${bytes.length}`, "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n\r\n")]);
}

/** A WET file: what Common Crawl makes of pages. */
const wetOf = (texts: readonly string[]): Buffer =>
  Buffer.concat(
    texts.map((text, id) =>
      warcRecord(
        ["WARC-Type: conversion", `WARC-Target-URI: https://site.example/${id}`, "Content-Type: text/plain"],
        text,
      ),
    ),
  );

/** A Parquet file that another implementation has written: columns `id` and `text`, with these options of COPY. */
export const parquetOf = (texts: readonly (string | null)[], copyOptions = ""): Promise<Buffer> =>
  duckdbFile(texts, `FORMAT parquet ${copyOptions}`);

/** A file that DuckDB has written: columns `id` and `text`, with these options of COPY. */
export async function duckdbFile(texts: readonly (string | null)[], copyOptions: string): Promise<Buffer> {
  const folder = folderWith({ "in.jsonl": texts.map((text, id) => JSON.stringify({ id, text })).join("\n") });
  const path = join(folder, "out");
  const rows =
    `read_json('${join(folder, "in.jsonl")}', format = 'newline_delimited', columns = {id: 'INT', text: ` +
    `'VARCHAR'})`;
  await copyTo(path, `(FROM ${rows})`, copyOptions);
  return readFileSync(path);
}

/** Writes with DuckDB the rows of a query in parentheses, with these options of COPY. */
export async function copyTo(path: string, query: string, copyOptions: string): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`COPY ${query} TO '${path}' (${copyOptions})`);
  connection.closeSync();
  instance.closeSync();
}

/** The records as a file of each format whose records can be these texts: no tabs and no ends of lines. */
export async function filesOf(texts: readonly string[]): Promise<Record<Exclude<Format, "files">, Buffer>> {
  const documents = texts.map((text, id) => JSON.stringify({ id, text }));
  const quoted = texts.map((text, id) => `${id},"${text.replaceAll('"', '""')}"\r\n`);
  const numbered = (ending: string) =>
    texts.map((content, id) => ({ name: `shard/${String(id).padStart(6, "0")}.${ending}`, content }));
  const samples = numbered("txt").flatMap((text) => [{ name: text.name.replace(/txt$/, "json"), content: "{}" }, text]);
  return {
    jsonl: Buffer.from(documents.join("\n")),
    json: Buffer.from(`[\n  ${documents.join(",\n  ")}\n]\n`),
    lines: Buffer.from(texts.map((text) => `${text}\n`).join("")),
    csv: Buffer.from(`id,text\r\n${quoted.join("")}`),
    tsv: Buffer.from(`id\ttext\n${texts.map((text, id) => `${id}\t${text}\n`).join("")}`),
    tar: await tarOf(numbered("bin")),
    webdataset: await tarOf(samples),
    parquet: await parquetOf(texts),
    arrow: Buffer.from(tableToIPC(tableFromArrays({ id: texts.map((_, id) => id), text: [...texts] }), "stream")),
    warc: wetOf(texts),
  };
}

/** The field that holds the text in files of `filesOf`. */
export const FIELD: Record<Exclude<Format, "files">, string | undefined> = {
  jsonl: "text",
  json: "text",
  lines: undefined,
  csv: "text",
  tsv: "text",
  tar: undefined,
  webdataset: "txt",
  parquet: "text",
  arrow: "text",
  warc: "body",
};

/** A frame that decoders must step over (RFC 8878, 3.1.2). */
export const skippableFrame = (content: string): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a57, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, Buffer.from(content)]);
};

/**
 * Compressed the way that parallel tools do: in several members or frames, with padding or skippable frames between.
 */
export function compress(bytes: Buffer, compression: Compression): Buffer {
  const cuts = [0, 1, Math.floor(bytes.length / 3), Math.floor(bytes.length / 2), bytes.length];
  const pieces = cuts.slice(1).map((end, i) => bytes.subarray(cuts[i], end));
  if (compression === "gzip")
    return Buffer.concat(pieces.flatMap((piece, i) => [gzipSync(piece), Buffer.alloc(i * 100)]));
  if (compression === "zstd")
    return Buffer.concat(pieces.flatMap((piece) => [skippableFrame("size of the next"), zstdCompressSync(piece)]));
  return bytes;
}

export const ENDING: Record<Compression, string> = { none: "", gzip: ".gz", zstd: ".zst" };
