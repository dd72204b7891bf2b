import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import { writeFileAtomic } from "../shared/files.ts";
import type { Tree } from "./build.ts";
import { levelCount, levelWidth, MAX_BUCKET_BITS, MIN_BUCKET_BITS } from "./shape.ts";

/** `keys.bin`: the sorted keys, 31 bytes each. `tree.bin`: the levels from the root down, 32 bytes a hash. */
export const TREE_FILES = ["keys.bin", "tree.bin"] as const;

export async function writeTree(folder: string, tree: Tree): Promise<void> {
  await writeFileAtomic(join(folder, TREE_FILES[0]), tree.keys);
  await writeFileAtomic(join(folder, TREE_FILES[1]), tree.levels);
}

/**
 * Reads a stored tree. Whether the files are the ones of the commitment is their hashes' business (commitment stage);
 * here only their sizes are held against the shape.
 *
 * @throws data `tree/size`
 */
export async function readTree(folder: string, bucketBits: number): Promise<Tree> {
  const [keys, hashes] = await Promise.all(TREE_FILES.map((name) => readFile(join(folder, name))));
  if (!Number.isInteger(bucketBits) || bucketBits < MIN_BUCKET_BITS || bucketBits > MAX_BUCKET_BITS)
    throw wrongSize(folder, `bucketBits ${bucketBits} is not in ${MIN_BUCKET_BITS}..${MAX_BUCKET_BITS}`);
  if (keys!.length % KEY_BYTES !== 0)
    throw wrongSize(folder, `keys.bin has ${keys!.length} bytes, not a multiple of 31`);
  const levels: Uint8Array[] = [];
  let at = 0;
  for (let level = 0; level <= levelCount(bucketBits); level++) {
    const bytes = levelWidth(bucketBits, level) * FIELD_BYTES;
    levels.push(hashes!.subarray(at, (at += bytes)));
  }
  if (at !== hashes!.length) throw wrongSize(folder, `tree.bin has ${hashes!.length} bytes instead of ${at}`);
  return { bucketBits, keys: keys!, levels };
}

const wrongSize = (folder: string, problem: string) =>
  dataError("tree/size", `${folder}: ${problem}`, "The shard is damaged: commit its sources again.");
