import { readFile } from "./file.ts";
import { readJsonl } from "./jsonl.ts";
import type { Format, Reader } from "./row.ts";

export const READERS: Record<Format, Reader> = { file: readFile, jsonl: readJsonl };

const ENDINGS: Record<string, Format> = { jsonl: "jsonl", ndjson: "jsonl" };

/** The format that a file's name says; a file with another ending is one record as it is. */
export const formatOf = (path: string): Format =>
  ENDINGS[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "file";
