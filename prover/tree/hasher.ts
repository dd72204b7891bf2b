import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { ARITY, bucketOf, childCount, levelCount, levelWidth, routeOf } from "./shape.ts";

/** Nodes per call of the hash: large enough to keep the processors busy, small enough to show progress. */
const BATCH = 8192;

/** Size of the input of a node's hash, in bytes: 16 elements. */
const NODE_BYTES = ARITY * FIELD_BYTES;

/** Receives the hashes of a level's next nodes that have a key below them, and the places of these nodes. */
type OnHashes = (level: number, hashes: Uint8Array, places: Uint32Array) => void;

/** Nodes of one level that are hashed in one call. */
type Batch = { places: Uint32Array; elements: Uint8Array; count: number };

/** How to hash. `nodes`: the most nodes of any level; `top`: the level to stop at, 0 for the root. */
type HashOptions = { bucketBits: number; poseidon: Poseidon; nodes: number; top?: number; onHashes: OnHashes };

/**
 * Hashes a tree from sorted keys, level by level as its nodes become complete, so that its memory does not depend on
 * their number. While a batch of a level is hashed, the next one is filled.
 */
export class TreeHasher {
  readonly #options: Required<HashOptions>;
  readonly #empty: Uint8Array;
  readonly #depth: number;
  /** By level: the batch that is filled, and the one that is hashed or was. */
  readonly #filled: Batch[];
  readonly #spare: Batch[];
  readonly #hashing: (Promise<Uint8Array> | undefined)[];
  #slot = 0;

  /** @param empty for each level the hash of a node without keys */
  constructor(options: HashOptions, empty: Uint8Array) {
    this.#options = { top: 0, ...options };
    this.#empty = empty;
    this.#depth = levelCount(options.bucketBits);
    const { nodes, bucketBits } = options;
    const batches = () =>
      Array.from({ length: this.#depth + 1 }, (_, level) => newBatch(roomFor(nodes, bucketBits, level)));
    this.#filled = batches();
    this.#spare = batches();
    this.#hashing = this.#filled.map(() => undefined);
  }

  /** @throws data `tree/crowded` when a bucket overflows: the tree is not deep enough for these keys */
  async addKeys(keys: Uint8Array): Promise<void> {
    const { bucketBits } = this.#options;
    for (let at = 0; at < keys.length; at += KEY_BYTES) {
      const bucket = bucketOf(routeOf(keys, at / KEY_BYTES), bucketBits);
      let batch = this.#filled[this.#depth]!;
      if (batch.count === 0 || batch.places[batch.count - 1] !== bucket) {
        if (isFull(batch)) await this.#hash(this.#depth);
        batch = this.#filled[this.#depth]!;
        startNode(batch, bucket);
        this.#slot = 0;
      }
      if (this.#slot === ARITY) throw overflows(bucket, bucketBits);
      putKey(batch.elements, (batch.count - 1) * NODE_BYTES + this.#slot++ * FIELD_BYTES, keys, at);
    }
  }

  /** Adds hashes of the next nodes of a level, whose keys are not added: those of a part of the tree. */
  async addNodes(level: number, hashes: Uint8Array, places: Uint32Array): Promise<void> {
    const above = level - 1;
    for (const [i, place] of places.entries()) {
      const parent = Math.floor(place / ARITY);
      let batch = this.#filled[above]!;
      if (batch.count === 0 || batch.places[batch.count - 1] !== parent) {
        if (isFull(batch)) await this.#hash(above);
        batch = this.#filled[above]!;
        startNode(batch, parent, emptyNode(this.#empty, this.#options.bucketBits, above));
      }
      const at = (batch.count - 1) * NODE_BYTES + (place % ARITY) * FIELD_BYTES;
      batch.elements.set(hashes.subarray(i * FIELD_BYTES, (i + 1) * FIELD_BYTES), at);
    }
  }

  /** Hashes what is left, from the buckets up. */
  async end(): Promise<void> {
    for (let level = this.#depth; level >= this.#options.top; level--) {
      await this.#hash(level);
      await this.#settle(level);
    }
  }

  /** Begins to hash the filled batch of a level, after the one before it. */
  async #hash(level: number): Promise<void> {
    await this.#settle(level);
    const batch = this.#filled[level]!;
    this.#filled[level] = this.#spare[level]!;
    this.#spare[level] = batch;
    if (batch.count === 0) return;
    const hashes = this.#options.poseidon.batch(ARITY, batch.elements.subarray(0, batch.count * NODE_BYTES));
    // It is awaited later, after an error elsewhere perhaps never.
    hashes.catch(() => {});
    this.#hashing[level] = hashes;
  }

  /** Waits for the batch of a level that is hashed, and gives its hashes to the level above. */
  async #settle(level: number): Promise<void> {
    const hashes = await this.#hashing[level];
    if (hashes === undefined) return;
    this.#hashing[level] = undefined;
    const batch = this.#spare[level]!;
    const places = batch.places.subarray(0, batch.count);
    batch.count = 0;
    this.#options.onHashes(level, hashes, places);
    if (level > this.#options.top) await this.addNodes(level, hashes, places);
  }
}

/** Nodes of a level that are hashed in one call, if no level has more than `nodes` with a key. */
const roomFor = (nodes: number, bucketBits: number, level: number): number =>
  Math.max(1, Math.min(BATCH, nodes, levelWidth(bucketBits, level)));

/** Memory of the batches while a tree of this many keys is hashed, in bytes. */
export const hashingBytes = (keys: number, bucketBits: number): number =>
  Array.from({ length: levelCount(bucketBits) + 1 }, (_, level) => 2 * roomFor(keys, bucketBits, level)).reduce(
    (sum, nodes) => sum + nodes * (NODE_BYTES + 4),
    0,
  );

const newBatch = (room: number): Batch => ({
  places: new Uint32Array(room),
  elements: new Uint8Array(room * NODE_BYTES),
  count: 0,
});

const isFull = ({ places, count }: Batch): boolean => count === places.length;

function startNode(batch: Batch, place: number, content?: Uint8Array): void {
  const at = batch.count * NODE_BYTES;
  if (content) batch.elements.set(content, at);
  else batch.elements.fill(0, at, at + NODE_BYTES);
  batch.places[batch.count++] = place;
}

/** For each level, from the root on, the hash of a node without keys. */
export async function emptyHashes(bucketBits: number, poseidon: Poseidon): Promise<Uint8Array> {
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

/** A key is a big-endian integer, a slot a little-endian field element. */
function putKey(slots: Uint8Array, slot: number, keys: Uint8Array, key: number): void {
  for (let byte = 0; byte < KEY_BYTES; byte++) slots[slot + byte] = keys[key + KEY_BYTES - 1 - byte]!;
}

const overflows = (bucket: number, bucketBits: number) =>
  dataError(
    "tree/crowded",
    `bucket ${bucket} of 2^${bucketBits} has more than ${ARITY} keys`,
    "Hash every part of a tree at the depth of the whole.",
  );
