import { parseDigest } from "../fingerprint/digest.ts";
import { keyOf, keyToHex } from "../fingerprint/key.ts";
import { keysOfPieces, keysOfRow } from "../fingerprint/row.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { DisjointError, dataError } from "../shared/errors.ts";
import { openSource } from "../source/open.ts";
import { LIMITS, type Limits, type Value } from "../source/row.ts";
import { listSources } from "../source/walk.ts";
import { type Entry, sortEntries } from "./entry.ts";

/**
 * Entries of a list of digests: one in hexadecimal a line, then blanks and a label if wanted. Blank lines and lines that
 * begin with # are comments.
 *
 * @param what name of the list in errors
 * @throws data `blocklist/bad-line` with the line's number, `blocklist/empty`
 */
export function importHashes(bytes: Uint8Array, scheme: Scheme, what: string): Entry[] {
  const entries: Entry[] = [];
  for (const [index, line] of decode(bytes, what).split("\n").entries()) {
    const [, digest, label] = /^\s*(\S*)\s*(.*?)\s*$/.exec(line) as unknown as [string, string, string];
    if (digest === "" || digest.startsWith("#")) continue;
    try {
      entries.push({ key: keyToHex(keyOf(scheme.name, parseDigest(scheme, digest))), label });
    } catch (error) {
      if (!(error instanceof DisjointError) || error.kind !== "data") throw error;
      throw badLine(what, index + 1, error.message, error.remedy, error);
    }
  }
  return nonEmpty(entries, what);
}

/**
 * Entries of works themselves: a file, or every file of a folder, each one work; its label is its name.
 *
 * @throws data `blocklist/empty`, whatever is wrong with a file
 */
export async function importWorks(path: string, scheme: Scheme, limits: Limits = LIMITS): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const source of listSources([{ path, format: "file" }]))
    for await (const batch of openSource(source, { fields: [undefined], limits }).rows())
      for (const work of batch) {
        if ("bad" in work) throw work.bad;
        for (const key of await keysOfWork(scheme, work.values[0]!))
          entries.push({ key: keyToHex(key), label: source.name });
      }
  return nonEmpty(entries, path);
}

const keysOfWork = async (scheme: Scheme, work: Value): Promise<Uint8Array[]> =>
  work instanceof Uint8Array ? keysOfRow([{ scheme }], [undefined], [work]) : keysOfPieces([{ scheme }], work);

function decode(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw dataError("blocklist/not-utf8", `${what} is not UTF-8`, "Convert the list to UTF-8.", error);
  }
}

function nonEmpty(entries: Entry[], what: string): Entry[] {
  if (entries.length > 0) return sortEntries(entries);
  throw dataError("blocklist/empty", `${what} names no work`, "A list needs at least one entry.");
}

const badLine = (what: string, line: number, problem: string, remedy: string, cause: unknown) =>
  dataError("blocklist/bad-line", `${what}, line ${line}: ${problem}`, remedy, cause);
