import { link, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CommitOptions } from "../../../prover/commitment/reading/options.ts";
import { type Section, table } from "../document.ts";
import { measure } from "../measure.ts";
import type { CommitMeasured, CommitTask } from "./commitTask.ts";
import { copied, FILES, jsonLines, sizeOf } from "./files.ts";

type Line = CommitMeasured & { name: string; bytes: number };
type Options = Omit<CommitOptions, "poseidon" | "out" | "sources" | "schemes">;

const TEXT = [
  { scheme: "sha256", field: "text" },
  { scheme: "text", field: "text" },
];

/** Whole commits of large datasets, each once, in their own processes. */
export async function benchScale(): Promise<Section> {
  const million = await jsonLines("million.jsonl", 1_000_000, 970);
  const parquet = await copied(million, "million.parquet", "FORMAT parquet");
  const small = await jsonLines("ten-million.jsonl", 10_000_000, 12);
  const work = await mkdtemp(join(FILES, "scale-"));
  try {
    const lines = await commits(work, million, parquet, small);
    return { report: lines, markdown: toMarkdown(lines) };
  } finally {
    await rm(work, { recursive: true });
  }
}

async function commits(work: string, million: string, parquet: string, small: string): Promise<Line[]> {
  const folder = join(work, "data");
  const cache = join(work, "cache");
  const lines: Line[] = [];
  const add = async (
    name: string,
    path: string,
    out: string,
    schemes: CommitOptions["schemes"],
    more: Options = {},
  ) => {
    const options = { sources: [{ path, format: "auto" as const }], schemes, out: join(work, out), ...more };
    const task: CommitTask = { task: name, options };
    const bytes = path === folder ? await sizeOf(million) : await sizeOf(path);
    lines.push({ name, bytes, ...(await measure<CommitMeasured>("data/commitTask.ts", task)) });
  };
  await linked(million, folder, "million.jsonl");
  await add("1M records of 1 KB, JSON Lines", folder, "first", TEXT);
  await add("the same with a cache, first time", folder, "base", TEXT, { cache });
  await add("the same with a cache, nothing changed", folder, "base", TEXT, { cache });
  await linked(await jsonLines("hundred.jsonl", 100, 2000), folder, "more.jsonl");
  await add("100 new records beside them, as a further shard", folder, "further", TEXT, {
    cache,
    bases: [join(work, "base")],
  });
  await add("1M records of 1 KB, Parquet", parquet, "parquet", TEXT);
  await add("1M records, at most 512 MiB", folder, "bounded", TEXT, { memoryBytes: 512 * 2 ** 20 });
  await add("10M keys", small, "many", [{ scheme: "sha256", field: "text" }]);
  return lines;
}

async function linked(path: string, folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await link(path, join(folder, name));
}

function toMarkdown(lines: readonly Line[]): string {
  const rows = lines.map(({ name, bytes, rows: records, keys, seconds, cpuSeconds, peakMiB }) => [
    name,
    Math.round(bytes / 2 ** 20),
    records,
    keys,
    `${seconds.toFixed(1)} s`,
    `${cpuSeconds.toFixed(1)} s`,
    `${peakMiB} MiB`,
  ]);
  return `## Committing large datasets

Whole commits, from the files to the written shard, each run once. The schemes are \`sha256\` and \`text\` of the text
column, in the last row only \`sha256\`. All records are synthetic and different. With a cache, unchanged files are
not read again.

${table(["dataset", "MiB", "records", "different keys", "time", "processor time", "peak"], rows)}`;
}
