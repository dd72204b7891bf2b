import { bytesToBigIntLE, FIELD_BYTES } from "../shared/field.ts";
import type { Bytes } from "./bytes.ts";
import type { Keys } from "./keys.ts";
import { Places } from "./places.ts";
import { ARITY, childCount, levelCount, levelWidth } from "./shape.ts";

/**
 * Order of a tree's hashes, from the root down. `sparse`: first, for each level, the hash of a node without keys; then,
 * level by level, the hashes of the nodes with a key below them. `full`, of older shards: every node of every level.
 */
export type TreeLayout = "full" | "sparse";

/**
 * A 16-ary Merkle tree over 2^bucketBits buckets of 16 key slots. Only nodes with a key below them are stored: all
 * others of a level are equal, so that keys chosen to force a deep tree do not make it a large one.
 *
 * `keys`: sorted, unique; a bucket's slots are its keys in this order, then zeros. `hashes`: 32 bytes each,
 * little-endian, in the order of the layout. Keys and hashes are in memory, or in files of which only what a proof
 * needs is read.
 */
export type Tree = {
  readonly bucketBits: number;
  readonly keys: Keys;
  readonly hashes: Bytes;
  readonly layout: TreeLayout;
  readonly places: Places;
};

/** The tree of sorted keys whose hashes are known. */
export const treeOf = (
  bucketBits: number,
  keys: Keys,
  hashes: Bytes,
  layout: TreeLayout = "sparse",
  places = new Places(keys, bucketBits),
): Tree => ({ bucketBits, keys, hashes, layout, places });

/** The number of the first hash of each level, and at the end the number of all hashes. */
export function levelStarts({ bucketBits, layout, places }: Omit<Tree, "keys" | "hashes">): number[] {
  const { counts } = places;
  const starts = [layout === "full" ? 0 : counts.length];
  for (const [level, count] of counts.entries())
    starts.push(starts[level]! + (layout === "full" ? levelWidth(bucketBits, level) : count));
  return starts;
}

/** The tree's root. The commitment binds only this and the depth. */
export const rootOf = (tree: Tree): bigint => hashesOf(tree, 0, 0, 1)[0]!;

/** The keys of one bucket, 31 bytes each. */
export function bucketKeys({ keys, places, bucketBits }: Tree, bucket: number): Uint8Array {
  const depth = levelCount(bucketBits);
  return keys.read(places.find(depth, bucket).key, places.find(depth, bucket + 1).key);
}

/** The hashes of the 16 children of a node, absent ones 0. */
export const childrenOf = (tree: Tree, level: number, index: number): bigint[] => [
  ...hashesOf(tree, level + 1, index * ARITY, childCount(tree.bucketBits, level)),
  ...Array<bigint>(ARITY - childCount(tree.bucketBits, level)).fill(0n),
];

/** The hashes of `count` nodes of a level from a place on. */
function hashesOf(tree: Tree, level: number, place: number, count: number): bigint[] {
  const start = levelStarts(tree)[level]!;
  const hashAt = (index: number) =>
    bytesToBigIntLE(tree.hashes.read(index * FIELD_BYTES, (index + 1) * FIELD_BYTES), 0);
  if (tree.layout === "full") return Array.from({ length: count }, (_, i) => hashAt(start + place + i));
  let { node } = tree.places.find(level, place);
  return Array.from({ length: count }, (_, i) => {
    const before = node;
    node = tree.places.find(level, place + i + 1).node;
    return node > before ? hashAt(start + before) : hashAt(level);
  });
}
