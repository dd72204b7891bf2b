import { dataError } from "../shared/errors.ts";
import { parseJson, stringifyJson } from "../shared/json.ts";

/** The file that lists a shard's sources, one canonical JSON document a line; a source's number is its line, counted from 0. */
export const SOURCES_FILE = "sources.jsonl";

/** A file of the dataset as it was read: SHA-256 and bytes are those on disk. */
export type SourceEntry = { name: string; format: string; bytes: number; sha256: string; rows: number };

export const writeSources = (entries: readonly SourceEntry[]): string =>
  entries.map((entry) => `${stringifyJson(entry)}\n`).join("");

/**
 * The names of the sources, by number.
 *
 * @throws data `commitment/bad-sources`
 */
export function sourceNames(file: Buffer): string[] {
  const names: string[] = [];
  for (let start = 0, end = 0; start < file.length; start = end + 1) {
    end = file.indexOf(0x0a, start);
    if (end === -1) throw damaged(names.length);
    const entry = parseJson(file.subarray(start, end), SOURCES_FILE, start);
    if (entry === null || typeof entry !== "object" || Array.isArray(entry) || typeof entry.name !== "string")
      throw damaged(names.length);
    names.push(entry.name);
  }
  return names;
}

const damaged = (line: number) =>
  dataError(
    "commitment/bad-sources",
    `${SOURCES_FILE}, line ${line + 1}: is not a source`,
    "The shard is damaged: commit its sources again.",
  );
