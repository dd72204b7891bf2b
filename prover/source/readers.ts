import { loadPeer } from "../shared/peers.ts";
import type { Format, Reader } from "./records/row.ts";

/** The readers, loaded on demand: some need large libraries, and every thread would load them all. */
const READERS: Record<Format, () => Promise<Reader>> = {
  files: async () => (await import("./formats/text/file.ts")).readFile,
  jsonl: async () => (await import("./formats/text/jsonl.ts")).readJsonl,
  json: async () => (await import("./formats/text/jsonArray.ts")).readJsonArray,
  lines: async () => (await import("./formats/text/lines.ts")).readLines,
  csv: async () => (await import("./formats/csv/reader.ts")).readCsv,
  tsv: async () => (await import("./formats/csv/reader.ts")).readTsv,
  tar: async () => (await import("./formats/tar/reader.ts")).readTar,
  webdataset: async () => (await import("./formats/tar/webdataset.ts")).readWebdataset,
  parquet: async () =>
    (await loadPeer("Reading Parquet files", () => import("./formats/parquet/reader.ts"))).readParquet,
  arrow: async () => (await loadPeer("Reading Arrow files", () => import("./formats/arrow/reader.ts"))).readArrow,
  warc: async () => (await import("./formats/warc/reader.ts")).readWarc,
};

export const readerOf = (format: Format): Promise<Reader> => READERS[format]();
