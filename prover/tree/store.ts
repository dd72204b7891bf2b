import { join } from "node:path";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { hashTree } from "./build.ts";
import { bytesInFile } from "./bytes.ts";
import { KEYS_FILE, type Keys, keysInFolder } from "./keys.ts";
import { LevelFiles } from "./levelFiles.ts";
import { DEEPEST_BUCKET_BITS, MIN_BUCKET_BITS } from "./shape.ts";
import { levelStarts, type Tree, type TreeLayout, treeOf } from "./tree.ts";

/** `keys.bin`: the sorted keys. `tree.bin`: the hashes of the tree, 32 bytes each, in the order of its layout. */
export const TREE_FILES = [KEYS_FILE, "tree.bin"] as const;

/**
 * Builds the tree of the keys that a folder holds, and writes its hashes beside them. Memory does not grow with their
 * number but for an index, `indexBytes`.
 *
 * @throws data `tree/crowded`, `tree/unsorted`, `tree/bad-key`
 */
export async function writeTree(folder: string, poseidon: Poseidon, onProgress: OnProgress = silent): Promise<Tree> {
  const keys = keysInFolder(folder);
  const files = new LevelFiles(folder);
  try {
    const { bucketBits, places, empty } = await hashTree(keys, poseidon, onProgress, (level, hashes) =>
      files.append(level, hashes),
    );
    files.join(TREE_FILES[1], empty);
    return treeOf(bucketBits, keys, bytesInFile(join(folder, TREE_FILES[1])), "sparse", places);
  } finally {
    files.remove();
  }
}

/**
 * Opens a stored tree. Only the sizes of the files are checked against the shape; the commitment stage checks their
 * hashes.
 *
 * @throws data `tree/size`
 */
export async function readTree(folder: string, bucketBits: number, layout: TreeLayout = "sparse"): Promise<Tree> {
  if (!Number.isInteger(bucketBits) || bucketBits < MIN_BUCKET_BITS || bucketBits > DEEPEST_BUCKET_BITS)
    throw wrongSize(folder, `bucketBits ${bucketBits} is not in ${MIN_BUCKET_BITS}..${DEEPEST_BUCKET_BITS}`);
  const tree = treeOf(bucketBits, storedKeys(folder), bytesInFile(join(folder, TREE_FILES[1])), layout);
  const bytes = levelStarts(tree).at(-1)! * FIELD_BYTES;
  if (bytes !== tree.hashes.length)
    throw wrongSize(folder, `tree.bin has ${tree.hashes.length} bytes instead of ${bytes}`);
  return tree;
}

function storedKeys(folder: string): Keys {
  try {
    return keysInFolder(folder);
  } catch (error) {
    if ((error as { code?: string }).code !== "tree/bad-key") throw error;
    throw wrongSize(folder, `${KEYS_FILE} does not have a multiple of 31 bytes`);
  }
}

const wrongSize = (folder: string, problem: string) =>
  dataError("tree/size", `${folder}: ${problem}`, "Restore the shard from a backup, or commit its sources again.");
