/** Reads one file in its own process: `node task.ts '{"task": …}'`. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Format } from "../../../prover/source/records/row.ts";
import { peakBytes } from "../../../test/support/peakMemory.ts";

/** The readers compared. Each writes the SHA-256 of every text in hex, one per line, and uses one thread. */
const READERS = {
  ours: async () => (await import("./byOurs.ts")).byOurs,
  duckdb: async () => (await import("./byDuckdb.ts")).byDuckdb,
  node: async () => (await import("./byNode.ts")).byNode,
};

export type ReadTask = {
  task: string;
  by: keyof typeof READERS;
  path: string;
  format: Exclude<Format, "files" | "warc">;
};

/** `output`: SHA-256 of what was written, by which the readers are compared. */
export type ReadMeasured = { seconds: number; peakMiB: number; output: string };

const { by, path, format } = JSON.parse(process.argv[2]!) as ReadTask;
const folder = await mkdtemp(join(tmpdir(), "disjoint-bench-"));
try {
  const out = join(folder, "out");
  const read = await READERS[by]();
  const start = performance.now();
  await read(path, format, out);
  const seconds = (performance.now() - start) / 1000;
  const peakMiB = Math.round(peakBytes() / 2 ** 20);
  const output = createHash("sha256").update(readFileSync(out)).digest("hex");
  process.stdout.write(JSON.stringify({ seconds, peakMiB, output } satisfies ReadMeasured));
} finally {
  await rm(folder, { recursive: true });
}
