import { type Section, table } from "../document.ts";
import { interleaved, measure, median } from "../measure.ts";
import { readsInDuckdb } from "./byDuckdb.ts";
import { archived, arrowOf, compressed, copied, jsonLines, sizeOf } from "./files.ts";
import type { ReadMeasured, ReadTask } from "./task.ts";

const RUNS = 3;
const ROWS = 200_000;
const ROW_BYTES = 1000;

/** Files are kept: those of another size have another name. */
const TEXTS = `texts-${ROWS}`;

type Summary = { seconds: number; peakMiB: number };
type Line = { name: string; bytes: number } & Partial<Record<ReadTask["by"], Summary>>;

/** Reading, SHA-256 of every text, and writing it: our readers, DuckDB's SQL, and plain Node. */
export async function benchThroughput(): Promise<Section> {
  const lines: Line[] = [];
  for (const [name, format, path] of await files()) lines.push(await lineOf(name, format, path));
  return { report: { rows: ROWS, lines }, markdown: toMarkdown(lines) };
}

async function files(): Promise<[string, ReadTask["format"], string][]> {
  const jsonl = await jsonLines(`${TEXTS}.jsonl`, ROWS, ROW_BYTES);
  const csv = await copied(jsonl, `${TEXTS}.csv`, "FORMAT csv");
  const lines = await copied(jsonl, `${TEXTS}.txt`, "FORMAT csv, HEADER false, QUOTE '', ESCAPE ''", "text");
  const parquet = await copied(jsonl, `${TEXTS}.parquet`, "FORMAT parquet");
  const tar = await archived(`${TEXTS}.tar`, ROWS, ROW_BYTES);
  return [
    ["JSON Lines", "jsonl", jsonl],
    ["JSON Lines, gzip", "jsonl", await compressed(jsonl, "gz")],
    ["JSON Lines, zstd", "jsonl", await compressed(jsonl, "zst")],
    ["JSON array", "json", await copied(jsonl, `${TEXTS}.json`, "FORMAT json, ARRAY true")],
    ["CSV", "csv", csv],
    ["CSV, gzip", "csv", await compressed(csv, "gz")],
    ["TSV", "tsv", await copied(jsonl, `${TEXTS}.tsv`, "FORMAT csv, DELIMITER '\t', QUOTE ''")],
    ["lines", "lines", lines],
    ["lines, zstd", "lines", await compressed(lines, "zst")],
    ["tar", "tar", tar],
    ["WebDataset, gzip", "webdataset", await compressed(tar, "gz")],
    ["Parquet", "parquet", parquet],
    [
      "Parquet, zstd pages",
      "parquet",
      await copied(jsonl, `${TEXTS}.zstd.parquet`, "FORMAT parquet, COMPRESSION zstd"),
    ],
    ["Arrow IPC", "arrow", await arrowOf(`${TEXTS}.arrow`, ROWS, ROW_BYTES)],
  ];
}

async function lineOf(name: string, format: ReadTask["format"], path: string): Promise<Line> {
  const readers: ReadTask["by"][] = readsInDuckdb(format) ? ["ours", "duckdb", "node"] : ["ours", "node"];
  const results = await interleaved(
    RUNS,
    readers.map((by) => () => measure<ReadMeasured>("data/task.ts", { task: name, by, path, format } as ReadTask)),
  );
  const outputs = new Set(results.flat().map(({ output }) => output));
  if (outputs.size !== 1) throw new Error(`${name}: the readers did not find the same texts`);
  const summaries = results.map((all, i) => {
    const seconds = median(all.map((one) => one.seconds));
    return [readers[i]!, { seconds, peakMiB: median(all.map((one) => one.peakMiB)) }];
  });
  return { name, bytes: await sizeOf(path), ...Object.fromEntries(summaries) };
}

function toMarkdown(lines: readonly Line[]): string {
  const shown = (summary: Summary | undefined, bytes: number): string[] =>
    summary
      ? [
          Math.round(ROWS / summary.seconds / 1000).toString(),
          (bytes / 2 ** 20 / summary.seconds).toFixed(0),
          summary.peakMiB.toString(),
        ]
      : ["–", "–", "–"];
  const rows = lines.map(({ name, bytes, ours, duckdb, node }) => [
    name,
    (bytes / 2 ** 20).toFixed(0),
    ...shown(ours, bytes),
    ...shown(duckdb, bytes),
    ...shown(node, bytes),
  ]);
  const of = (who: string) => [`${who}: 1000 rows/s`, "MiB/s", "peak MiB"];
  return `## Reading

${ROWS} records of ${ROW_BYTES} bytes: read the file, compute the SHA-256 of every text, and write it in hex, on one thread.
*Ours* checks every byte and also computes the file's SHA-256. *DuckDB* is SQL through its Node API, which does not
read the formats with a dash. *Node* is a plain program with \`readline\`, \`csv-parse\`, \`tar-stream\`, \`hyparquet\` and
\`apache-arrow\`, which checks nothing. All wrote the same bytes. MiB/s refer to the file as it is stored.

${table(["format", "MiB", ...of("ours"), ...of("DuckDB"), ...of("Node")], rows)}`;
}
