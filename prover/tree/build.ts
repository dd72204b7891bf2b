import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { bytesInMemory } from "./bytes.ts";
import { bucketBitsFor } from "./crowd.ts";
import { emptyHashes, type OnHashes, TreeHasher } from "./hasher.ts";
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

/**
 * Hashes the tree of sorted keys, and hands over the hashes of its nodes with a key below them, in the order of each
 * level.
 *
 * @throws data `tree/crowded`, `tree/unsorted`, `tree/bad-key`
 */
export async function hashTree(
  keys: Keys,
  poseidon: Poseidon,
  onProgress: OnProgress,
  onHashes: OnHashes,
): Promise<Hashed> {
  assertKeys(keys);
  const bucketBits = bucketBitsFor(keys);
  const places = new Places(keys, bucketBits);
  const empty = await emptyHashes(bucketBits, poseidon);
  const total = places.counts.reduce((sum, count) => sum + count);
  let done = 0;
  const report: OnHashes = (level, hashes, at) => {
    onHashes(level, hashes, at);
    done += at.length;
    onProgress({ stage: "tree", done, total, what: "nodes hashed" });
  };
  const hasher = new TreeHasher({ bucketBits, poseidon, nodes: places.counts.at(-1)!, onHashes: report }, empty);
  for (const chunk of keys.chunks()) await hasher.addKeys(chunk);
  await hasher.end();
  return { bucketBits, places, empty };
}
