import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { bucketBitsFor } from "./crowd.ts";
import { ARITY, bucketOf, childCount, levelCount, routeOf } from "./shape.ts";
import { type Level, placesOf, type Tree } from "./tree.ts";

/** Hashes per batch: large enough to keep the processor busy, small enough to show progress and bound memory. */
const BATCH = 4096;

/** Size of the input of a node's hash, in bytes: 16 elements. */
const NODE_BYTES = ARITY * FIELD_BYTES;

/**
 * Builds the tree of a shard's keys. A node without keys is hashed once per level, so that the work grows with the
 * number of keys and their depth for any set of keys: at most one hash per key on each of six levels.
 *
 * @param keys sorted, unique, 31 bytes each, none 0
 * @throws data `tree/crowded`, `tree/unsorted`, `tree/bad-key`
 */
export async function buildTree(keys: Uint8Array, poseidon: Poseidon, onProgress: OnProgress = silent): Promise<Tree> {
  assertKeys(keys);
  const bucketBits = bucketBitsFor(keys);
  const empty = await emptyHashes(bucketBits, poseidon);
  const places = placesOf(keys, bucketBits);
  const total = places.reduce((sum, { length }) => sum + length, 0);
  const levels: Level[] = [];
  let done = 0;
  const hash = async (level: number, fill: Fill): Promise<void> => {
    const report = (hashed: number) => onProgress({ stage: "tree", done: done + hashed, total, what: "nodes hashed" });
    const count = places[level]!.length;
    levels[level] = { places: places[level]!, hashes: await hashNodes(count, fill, poseidon, report) };
    done += count;
  };
  const depth = levelCount(bucketBits);
  await hash(depth, fillBuckets(keys, bucketBits, places[depth]!));
  for (let level = depth - 1; level >= 0; level--)
    await hash(level, fillNodes(levels[level + 1]!, places[level]!, emptyNode(empty, bucketBits, level)));
  return { bucketBits, keys, empty, levels };
}

/** Writes the hash inputs of the nodes from `first` to `end` (exclusive) of one level into a zeroed buffer. */
type Fill = (elements: Uint8Array, first: number, end: number) => void;

async function hashNodes(
  count: number,
  fill: Fill,
  poseidon: Poseidon,
  report: (done: number) => void,
): Promise<Uint8Array> {
  const hashes = new Uint8Array(count * FIELD_BYTES);
  const elements = new Uint8Array(Math.min(BATCH, count) * NODE_BYTES);
  for (let first = 0; first < count; first += BATCH) {
    const end = Math.min(first + BATCH, count);
    const batch = elements.subarray(0, (end - first) * NODE_BYTES).fill(0);
    fill(batch, first, end);
    hashes.set(await poseidon.batch(ARITY, batch), first * FIELD_BYTES);
    report(end);
  }
  return hashes;
}

/** For each level, from the root on, the hash of a node without keys. */
async function emptyHashes(bucketBits: number, poseidon: Poseidon): Promise<Uint8Array> {
  const depth = levelCount(bucketBits);
  const hashes = new Uint8Array((depth + 1) * FIELD_BYTES);
  hashes.set(await poseidon.batch(ARITY, new Uint8Array(NODE_BYTES)), depth * FIELD_BYTES);
  for (let level = depth - 1; level >= 0; level--)
    hashes.set(await poseidon.batch(ARITY, emptyNode(hashes, bucketBits, level)), level * FIELD_BYTES);
  return hashes;
}

/** The hash input of a node without keys of a level above the buckets. */
function emptyNode(empty: Uint8Array, bucketBits: number, level: number): Uint8Array {
  const node = new Uint8Array(NODE_BYTES);
  const child = empty.subarray((level + 1) * FIELD_BYTES, (level + 2) * FIELD_BYTES);
  for (let j = 0; j < childCount(bucketBits, level); j++) node.set(child, j * FIELD_BYTES);
  return node;
}

/** The slots of the buckets at these places. Batches are requested in ascending order, as the keys are sorted. */
function fillBuckets(keys: Uint8Array, bucketBits: number, places: Uint32Array): Fill {
  let key = 0;
  return (elements, first, end) => {
    for (let i = first; i < end; i++)
      for (
        let slot = 0;
        key * KEY_BYTES < keys.length && bucketOf(routeOf(keys, key), bucketBits) === places[i];
        slot++
      )
        putKey(elements, ((i - first) * ARITY + slot) * FIELD_BYTES, keys, key++ * KEY_BYTES);
  };
}

/** The children of the nodes at these places. Batches are requested in ascending order. */
function fillNodes(below: Level, places: Uint32Array, empty: Uint8Array): Fill {
  let child = 0;
  return (elements, first, end) => {
    for (let i = first; i < end; i++) {
      elements.set(empty, (i - first) * NODE_BYTES);
      for (; child < below.places.length && Math.floor(below.places[child]! / ARITY) === places[i]; child++) {
        const at = (i - first) * NODE_BYTES + (below.places[child]! % ARITY) * FIELD_BYTES;
        elements.set(below.hashes.subarray(child * FIELD_BYTES, (child + 1) * FIELD_BYTES), at);
      }
    }
  };
}

/** A key is a big-endian integer, a slot a little-endian field element. */
function putKey(slots: Uint8Array, slot: number, keys: Uint8Array, key: number): void {
  for (let byte = 0; byte < KEY_BYTES; byte++) slots[slot + byte] = keys[key + KEY_BYTES - 1 - byte]!;
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
