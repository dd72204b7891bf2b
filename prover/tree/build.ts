import { FIELD_BYTES } from "../shared/field.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { bytesInMemory } from "./bytes.ts";
import { bucketBitsFor } from "./crowd.ts";
import { emptyHashes, TreeHasher } from "./hasher.ts";
import { assertKeys, type Keys, keysInMemory } from "./keys.ts";
import { Places } from "./places.ts";
import { type Tree, treeOf } from "./tree.ts";

/**
 * Builds the tree of a shard's keys in memory. A node without keys is hashed once per level, so that the work grows
 * with the number of keys and their depth for any set of keys.
 *
 * @param keys sorted, unique, 31 bytes each, none 0
 * @throws data `tree/crowded`, `tree/unsorted`, `tree/bad-key`
 */
export async function buildTree(bytes: Uint8Array, poseidon: Poseidon, onProgress: OnProgress = silent): Promise<Tree> {
  const keys = keysInMemory(bytes);
  const levels: Uint8Array[][] = [];
  const { bucketBits, places, empty } = await hashTree(keys, poseidon, onProgress, (level, hashes) => {
    (levels[level] ??= []).push(hashes);
  });
  return treeOf(bucketBits, keys, bytesInMemory(Buffer.concat([empty, ...levels.flat()])), "sparse", places);
}

/** A tree but for the hashes of the nodes that have a key below them. */
type Hashed = Pick<Tree, "bucketBits" | "places"> & { empty: Uint8Array };

/** A tree to hash: its sorted keys, where its nodes are, and the hash of a node without keys of each level. */
export type TreeToHash = Pick<Tree, "keys" | "bucketBits" | "places"> & { empty: Uint8Array; poseidon: Poseidon };

/** Receives the hashes of a level's next nodes that have a key below them. */
export type OnNodes = (level: number, hashes: Uint8Array) => void;

/** Hashes the nodes of a tree that have a key below them, and hands over their hashes in the order of each level. */
export type HashNodes = (tree: TreeToHash, onNodes: OnNodes) => Promise<void>;

/**
 * Hashes nodes in this process.
 *
 * @param top the level to stop at, 0 for the root
 * @throws data `tree/crowded`
 */
export async function hashNodes(
  { keys, bucketBits, empty, poseidon }: Omit<TreeToHash, "places">,
  onNodes: OnNodes,
  top = 0,
): Promise<void> {
  const hasher = new TreeHasher({ bucketBits, poseidon, nodes: keys.count, top, onHashes: onNodes }, empty);
  for (const chunk of keys.chunks()) await hasher.addKeys(chunk);
  await hasher.end();
}

/**
 * Hashes the tree of sorted keys, and hands over the hashes of its nodes with a key below them, in the order of each
 * level.
 *
 * @param hash who hashes the nodes; default: this process
 * @throws data `tree/crowded`, `tree/unsorted`, `tree/bad-key`
 */
export async function hashTree(
  keys: Keys,
  poseidon: Poseidon,
  onProgress: OnProgress,
  onNodes: OnNodes,
  hash: HashNodes = (tree, onHashed) => hashNodes(tree, onHashed),
): Promise<Hashed> {
  assertKeys(keys);
  const bucketBits = bucketBitsFor(keys);
  const places = new Places(keys, bucketBits);
  const empty = await emptyHashes(bucketBits, poseidon);
  const total = places.counts.reduce((sum, count) => sum + count);
  let done = 0;
  await hash({ keys, bucketBits, places, empty, poseidon }, (level, hashes) => {
    onNodes(level, hashes);
    done += hashes.length / FIELD_BYTES;
    onProgress({ stage: "tree", done, total, what: "nodes hashed" });
  });
  return { bucketBits, places, empty };
}
