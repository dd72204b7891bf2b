import { join } from "node:path";
import { dataError } from "../shared/errors.ts";
import { readInput, sha256 } from "../shared/files.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { mapConcurrently } from "../shared/promises.ts";
import { readMultipliers } from "./accumulate.ts";
import { withKeys } from "./columns.ts";
import { LIST_FILE, type PageReference } from "./format.ts";
import type { Blocklist, ListedPage, ListTerms } from "./list.ts";
import { computePageDigests } from "./page.ts";
import { LIST_HINT, type ParsedPage, parseList, parsePage } from "./parse.ts";

/**
 * Reads a list and checks every page against the root document: hash, digest, order.
 *
 * @throws data `blocklist/not-found`, `blocklist/invalid`, `blocklist/damaged`, `blocklist/bad-page`
 * @example
 * const list = await readBlocklist("list", poseidon);
 * console.log(list.name); // opt-outs
 */
export async function readBlocklist(folder: string, poseidon: Poseidon): Promise<Blocklist> {
  const path = join(folder, LIST_FILE);
  const bytes = await readInput(path, "blocklist/not-found", "Give the folder of a list: it holds list.json.");
  const { references, epochs, accumulators, ...terms } = parseList(bytes, path);
  const read = await mapConcurrently(references, (reference) => readPage(folder, terms, reference));
  const digests = await computePageDigests(read, poseidon);
  const pages = read.map((page, i): ListedPage => {
    const { file, digest } = references[i]!;
    if (digests[i]!.toString() !== digest) throw damaged(folder, file, "its entries do not give its digest");
    const { size, salt, labels, keyBytes } = page;
    return withKeys({ size, salt, labels, keyBytes, digest: digests[i]! });
  });
  const list = { ...terms, epochs, pages, root: sha256(bytes) };
  if (accumulators === undefined) return list;
  return { ...list, accumulators, multipliers: await readMultipliers(folder, terms, epochs.length) };
}

async function readPage(
  folder: string,
  terms: Omit<ListTerms, "confidential">,
  reference: PageReference,
): Promise<ParsedPage> {
  const path = join(folder, reference.file);
  const bytes = await readInput(path, "blocklist/not-found", LIST_HINT);
  if (sha256(bytes) !== reference.sha256)
    throw damaged(folder, reference.file, "its SHA-256 is not the one in the root document");
  return parsePage(bytes, terms, reference, path);
}

const damaged = (folder: string, file: string, problem: string) =>
  dataError("blocklist/damaged", `${join(folder, file)}: ${problem}`, LIST_HINT);
