import type { Scheme } from "../fingerprint/scheme.ts";
import { appendAll } from "../shared/collections.ts";
import { openSource } from "../source/open.ts";
import { LIMITS, type Limits, type Value } from "../source/records/row.ts";
import { listSources } from "../source/walk.ts";
import { type Columns, sortColumns, toColumns, toEntries } from "./columns.ts";
import { decodeList, linesOf } from "./decode.ts";
import { readDigestLine, withoutFileHashFrame } from "./digestLine.ts";
import type { BlocklistEntry } from "./entry.ts";
import { entriesOfPieces } from "./importRecords.ts";
import { entriesOfLines, entriesOfWork, entryOf, importEachLine, nonEmpty } from "./lines.ts";
import { readPlainDigests } from "./plainDigests.ts";

/**
 * Entries of a list of digests, one per line: in hexadecimal or base64, optionally followed by blanks and a label, or
 * as the usual tools write them (`readDigestLine`). Blank lines and lines that begin with # are comments.
 *
 * @param what name of the list in errors
 * @throws data `blocklist/bad-line` with the line's number, `blocklist/not-utf8`, `blocklist/mixed-line-ends`,
 * `blocklist/empty`
 */
export const importHashes = (bytes: Uint8Array, scheme: Scheme, what: string): BlocklistEntry[] =>
  toEntries(readHashes(bytes, scheme, what));

/** The same for millions of entries. */
export const readHashes = (bytes: Uint8Array, scheme: Scheme, what: string): Columns =>
  sortColumns(readPlainDigests(bytes, scheme) ?? toColumns(readDigestLines(bytes, scheme, what)));

/** The same line by line, for lists of every kind. */
export function readDigestLines(bytes: Uint8Array, scheme: Scheme, what: string): BlocklistEntry[] {
  const lines = withoutFileHashFrame(linesOf(decodeList(bytes, what), what));
  return entriesOfLines(lines, what, (line) => {
    const { digest, label } = readDigestLine(scheme, line);
    return [entryOf(scheme, digest, label)];
  });
}

/**
 * Entries of a list of works that fit on a line each: addresses, hosts, titles, sentences. Otherwise like
 * `importHashes`.
 *
 * @throws data `blocklist/bad-line`, `blocklist/not-utf8`, `blocklist/mixed-line-ends`, `blocklist/empty`
 * @example
 * const lines = Buffer.from("https://example.org/a\nhttps://example.org/b");
 * const entries = importLines(lines, findScheme("url"), "a list");
 * console.log(entries.length); // 2
 */
export const importLines = (bytes: Uint8Array, scheme: Scheme, what: string): BlocklistEntry[] =>
  importEachLine(bytes, what, (line) => entriesOfWork(scheme, Buffer.from(line, "utf8"), line));

/**
 * Entries of works themselves: a file, or every file of a folder. Each file is one work, labelled with its name.
 *
 * @throws data `blocklist/empty`, any error of reading a file
 */
export async function importWorks(path: string, scheme: Scheme, limits: Limits = LIMITS): Promise<BlocklistEntry[]> {
  const entries: BlocklistEntry[] = [];
  for (const source of listSources([{ path, format: "files" }]))
    for await (const batch of openSource(source, { fields: [undefined], limits }).rows())
      for (const work of batch) {
        if ("bad" in work) throw work.bad;
        const value = work.values[0] as Value;
        const whole = value instanceof Uint8Array;
        appendAll(
          entries,
          whole ? entriesOfWork(scheme, value, source.name) : await entriesOfPieces(value, scheme, source.name),
        );
      }
  return nonEmpty(entries, path);
}
