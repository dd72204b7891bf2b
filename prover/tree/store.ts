import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { levelCount, levelWidth, MAX_BUCKET_BITS, MIN_BUCKET_BITS } from "./shape.ts";
import { type Level, placesOf, type Tree } from "./tree.ts";

/**
 * `keys.bin`: the sorted keys, 31 bytes each. `tree.bin`: hashes, 32 bytes each, from the root down: first, for each
 * level, the hash of a node without keys; then, level by level, the hashes of the nodes with a key below them, whose
 * places follow from the keys.
 */
export const TREE_FILES = ["keys.bin", "tree.bin"] as const;

/** Layout of `tree.bin`: `full`, of older shards, has every node of every level and nothing else. */
export type TreeLayout = "full" | "sparse";

export async function writeTree(folder: string, { keys, empty, levels }: Tree): Promise<void> {
  await writeFileAtomic(join(folder, TREE_FILES[0]), keys);
  await writeFileAtomic(join(folder, TREE_FILES[1]), [empty, ...levels.map(({ hashes }) => hashes)]);
}

/**
 * Reads a stored tree. Only the sizes of the files are checked against the shape; the commitment stage checks their
 * hashes.
 *
 * @throws data `tree/size`
 */
export async function readTree(folder: string, bucketBits: number, layout: TreeLayout = "sparse"): Promise<Tree> {
  const [keys, hashes] = await Promise.all(TREE_FILES.map((name) => readFile(join(folder, name))));
  if (!Number.isInteger(bucketBits) || bucketBits < MIN_BUCKET_BITS || bucketBits > MAX_BUCKET_BITS)
    throw wrongSize(folder, `bucketBits ${bucketBits} is not in ${MIN_BUCKET_BITS}..${MAX_BUCKET_BITS}`);
  if (keys!.length % KEY_BYTES !== 0)
    throw wrongSize(folder, `keys.bin has ${keys!.length} bytes, not a multiple of 31`);
  const places = placesOf(keys!, bucketBits);
  const parts = layout === "sparse" ? sparseParts(places) : fullParts(bucketBits);
  const bytes = parts.reduce((sum, part) => sum + part * FIELD_BYTES, 0);
  if (bytes !== hashes!.length) throw wrongSize(folder, `tree.bin has ${hashes!.length} bytes instead of ${bytes}`);
  let at = 0;
  const [first, ...rest] = parts.map((part) => hashes!.subarray(at, (at += part * FIELD_BYTES)));
  if (layout === "sparse")
    return {
      bucketBits,
      keys: keys!,
      empty: first!,
      levels: places.map((own, i) => ({ places: own, hashes: rest[i]! })),
    };
  return { bucketBits, keys: keys!, ...sparsely([first!, ...rest], places) };
}

/** Number of hashes in each part of the file: those of empty nodes, then level by level. */
const sparseParts = (places: readonly Uint32Array[]): number[] => [
  places.length,
  ...places.map(({ length }) => length),
];

const fullParts = (bucketBits: number): number[] =>
  Array.from({ length: levelCount(bucketBits) + 1 }, (_, level) => levelWidth(bucketBits, level));

/** Picks the nodes with keys from full levels, and one node without keys of each level that has one. */
function sparsely(full: readonly Uint8Array[], places: readonly Uint32Array[]): Pick<Tree, "empty" | "levels"> {
  const empty = new Uint8Array(full.length * FIELD_BYTES);
  const levels = full.map((all, level): Level => {
    const own = places[level]!;
    const hashes = new Uint8Array(own.length * FIELD_BYTES);
    for (const [i, place] of own.entries()) hashes.set(hashAt(all, place), i * FIELD_BYTES);
    const vacant = own.findIndex((place, i) => place !== i);
    const without = vacant === -1 ? own.length : vacant;
    if (without * FIELD_BYTES < all.length) empty.set(hashAt(all, without), level * FIELD_BYTES);
    return { places: own, hashes };
  });
  return { empty, levels };
}

const hashAt = (level: Uint8Array, place: number): Uint8Array =>
  level.subarray(place * FIELD_BYTES, (place + 1) * FIELD_BYTES);

const wrongSize = (folder: string, problem: string) =>
  dataError("tree/size", `${folder}: ${problem}`, "Restore the shard from a backup, or commit its sources again.");
