import { usageError } from "../../shared/errors.ts";
import type { Compression, Format } from "./row.ts";

const FORMATS: readonly Format[] = [
  "files",
  "jsonl",
  "json",
  "lines",
  "csv",
  "tsv",
  "tar",
  "webdataset",
  "parquet",
  "arrow",
  "warc",
];

export const formatNames = (): string[] => [...FORMATS];

const FORMAT_ENDINGS: Record<string, Format> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
  txt: "lines",
  csv: "csv",
  tsv: "tsv",
  tar: "tar",
  parquet: "parquet",
  arrow: "arrow",
  arrows: "arrow",
  feather: "arrow",
  warc: "warc",
  wet: "warc",
  wat: "warc",
};

const COMPRESSION_ENDINGS: Record<string, Compression> = { gz: "gzip", zst: "zstd", tgz: "gzip" };

/**
 * How a file is read, by the extensions of its name (`a.jsonl.zst`) unless the format is given. `files` is the format
 * of files that are one record each, compressed or not. Files with an unknown extension need it explicitly, because
 * they may not be meant as records.
 */
export function readingOf(path: string, given?: Format): { format: Format; compression: Compression } {
  const [last = "", before = ""] = path.toLowerCase().split("/").at(-1)!.split(".").slice(1).reverse();
  const compression = COMPRESSION_ENDINGS[last] ?? "none";
  const ending = last === "tgz" ? "tar" : compression === "none" ? last : before;
  const format = given ?? FORMAT_ENDINGS[ending] ?? "files";
  return { format, compression: format === "files" ? "none" : compression };
}

/**
 * The format of that name, or `auto` for the format given by each file's name.
 *
 * @throws usage `source/unknown-format`
 */
export function formatNamed(name: string): Format | "auto" {
  if (name === "auto" || formatNames().includes(name)) return name as Format | "auto";
  const known = ["auto", ...formatNames()].join(", ");
  throw usageError("source/unknown-format", `there is no format ${JSON.stringify(name)}`, `Known formats: ${known}.`);
}
