import type { Format, Reader } from "./row.ts";

/** The readers, loaded when a file needs them: some stand on large libraries, and every thread would load them all. */
const READERS: Record<Format, () => Promise<Reader>> = {
  files: async () => (await import("./file.ts")).readFile,
  jsonl: async () => (await import("./jsonl.ts")).readJsonl,
  json: async () => (await import("./jsonArray.ts")).readJsonArray,
  lines: async () => (await import("./lines.ts")).readLines,
  csv: async () => (await import("./csv.ts")).readCsv,
  tsv: async () => (await import("./csv.ts")).readTsv,
  tar: async () => (await import("./tar.ts")).readTar,
  webdataset: async () => (await import("./webdataset.ts")).readWebdataset,
  parquet: async () => (await import("./parquet.ts")).readParquet,
  arrow: async () => (await import("./arrow.ts")).readArrow,
  warc: async () => (await import("./warc.ts")).readWarc,
};

export const readerOf = (format: Format): Promise<Reader> => READERS[format]();
