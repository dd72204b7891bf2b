import { join } from "node:path";
import type { Poseidon } from "../../shared/poseidon.ts";
import { TREE_FILES, writePart } from "../../tree/store.ts";
import type { FleetKey } from "../key/key.ts";
import type { Blobs } from "../storage/blobs.ts";
import { getFile, putFile, type StoredFile } from "../storage/files.ts";
import { withFolder } from "./folder.ts";

/** A part of a tree to hash: the sorted keys below some nodes of level `top`. */
export type TreeJob = { type: "tree"; bucketBits: number; top: number; keys: StoredFile };

/** The hashes of the nodes of a part, level by level from `top` down. */
export type TreeResult = { hashes: StoredFile };

/** Hashes a part of a tree. @throws data `tree/crowded`, `fleet/damaged` and those of `Blobs` */
export const hashTreeJob = (
  { bucketBits, top, keys }: TreeJob,
  id: string,
  blobs: Blobs,
  key: FleetKey,
  poseidon: Poseidon,
): Promise<TreeResult> =>
  withFolder(async (folder) => {
    const [keysFile, hashesFile] = TREE_FILES;
    await getFile(blobs, key, keys, join(folder, keysFile));
    await writePart(folder, bucketBits, top, poseidon);
    return { hashes: await putFile(blobs, key, `tree/${id}`, join(folder, hashesFile)) };
  });
