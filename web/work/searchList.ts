import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { pageElements } from "../../prover/blocklist/elements.ts";
import { LIST_FILE } from "../../prover/blocklist/format.ts";
import { parseList, parsePage } from "../../prover/blocklist/parse.ts";
import type { OpenedListing } from "../../prover/bundle/openedListing.ts";
import { keyToHex } from "../../prover/fingerprint/key.ts";
import type { SnapshotList } from "../../prover/registry.ts";
import { chainInBrowser } from "../../prover/shared/chainInBrowser.ts";
import { appendAll } from "../../prover/shared/collections.ts";
import { DisjointError } from "../../prover/shared/errors.ts";
import { TAG } from "../../prover/shared/sponge.ts";
import type { Fingerprints } from "./fingerprint.ts";
import { type Published, publishedPages } from "./published.ts";

/** The folder of a list: reads a file by its path in the folder; undefined for one that is not there. */
export type ListFolder = (file: string) => Promise<Uint8Array | undefined>;

/**
 * An entry of a list that covers the work. `page`: its page in the root document, from 0; `open`: the page and that
 * document, null if the list is confidential.
 */
export type Hit = Published & { key: string; label: string; page: number; open: OpenPage | null };

/** What a certificate shows of the list. */
export type OpenPage = { listing: OpenedListing; document: Uint8Array };

/**
 * What a search of a list came to. Only `searched` says anything of the work: every entry of the list up to `epoch` was
 * compared, and `hits` are those that cover it. `not-at-hand`: there is no such folder. `other-list`: its root document
 * is no confirmed epoch of this list. `damaged`: a file is not the one that the root document names, or the document
 * has not what the chain counts. `confidential`: its entries are not published. `not-comparable`: the work has no key
 * of the list's scheme.
 */
export type ListSearch =
  | { state: "searched"; epoch: number; currentEpoch: number; entries: number; hits: Hit[] }
  | { state: "not-at-hand" | "other-list" | "confidential" }
  | { state: "damaged" | "not-comparable"; problem: string };

/**
 * Searches the published files of a list for a work. Nothing in the folder is believed before its hash is the one that
 * the chain has, through the root document; an entry that is found has to give the digest of its page as well. Which
 * files are read does not depend on the work.
 */
export async function searchList(
  list: SnapshotList,
  folder: ListFolder,
  works: readonly Fingerprints[],
): Promise<ListSearch> {
  const root = await folder(LIST_FILE);
  if (root === undefined) return { state: "not-at-hand" };
  const hash = `0x${bytesToHex(sha256(root))}`;
  const epoch = list.epochs.slice(0, list.currentEpoch).findLastIndex(({ contentHash }) => contentHash === hash) + 1;
  if (epoch === 0) return { state: "other-list" };
  try {
    return await searchPages(list, epoch, root, folder, works);
  } catch (error) {
    if (!(error instanceof DisjointError) || error.kind !== "data") throw error;
    return { state: "damaged", problem: error.message };
  }
}

async function searchPages(
  list: SnapshotList,
  epoch: number,
  root: Uint8Array,
  folder: ListFolder,
  works: readonly Fingerprints[],
): Promise<ListSearch> {
  const document = parseList(root, LIST_FILE);
  const { scheme, references } = document;
  if (scheme !== list.scheme) return { state: "damaged", problem: `the chain has the scheme ${list.scheme}` };
  const published = publishedPages(list, epoch, root, references.length);
  if (published === undefined) {
    const { pageCount } = list.epochs[epoch - 1]!;
    return { state: "damaged", problem: `it has ${references.length} pages, and the chain ${pageCount}` };
  }
  const work = works.find((each) => each.scheme === scheme);
  const wanted = new Set(work?.keys);
  const hits: Hit[] = [];
  let entries = 0;
  for (const [page, reference] of references.entries()) {
    const bytes = await folder(reference.file);
    if (bytes === undefined && document.confidential) return { state: "confidential" };
    if (bytes === undefined) return { state: "damaged", problem: `${reference.file} is missing` };
    if (bytesToHex(sha256(bytes)) !== reference.sha256)
      return { state: "damaged", problem: `${reference.file} is not the file that ${LIST_FILE} names` };
    const parsed = parsePage(bytes, document, reference, reference.file);
    entries += parsed.keys.length;
    const keys = parsed.keys.map(keyToHex);
    const openAt = (key: string): OpenedListing => ({
      key,
      scheme,
      blocklist: { name: document.name, root: bytesToHex(sha256(root)) },
      page,
      epoch: document.epochs.findIndex((pages) => pages > page) + 1,
      pageSize: parsed.size,
      pageDigest: BigInt(reference.digest),
      salt: parsed.salt,
      entries: keys,
    });
    const found = keys.flatMap((key, i): Hit[] => {
      if (!wanted.has(key)) return [];
      const open = document.confidential ? null : { listing: openAt(key), document: root };
      return [{ key, label: parsed.labels[i]!, page, open, ...published[page]! }];
    });
    if (found.length > 0 && String(chainInBrowser(TAG.page, pageElements(parsed))) !== reference.digest)
      return { state: "damaged", problem: `the entries of ${reference.file} do not give its digest` };
    appendAll(hits, found);
  }
  if (wanted.size === 0) return { state: "not-comparable", problem: work?.problem ?? scheme };
  return { state: "searched", epoch, currentEpoch: list.currentEpoch, entries, hits };
}
