import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bytesToBigIntLE, FIELD_BYTES } from "../shared/field.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { ARITY, bucketBitsFor, bucketOf, levelCount, levelWidth, routeOf } from "./shape.ts";

/**
 * A 16-ary Merkle tree over 2^bucketBits buckets of 16 key slots, as flat arrays.
 *
 * `keys`: sorted, unique, 31 bytes each; a bucket's slots are its keys in this order, then zeros.
 * `levels[0]` is the root, the last level the bucket hashes; 32 bytes a hash, little-endian.
 */
export type Tree = { readonly bucketBits: number; readonly keys: Uint8Array; readonly levels: readonly Uint8Array[] };

/** Hashes per batch: large enough to keep the processor busy, small enough to show progress and bound memory. */
const BATCH = 4096;

/**
 * Builds the tree of a shard's keys.
 *
 * @param keys sorted, unique, 31 bytes each, none 0
 * @throws data `tree/crowded`, `tree/unsorted`, `tree/bad-key`
 */
export async function buildTree(keys: Uint8Array, poseidon: Poseidon, onProgress: OnProgress = silent): Promise<Tree> {
  assertKeys(keys);
  const bucketBits = bucketBitsFor(keys);
  const depth = levelCount(bucketBits);
  const total = 2 ** bucketBits;
  const report = (done: number) => onProgress({ stage: "tree", done, total, what: "buckets hashed" });
  const levels: Uint8Array[] = [];
  levels[depth] = await hashBuckets(keys, bucketBits, poseidon, report);
  for (let level = depth - 1; level >= 0; level--)
    levels[level] = await hashLevel(levels[level + 1]!, levelWidth(bucketBits, level), poseidon);
  return { bucketBits, keys, levels };
}

/** The tree's root, the only thing of it that the commitment binds beside its depth. */
export const rootOf = (tree: Tree): bigint => bytesToBigIntLE(tree.levels[0]!);

/** The keys of one bucket, 31 bytes each. */
export function bucketKeys(tree: Tree, bucket: number): Uint8Array {
  const start = firstKeyFrom(tree, bucket);
  return tree.keys.subarray(start * KEY_BYTES, firstKeyFrom(tree, bucket + 1, start) * KEY_BYTES);
}

/** The 16 children of a node, absent ones 0. */
export function childrenOf(tree: Tree, level: number, index: number): bigint[] {
  const below = tree.levels[level + 1]!;
  return Array.from({ length: ARITY }, (_, j) => {
    const at = (index * ARITY + j) * FIELD_BYTES;
    return at < below.length ? bytesToBigIntLE(below, at) : 0n;
  });
}

function assertKeys(keys: Uint8Array): void {
  if (keys.length % KEY_BYTES !== 0)
    throw dataError("tree/bad-key", `${keys.length} bytes are not a whole number of keys`, "Give 31 bytes a key.");
  if (keys.length > 0 && keys.subarray(0, KEY_BYTES).every((byte) => byte === 0))
    throw dataError("tree/bad-key", "the key 0 marks an empty slot", "Leave its record out.");
  for (let at = 0; at + KEY_BYTES < keys.length; at += KEY_BYTES) {
    const next = at + KEY_BYTES;
    if (!isBefore(keys, at, next))
      throw dataError(
        "tree/unsorted",
        `key ${at / KEY_BYTES + 1} does not follow the one before it`,
        "Sort the keys, each once.",
      );
  }
}

/** Whether the key at `a` is smaller than the one at `b`. Most keys differ in their first bytes. */
function isBefore(keys: Uint8Array, a: number, b: number): boolean {
  for (let i = 0; i < KEY_BYTES; i++) {
    const difference = keys[a + i]! - keys[b + i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Index of the first key whose bucket is `bucket` or later, by binary search. */
function firstKeyFrom(tree: Tree, bucket: number, from = 0): number {
  let low = from;
  let high = tree.keys.length / KEY_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bucketOf(routeOf(tree.keys, middle), tree.bucketBits) < bucket) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function hashBuckets(
  keys: Uint8Array,
  bucketBits: number,
  poseidon: Poseidon,
  report: (done: number) => void,
): Promise<Uint8Array> {
  const total = 2 ** bucketBits;
  const hashes = new Uint8Array(total * FIELD_BYTES);
  const slots = new Uint8Array(Math.min(BATCH, total) * ARITY * FIELD_BYTES);
  for (let first = 0, key = 0; first < total; first += BATCH) {
    slots.fill(0);
    const end = Math.min(first + BATCH, total);
    for (let bucket = first; bucket < end; bucket++)
      for (let slot = 0; key * KEY_BYTES < keys.length && bucketOf(routeOf(keys, key), bucketBits) === bucket; slot++)
        putKey(slots, ((bucket - first) * ARITY + slot) * FIELD_BYTES, keys, key++ * KEY_BYTES);
    hashes.set(
      await poseidon.batch(ARITY, slots.subarray(0, (end - first) * ARITY * FIELD_BYTES)),
      first * FIELD_BYTES,
    );
    report(end);
  }
  return hashes;
}

/** A key is a big-endian integer, a slot a little-endian field element. */
function putKey(slots: Uint8Array, slot: number, keys: Uint8Array, key: number): void {
  for (let byte = 0; byte < KEY_BYTES; byte++) slots[slot + byte] = keys[key + KEY_BYTES - 1 - byte]!;
}

async function hashLevel(below: Uint8Array, width: number, poseidon: Poseidon): Promise<Uint8Array> {
  const hashes = new Uint8Array(width * FIELD_BYTES);
  for (let first = 0; first < width; first += BATCH) {
    const count = Math.min(BATCH, width - first);
    const children = new Uint8Array(count * ARITY * FIELD_BYTES);
    children.set(below.subarray(first * ARITY * FIELD_BYTES, (first + count) * ARITY * FIELD_BYTES));
    hashes.set(await poseidon.batch(ARITY, children), first * FIELD_BYTES);
  }
  return hashes;
}
