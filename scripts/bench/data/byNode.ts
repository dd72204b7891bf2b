import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { RecordBatchReader } from "apache-arrow";
import { parse } from "csv-parse";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { extract } from "tar-stream";
import type { Format } from "../../../prover/source/records/row.ts";
import { HexLines } from "./hexLines.ts";

type Texts = AsyncIterable<string | Uint8Array> | Iterable<string>;

/** A program with Node's streams and the usual packages, which checks nothing. */
export async function byNode(path: string, format: Exclude<Format, "files" | "warc">, out: string): Promise<void> {
  const lines = new HexLines(out);
  for await (const text of await TEXTS[format](path)) lines.write(createHash("sha256").update(text).digest());
  lines.close();
}

const TEXTS: Record<Exclude<Format, "files" | "warc">, (path: string) => Texts | Promise<Texts>> = {
  jsonl: (path) => mapped(createInterface({ input: content(path) }), (line: string) => JSON.parse(line).text),
  json: (path) => (JSON.parse(readFileSync(path, "utf8")) as { text: string }[]).map(({ text }) => text),
  lines: (path) => createInterface({ input: content(path) }),
  csv: (path) => mapped(content(path).pipe(parse({ columns: true })), textOf),
  tsv: (path) => mapped(content(path).pipe(parse({ columns: true, delimiter: "\t", quote: null })), textOf),
  tar: (path) => members(path),
  webdataset: (path) => members(path),
  arrow: async function* (path) {
    for await (const batch of await RecordBatchReader.from(content(path))) yield* batch.getChild("text")!;
  },
  parquet: async (path) => {
    const bytes = readFileSync(path);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const rows = await parquetReadObjects({ file: file as ArrayBuffer, columns: ["text"], compressors });
    return (rows as { text: string }[]).map(({ text }) => text);
  },
};

const textOf = (record: { text: string }): string => record.text;

async function* mapped<T>(values: AsyncIterable<T>, map: (value: T) => string): AsyncGenerator<string> {
  for await (const value of values) yield map(value);
}

async function* members(path: string): AsyncGenerator<Uint8Array> {
  for await (const entry of content(path).pipe(extract()))
    yield Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Uint8Array>));
}

function content(path: string): Readable {
  const stored = createReadStream(path, { highWaterMark: 1 << 20 });
  if (path.endsWith(".gz")) return stored.pipe(createGunzip());
  return path.endsWith(".zst") ? stored.pipe(createZstdDecompress()) : stored;
}
