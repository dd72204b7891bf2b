import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "../../shared/errors.ts";
import { type Json, parseJson, stringifyJson } from "../../shared/json.ts";
import type { Skipped } from "./readPart.ts";

/**
 * The file that lists a shard's sources, one canonical JSON document per line; a source's number is its line, counted
 * from 0.
 */
export const SOURCES_FILE = "sources.jsonl";

/**
 * The file that lists what was left out, one canonical JSON document per line: source, row and byte (or neither), error
 * code.
 */
export const SKIPPED_FILE = "skipped.jsonl";

/** A file of the dataset as it was read. Size and SHA-256 are those on disk; a skipped file has no SHA-256. */
export type SourceEntry = { name: string; format: string; bytes: number; sha256: string | null; rows: number };

/** Something left out, and its source. */
export type SkippedEntry = Skipped & { source: string };

/** Entries whose lines become bytes at once. The text of millions would be longer than a string can be. */
const AT_ONCE = 4096;

export function writeLines(entries: readonly (SourceEntry | SkippedEntry)[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    const lines = entries.slice(first, first + AT_ONCE).map((entry) => `${stringifyJson(entry)}\n`);
    chunks.push(Buffer.from(lines.join("")));
  }
  return chunks;
}

/**
 * The names of the files that are completely missing from a shard.
 *
 * @throws data `commitment/bad-sources`
 */
export async function passedOverIn(folder: string): Promise<string[]> {
  const entries = entriesOf(await readFile(join(folder, SKIPPED_FILE)), SKIPPED_FILE);
  return entries.filter(({ row }) => row === undefined).map(({ source }) => String(source));
}

/**
 * The names of the sources, by number.
 *
 * @throws data `commitment/bad-sources`
 */
export const sourceNames = (file: Buffer): string[] =>
  entriesOf(file, SOURCES_FILE).map(({ name }, line) => {
    if (typeof name === "string") return name;
    throw badLine(SOURCES_FILE, line);
  });

function entriesOf(file: Buffer, name: string): { [field: string]: Json }[] {
  const entries: { [field: string]: Json }[] = [];
  for (let start = 0, end = 0; start < file.length; start = end + 1) {
    end = file.indexOf(0x0a, start);
    const entry = end === -1 ? null : parseJson(file.subarray(start, end), name, start);
    if (entry === null || typeof entry !== "object" || Array.isArray(entry)) throw badLine(name, entries.length);
    entries.push(entry);
  }
  return entries;
}

const badLine = (name: string, line: number) =>
  dataError(
    "commitment/bad-sources",
    `${name}, line ${line + 1}: is not what such a file lists`,
    "Restore the shard from a backup, or commit its sources again.",
  );
