import { join } from "node:path";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { type HashNodes, hashNodes, hashTree, type OnNodes } from "./build.ts";
import { bytesInFile } from "./bytes.ts";
import { expectHashes } from "./check.ts";
import { emptyHashes } from "./hasher.ts";
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
 * @param hash who hashes the nodes, which are then checked; default: this process
 * @throws data `tree/crowded`, `tree/unsorted`, `tree/bad-key`, `tree/wrong-hash`
 */
export async function writeTree(
  folder: string,
  poseidon: Poseidon,
  onProgress: OnProgress = silent,
  hash?: HashNodes,
): Promise<Tree> {
  const keys = keysInFolder(folder);
  const tree = await writeLevels(folder, async (onNodes) => {
    const { bucketBits, places, empty } = await hashTree(keys, poseidon, onProgress, onNodes, hash);
    return { before: empty, bucketBits, places };
  });
  const written = treeOf(tree.bucketBits, keys, bytesInFile(join(folder, TREE_FILES[1])), "sparse", tree.places);
  if (hash !== undefined) await expectHashes(written, poseidon);
  return written;
}

/**
 * Hashes the part of a tree that the keys in a folder belong to, and writes its hashes beside them, level by level from
 * `top` down. The keys must be those of a tree: sorted, each once.
 *
 * @throws data `tree/crowded`, `tree/bad-key`
 */
export async function writePart(folder: string, bucketBits: number, top: number, poseidon: Poseidon): Promise<void> {
  const keys = keysInFolder(folder);
  const empty = await emptyHashes(bucketBits, poseidon);
  await writeLevels(folder, async (onNodes) => {
    await hashNodes({ keys, bucketBits, empty, poseidon }, onNodes, top);
    return { before: new Uint8Array(0) };
  });
}

/** Writes hashes level by level from the upper ones down, after what comes `before` them. */
async function writeLevels<T extends { before: Uint8Array }>(
  folder: string,
  hash: (onNodes: OnNodes) => Promise<T>,
): Promise<T> {
  const files = new LevelFiles(folder);
  try {
    const hashed = await hash((level, hashes) => files.append(level, hashes));
    files.join(TREE_FILES[1], hashed.before);
    return hashed;
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
