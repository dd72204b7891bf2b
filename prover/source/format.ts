import { readFile } from "./file.ts";
import { readJsonl } from "./jsonl.ts";
import { usageError } from "../shared/errors.ts";
import type { Format, Reader } from "./row.ts";

export const READERS: Record<Format, Reader> = { file: readFile, jsonl: readJsonl };

const ENDINGS: Record<string, Format> = { jsonl: "jsonl", ndjson: "jsonl" };

/** The format that a file's name says; a file with another ending is one record as it is. */
export const formatOf = (path: string): Format =>
  ENDINGS[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "file";

/**
 * The format of that name, for files whose own name does not say it.
 *
 * @throws usage `source/unknown-format`
 */
export function formatNamed(name: string): Format {
  if (Object.hasOwn(READERS, name)) return name as Format;
  const known = Object.keys(READERS).join(", ");
  throw usageError("source/unknown-format", `there is no format ${JSON.stringify(name)}`, `Known formats: ${known}.`);
}
