import { FIELD_BYTES } from "../../shared/field.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { type HashNodes, hashNodes, type OnNodes, type TreeToHash } from "../../tree/build.ts";
import { TreeHasher } from "../../tree/hasher.ts";
import type { Keys } from "../../tree/keys.ts";
import { ARITY, levelCount, levelWidth } from "../../tree/shape.ts";
import type { Job } from "../jobs/job.ts";
import type { TreeJob, TreeResult } from "../jobs/tree.ts";
import { getPieces, putPieces, removeFile, type StoredFile } from "../storage/files.ts";
import { type Fleet, type FleetConfig, withFleet } from "./fleet.ts";
import { runJobs, wrongResult } from "./run.ts";

/** Keys below a part of a tree: with fewer than these, a job costs more than it saves. */
export const PART_KEYS = 2 ** 18;

const MOST_PARTS = 256;

/** Keys that are stored together. */
const PIECE_KEYS = 2 ** 17;

/**
 * A part of a tree: the nodes of level `top` that have a key below them, and all below. `nodes`: how many nodes with a
 * key its levels have, from `top` down.
 */
type Part = { top: number; places: Uint32Array; nodes: number[]; firstKey: number; endKey: number };

type TreeWork = Job & { kind: "commit"; number: number; payload: TreeJob; part: Part };

/** A part that has been hashed: the id of its job, and where the hashes are. */
type Hashed = { work: TreeWork; id: string; hashes: StoredFile };

/**
 * Has a tree hashed by a fleet, part by part. The nodes above the parts are hashed here. What comes back must have as
 * many hashes as the part has nodes; whether they are right is checked by `writeTree`.
 *
 * @param partKeys about how many keys are below a part; a tree of no more is hashed here
 */
export const hashInFleet =
  (place: FleetConfig, onProgress: OnProgress, partKeys: number): HashNodes =>
  async (tree, onNodes) => {
    const count = partCount(tree, partKeys);
    if (count === 1) return hashNodes(tree, onNodes);
    const { bucketBits, poseidon, empty } = tree;
    const parts = partsOf(tree, count);
    const above = new TreeHasher({ bucketBits, poseidon, nodes: ARITY * count, onHashes: onNodes }, empty);
    await withFleet(place, ["commit"], { poseidon: async () => poseidon }, async (fleet) => {
      for (const hashed of await hashParts(fleet, tree, parts, onProgress)) {
        const { top, places } = hashed.work.part;
        await above.addNodes(top, await takeHashes(fleet, hashed, onNodes), places);
      }
    });
    await above.end();
  };

/** Into how many parts of the same width a tree is cut: a power of two. Keys are hashes, so that parts are as large. */
const partCount = ({ keys, bucketBits }: TreeToHash, partKeys: number): number =>
  Math.min(MOST_PARTS, 2 ** bucketBits, 2 ** Math.ceil(Math.log2(Math.max(1, keys.count / partKeys))));

/** Cuts a tree at the first level that has a node for each part. Parts without a key are left out. */
function partsOf({ bucketBits, places: nodesOf }: TreeToHash, count: number): Part[] {
  let top = 0;
  while (levelWidth(bucketBits, top) < count) top++;
  const levels = levelCount(bucketBits) - top + 1;
  const width = levelWidth(bucketBits, top) / count;
  /** How many nodes with a key the levels from `top` down have before a place of `top`. */
  const nodesBefore = (place: number) =>
    Array.from({ length: levels }, (_, i) => nodesOf.find(top + i, place * ARITY ** i).node);
  const hasKey = (place: number) => nodesOf.find(top, place).node < nodesOf.find(top, place + 1).node;
  return Array.from({ length: count }, (_, number): Part => {
    const from = number * width;
    const to = from + width;
    const before = nodesBefore(from);
    return {
      top,
      places: Uint32Array.from({ length: width }, (_, i) => from + i).filter(hasKey),
      nodes: nodesBefore(to).map((nodes, i) => nodes - before[i]!),
      firstKey: nodesOf.find(top, from).key,
      endKey: nodesOf.find(top, to).key,
    };
  }).filter(({ places }) => places.length > 0);
}

/** Has parts hashed. @returns them in their order */
async function hashParts(fleet: Fleet, tree: TreeToHash, parts: readonly Part[], onProgress: OnProgress) {
  const hashed: Hashed[] = [];
  const take = async (work: TreeWork, { hashes }: TreeResult, id: string) => {
    hashed.push({ work, id, hashes });
    await removeFile(fleet.blobs, work.payload.keys);
  };
  const run = { stage: "fleet", total: parts.length, onProgress };
  await runJobs<TreeWork, TreeResult>(fleet, "commit", jobsOf(fleet, tree, parts), take, run);
  return hashed.sort((a, b) => a.work.number - b.work.number);
}

/** Stores the keys of one part after the other. */
async function* jobsOf(
  { blobs, key }: Fleet,
  { keys, bucketBits }: TreeToHash,
  parts: readonly Part[],
): AsyncGenerator<TreeWork> {
  for (const [number, part] of parts.entries()) {
    const stored = await putPieces(blobs, key, "keys", keysOf(keys, part));
    const payload: TreeJob = { type: "tree", bucketBits, top: part.top, keys: stored };
    yield { kind: "commit", about: `part ${number + 1} of ${parts.length} of the tree`, number, payload, part };
  }
}

function* keysOf(keys: Keys, { firstKey, endKey }: Part): Generator<Uint8Array> {
  for (let from = firstKey; from < endKey; from += PIECE_KEYS)
    yield keys.read(from, Math.min(from + PIECE_KEYS, endKey));
}

/**
 * Hands over the hashes of a part, and removes them.
 *
 * @returns those of level `top`
 * @throws data `fleet/wrong-result`
 */
async function takeHashes(
  { blobs, key }: Fleet,
  { work: { about, part }, id, hashes }: Hashed,
  onNodes: OnNodes,
): Promise<Uint8Array> {
  const left = part.nodes.map((nodes) => nodes * FIELD_BYTES);
  const uppermost: Buffer[] = [];
  try {
    for await (const piece of getPieces(blobs, key, hashes))
      for (let at = 0; at < piece.length; ) {
        const i = left.findIndex((bytes) => bytes > 0);
        if (i === -1) throw wrongResult(id, about, "more hashes than there are nodes");
        const own = piece.subarray(at, at + left[i]!);
        if (i === 0) uppermost.push(own);
        onNodes(part.top + i, own);
        left[i]! -= own.length;
        at += own.length;
      }
  } finally {
    await removeFile(blobs, hashes);
  }
  if (left.some((bytes) => bytes > 0)) throw wrongResult(id, about, "fewer hashes than there are nodes");
  return Buffer.concat(uppermost);
}
