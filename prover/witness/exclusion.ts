import { paddedKeys } from "../blocklist/elements.ts";
import type { BlocklistPage } from "../blocklist/format.ts";
import type { Circuit } from "../plan/circuits.ts";
import type { Opening } from "../plan/opening.ts";
import { dataError } from "../shared/errors.ts";
import { bytesToBigIntBE } from "../shared/field.ts";
import { ARITY, levelBase, levelCount, parentId } from "../tree/shape.ts";
import { childrenOf, type Tree } from "../tree/tree.ts";
import { bucketSlots, thermometerOf } from "./bucket.ts";

/**
 * Input signals of an exclusion circuit, by name, as canonical values below the field order. All but the first two are
 * secret.
 */
export type WitnessInput = {
  commitment: bigint;
  pageDigest: bigint;
  pageSalt: bigint;
  routes: bigint[];
  rests: bigint[];
  salt: bigint;
  thermometer: bigint[];
  slots: bigint[][];
  ids: bigint[];
  children: bigint[][];
  masks: bigint[][];
};

type Statement = { commitment: bigint; pageDigest: bigint };

/**
 * Everything a circuit needs to see that the committed tree holds no entry of the page.
 *
 * @throws data `witness/present` if it does hold one: no witness exists
 */
export function witnessInput(
  statement: Statement,
  page: BlocklistPage,
  tree: Tree,
  salt: bigint,
  opening: Opening,
  circuit: Circuit,
): WitnessInput {
  const keys = paddedKeys(page);
  return {
    ...statement,
    pageSalt: page.salt,
    routes: keys.map(({ route }) => route),
    rests: keys.map(({ rest }) => rest),
    salt,
    thermometer: thermometerOf(tree.bucketBits),
    slots: slotsOf(page, tree, opening),
    ...openedNodes(tree, opening, circuit.nodes),
  };
}

/** The 16 slots of each entry's bucket, padding entries included. */
function slotsOf(page: BlocklistPage, tree: Tree, opening: Opening): bigint[][] {
  const slots = page.keys.map((key, i) => {
    const values = bucketSlots(tree, opening.buckets[i]!);
    if (!values.includes(bytesToBigIntBE(key))) return values;
    throw dataError("witness/present", `entry ${i} of the page is in the shard`, "Remove the record and commit again.");
  });
  return Array.from({ length: page.size }, (_, i) => slots[Math.min(i, slots.length - 1)]!);
}

/** Opened nodes with the children used below them; the rest of the pool is disabled by empty masks. */
function openedNodes(tree: Tree, opening: Opening, room: number): Pick<WitnessInput, "ids" | "children" | "masks"> {
  const depth = levelCount(tree.bucketBits);
  const leafBase = levelBase(depth);
  const used = new Set([...opening.nodeIds, ...opening.buckets.map((bucket) => leafBase + bucket)]);
  const ids = Array<bigint>(room).fill(0n);
  const children = Array.from({ length: room }, () => Array<bigint>(ARITY).fill(0n));
  const masks = Array.from({ length: room }, () => Array<bigint>(ARITY).fill(0n));
  opening.nodeIds.forEach((id, n) => {
    const level = levelOf(id);
    ids[n] = BigInt(id);
    children[n] = childrenOf(tree, level, id - levelBase(level));
    masks[n] = children[n].map((_, j) => (used.has(ARITY * id + j + 1) ? 1n : 0n));
  });
  return { ids, children, masks };
}

function levelOf(id: number): number {
  let level = 0;
  for (let at = id; at > 0; at = parentId(at)) level++;
  return level;
}
