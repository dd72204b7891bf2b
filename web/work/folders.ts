import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { LIST_FILE } from "../../prover/blocklist/format.ts";
import type { SnapshotList } from "../../prover/registry.ts";
import type { PickedFile } from "../files/picked.ts";
import type { ListFolder } from "./searchList.ts";

/**
 * The folders of lists among files that a reader chose, by the ids of the lists whose epochs they are. Folders that are
 * no list of the registry are `unknown`, by their paths.
 */
export async function readPickedLists(
  files: readonly PickedFile[],
  lists: readonly SnapshotList[],
): Promise<{ folders: Map<string, ListFolder>; unknown: string[] }> {
  const folders = new Map<string, ListFolder>();
  const unknown: string[] = [];
  for (const { path, bytes } of files) {
    if (path !== LIST_FILE && !path.endsWith(`/${LIST_FILE}`)) continue;
    const base = path.slice(0, -LIST_FILE.length);
    const hash = `0x${bytesToHex(sha256(await bytes()))}`;
    const own = lists.filter(({ epochs }) => epochs.some(({ contentHash }) => contentHash === hash));
    const folder: ListFolder = async (name) => files.find((file) => file.path === base + name)?.bytes();
    for (const { list } of own) folders.set(list, folder);
    if (own.length === 0) unknown.push(base === "" ? LIST_FILE : base);
  }
  return { folders, unknown };
}

/** The folder of a list beside the page: `FOLDER/LISTID/`. */
export const publishedFolder =
  (folder: string, list: string): ListFolder =>
  async (file) => {
    const answer = await fetch(`${folder}/${list}/${file}`, { credentials: "omit", cache: "no-cache" });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  };
