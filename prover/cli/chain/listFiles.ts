import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LIST_FILE } from "../../blocklist/format.ts";
import { LIST_HINT, parseList } from "../../blocklist/parse.ts";
import type { RegistrySnapshot, SnapshotList } from "../../registry/snapshot.ts";
import { dataError } from "../../shared/errors.ts";
import { readInput, sha256, writeFileAtomic } from "../../shared/files.ts";

/**
 * The published files of a list of a registry. `folder`: where they are; `epoch`: the confirmed epoch whose root
 * document is there; `files`: the pages and, last, that document.
 */
export type ListFiles = { list: string; folder: string; epoch: number; currentEpoch: number; files: string[] };

/** A folder of a list that is not published, and why. */
type LeftOut = { folder: string; reason: string };

/** The lists that were found, each once, and the folders that were left out. */
type FoundLists = { lists: ListFiles[]; leftOut: LeftOut[] };

/**
 * Finds the folders of lists of a registry in a folder: root documents whose hash the chain has for a confirmed epoch.
 * Of two epochs of a list, the newer one counts. Every page has to have the hash that the document names.
 *
 * @param folder of a list, or with such folders in it, at any depth
 * @throws data `blocklist/not-found`, `blocklist/damaged`, `blocklist/invalid`
 */
export async function findLists(folder: string, { lists }: Pick<RegistrySnapshot, "lists">): Promise<FoundLists> {
  const documents = await Array.fromAsync(glob(`**/${LIST_FILE}`, { cwd: folder }));
  if (documents.length === 0)
    throw dataError("blocklist/not-found", `${folder} has no ${LIST_FILE}`, "Give the folder of a list.");
  const found = new Map<string, ListFiles>();
  const leftOut: LeftOut[] = [];
  for (const document of documents.sort()) {
    const own = dirname(join(folder, document));
    const read = await readList(own, lists);
    if (!Array.isArray(read)) leftOut.push({ folder: own, reason: read.reason });
    else for (const each of read) if (each.epoch > (found.get(each.list)?.epoch ?? 0)) found.set(each.list, each);
  }
  return { lists: [...found.values()], leftOut };
}

async function readList(folder: string, lists: readonly SnapshotList[]): Promise<ListFiles[] | { reason: string }> {
  const path = join(folder, LIST_FILE);
  const document = await readInput(path, "blocklist/not-found", LIST_HINT);
  const hash = `0x${sha256(document)}`;
  const own = lists.flatMap(({ list, epochs, currentEpoch }) => {
    const epoch = epochs.slice(0, currentEpoch).findLastIndex(({ contentHash }) => contentHash === hash) + 1;
    return epoch === 0 ? [] : [{ list, epoch, currentEpoch }];
  });
  if (own.length === 0) return { reason: "it is no confirmed epoch of a list of the registry" };
  const { confidential, references } = parseList(document, path);
  if (confidential) return { reason: "it is confidential: its entries are not published" };
  for (const { file, sha256: expected } of references) {
    const page = await readInput(join(folder, file), "blocklist/not-found", LIST_HINT);
    if (sha256(page) !== expected)
      throw dataError(
        "blocklist/damaged",
        `${join(folder, file)}: its SHA-256 is not the one in the root document`,
        LIST_HINT,
      );
  }
  const files = [...references.map(({ file }) => file), LIST_FILE];
  return own.map((each) => ({ ...each, folder, files }));
}

/** Where a file of a list is, relative to the page. */
export const publishedPath = ({ list }: ListFiles, file: string): string => `lists/${list}/${file}`;

/**
 * Writes the files of lists into the folder `lists` beside a snapshot. Root documents are written last, so that a page
 * that reads meanwhile finds all that they name.
 */
export async function writeLists(lists: readonly ListFiles[], snapshot: string): Promise<void> {
  for (const each of lists)
    for (const file of each.files)
      await writeFileAtomic(
        join(dirname(snapshot), publishedPath(each, file)),
        await readFile(join(each.folder, file)),
      );
}

/** What was found, in words. */
export const describeFound = ({ lists, leftOut }: FoundLists): string[] => [
  ...lists.map(
    ({ list, epoch, currentEpoch, folder }) => `list ${list}: epoch ${epoch} of ${currentEpoch}, from ${folder}`,
  ),
  ...leftOut.map(({ folder, reason }) => `left out: ${folder}: ${reason}`),
];
