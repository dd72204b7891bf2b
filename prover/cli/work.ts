import type { BlocklistEntry } from "../blocklist/entry.ts";
import { entriesOfWork } from "../blocklist/lines.ts";
import { keyFromHex } from "../fingerprint/key.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { findScheme } from "../fingerprint/schemes.ts";
import { usageError } from "../shared/errors.ts";
import type { Values } from "./commands/definition.ts";
import { optional } from "./values.ts";

/**
 * The key of the one work that a command line names: a file whose bytes are the work, `--value TEXT` or `--key HEX`.
 *
 * @returns 31 bytes; undefined when no work is named
 * @throws usage `cli/arguments` for two ways at once, `work/several-keys` for a work with several keys under the
 * scheme; data `fingerprint/bad-key`, whatever is wrong with the file
 */
export async function keyOfWork(
  path: string | undefined,
  values: Values,
  scheme: string,
): Promise<Uint8Array | undefined> {
  const value = optional(values, "value");
  const key = optional(values, "key");
  const ways = [path, value, key].filter((way) => way !== undefined);
  if (ways.length === 0) return undefined;
  if (ways.length > 1) throw usageError("cli/arguments", "a work is given in two ways", "Give it once.");
  if (key !== undefined) return keyFromHex(key);
  const known = findScheme(scheme);
  const entries = path === undefined ? entriesOfWork(known, Buffer.from(value!), "") : await read(path, known);
  const keys = [...new Set(entries.map((entry) => entry.key))];
  if (keys.length === 1) return keyFromHex(keys[0]);
  throw usageError(
    "work/several-keys",
    `the work has ${keys.length} keys under the scheme ${scheme}: ${keys.join(", ")}`,
    "Ask about one of them with --key.",
  );
}

/** Names of files that usually hold many works, one a row. */
const OF_ROWS = /\.(jsonl|ndjson|json|csv|tsv|parquet|arrow|feather|warc|tar)(\.(gz|zst))?$/i;

/** Says of a file that seems to hold rows that all of it was taken for one work: none of its rows was asked about. */
export const wholeFileNotes = (paths: readonly string[]): string[] =>
  paths
    .filter((path) => OF_ROWS.test(path))
    .map((path) => `${path} was taken for one work, all of it: for the text of one of its rows, give --value TEXT`);

/** The readers are loaded only where a file is to be read: most verifying does without. */
async function read(path: string, scheme: Scheme): Promise<BlocklistEntry[]> {
  const { importWorks } = await import("../blocklist/import.ts");
  return importWorks(path, scheme);
}

/** @throws usage `cli/arguments` when no work is named, and those of `keyOfWork` */
export async function requiredKey(positionals: string[], values: Values, scheme: string): Promise<Uint8Array> {
  if (positionals.length > 1)
    throw usageError("cli/arguments", "more than one work is given", "Give one work: a file, --value or --key.");
  const key = await keyOfWork(positionals[0], values, scheme);
  if (key !== undefined) return key;
  throw usageError("cli/arguments", "no work is given", "Give the work: a file, --value TEXT or --key HEX.");
}
