/** Files of the same made-up records in every format, written by other programs than ours. */
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, createZstdCompress } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { Int32, RecordBatchStreamWriter, Table, Utf8, vectorFromArray } from "apache-arrow";
import { pack } from "tar-stream";
import { random } from "../../../test/support/random.ts";
import { say } from "../measure.ts";
import { BENCH } from "../prepare.ts";

export const FILES = join(BENCH, "data");

const WORDS =
  `the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
you were all her she there would their we him been has when who will no more if out so up said what its about than into them can
only other time new some could these two may first then do any like my now over such our man me even most made after also well`.split(
    /\s+/,
  );

/** The text of record `i`: about `bytes` bytes of words, all records different. */
function textOf(i: number, bytes: number): string {
  const next = random(i);
  let text = `Record ${i}`;
  while (text.length < bytes) text += ` ${WORDS[Math.floor(next() * WORDS.length)]}`;
  return text;
}

/** `count` records of about `bytes` bytes as JSON Lines; made once. */
export async function jsonLines(name: string, count: number, bytes: number): Promise<string> {
  return once(name, async (path) => {
    const lines = function* () {
      for (let i = 0; i < count; i += 1000)
        yield Array.from(
          { length: Math.min(1000, count - i) },
          (_, j) => `${JSON.stringify({ id: i + j, text: textOf(i + j, bytes) })}\n`,
        ).join("");
    };
    await pipeline(Readable.from(lines()), createWriteStream(path));
  });
}

/** A folder of files of short lines, at most a million each: `count` different records, named by their number. */
export async function shortLines(count: number): Promise<string> {
  const folder = join(FILES, `lines-${count}`);
  for (let start = 0; start < count; start += LINES_A_FILE)
    await once(join(`lines-${count}`, `${start}.txt`), async (path) => {
      const end = Math.min(start + LINES_A_FILE, count);
      const blocks = function* () {
        for (let i = start; i < end; i += 1000)
          yield Array.from({ length: Math.min(1000, end - i) }, (_, j) => `Record ${i + j}\n`).join("");
      };
      await pipeline(Readable.from(blocks()), createWriteStream(path));
    });
  return folder;
}

const LINES_A_FILE = 1_000_000;

/** Converts a JSON Lines file with DuckDB. */
export const copied = (from: string, name: string, options: string, columns = "*"): Promise<string> =>
  once(name, async (path) => {
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run("SET threads = 1");
    const rows = `read_json('${from}', format = 'newline_delimited', columns = {id: 'INT', text: 'VARCHAR'})`;
    await connection.run(`COPY (SELECT ${columns} FROM ${rows}) TO '${path}' (${options})`);
    connection.closeSync();
    instance.closeSync();
  });

export const compressed = (from: string, ending: "gz" | "zst"): Promise<string> =>
  once(`${from.split("/").at(-1)}.${ending}`, async (path) => {
    await pipeline(
      createReadStream(from),
      ending === "gz" ? createGzip() : createZstdCompress(),
      createWriteStream(path),
    );
  });

/** The texts as members of an archive, one sample each. */
export const archived = (name: string, count: number, bytes: number): Promise<string> =>
  once(name, async (path) => {
    const archive = pack();
    const written = pipeline(archive, createWriteStream(path));
    for (let i = 0; i < count; i++)
      await new Promise<void>((resolve, reject) =>
        archive.entry({ name: `${String(i).padStart(9, "0")}.txt` }, textOf(i, bytes), (error) =>
          error ? reject(error) : resolve(),
        ),
      );
    archive.finalize();
    await written;
  });

export const arrowOf = (name: string, count: number, bytes: number): Promise<string> =>
  once(name, async (path) => {
    const batches = function* () {
      for (let i = 0; i < count; i += 10_000) {
        const ids = Array.from({ length: Math.min(10_000, count - i) }, (_, j) => i + j);
        const text = vectorFromArray(
          ids.map((id) => textOf(id, bytes)),
          new Utf8(),
        );
        yield* new Table({ id: vectorFromArray(ids, new Int32()), text }).batches;
      }
    };
    await pipeline(RecordBatchStreamWriter.writeAll(batches()).toNodeStream(), createWriteStream(path));
  });

export const sizeOf = async (path: string): Promise<number> => (await stat(path)).size;

async function once(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(FILES, name);
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  say(`making ${name}`);
  await make(`${path}.part`);
  await rename(`${path}.part`, path);
  return path;
}
