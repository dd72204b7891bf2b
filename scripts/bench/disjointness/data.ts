/** Made-up works: one a line, and lists of their hashes. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const CHUNK = 10_000;

/** Works `from` to `from + count` of a shard, one a line. */
export const writeWorks = (path: string, count: number, from = 0): Promise<void> =>
  writeLines(path, count, (i) => `work ${from + i}`);

/** SHA-256 of works that no shard has. */
export const writeHashes = (path: string, count: number, from = 0): Promise<void> =>
  writeLines(path, count, (i) =>
    createHash("sha256")
      .update(`listed work ${from + i}`)
      .digest("hex"),
  );

function writeLines(path: string, count: number, line: (i: number) => string): Promise<void> {
  const chunks = function* () {
    for (let start = 0; start < count; start += CHUNK)
      yield Array.from({ length: Math.min(CHUNK, count - start) }, (_, i) => `${line(start + i)}\n`).join("");
  };
  return pipeline(Readable.from(chunks()), createWriteStream(path));
}
