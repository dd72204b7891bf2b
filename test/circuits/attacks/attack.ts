import { splitKey } from "../../../prover/blocklist/elements.ts";
import { bucketOf, levelBase, levelCount, parentId, routeOf } from "../../../prover/tree/shape.ts";
import type { Tree } from "../../../prover/tree/tree.ts";
import type { Size } from "../../support/circuits.ts";
import type { ConstraintSystem } from "../../support/constraints.ts";
import {
  committedTree,
  digestOf,
  honestInput,
  keyFromNumber,
  keyNumber,
  signals,
  workKey,
} from "../../support/scene.ts";
import { solve } from "../../support/solve.ts";

export type Signals = Map<string, bigint>;

/**
 * One way to prove a false statement. `forge` gives the signals that the attacker sets; they satisfy the circuit
 * without the rule and break exactly this rule with it.
 *
 * `bounds`: rules that are off on both sides. Where a rule only leaves the attacker a search (which flags sum to a
 * given field element), the bound that makes it a search is lifted, so that the choice is one linear equation.
 */
export type Attack = {
  name: string;
  rule: string;
  bounds?: readonly string[];
  size?: Size;
  forge(weak: ConstraintSystem): Promise<Signals>;
};

export const SIZE: Size = { entries: 3, nodes: 5 };

/** 1,000 works: 128 buckets under two levels of nodes. */
export const WORKS = 1000;
export const tree: Tree = await committedTree(WORKS);
export const leafBase = levelBase(levelCount(tree.bucketBits));

/** A committed work's key whose route fulfils a condition. Proving it absent is a lie. */
export function presentKey(condition: (route: number, bucket: number) => boolean = () => true): Uint8Array {
  for (let i = 0; i < WORKS; i++) {
    const key = workKey(`work ${i}`);
    if (condition(routeOf(key), bucketOf(routeOf(key), tree.bucketBits))) return key;
  }
  throw new Error("no work fulfils the condition");
}

export const bucketOfKey = (key: Uint8Array): number => bucketOf(routeOf(key), tree.bucketBits);
export const bucketIdOf = (key: Uint8Array): number => leafBase + bucketOfKey(key);

/** An absent key in the bucket of a present one: one less, so that it sorts before it. */
export const neighbour = (key: Uint8Array): Uint8Array => keyFromNumber(keyNumber(key) - 1n);

/** An absent key in a given bucket. */
export function absentIn(bucket: number): Uint8Array {
  for (let i = 0; ; i++) {
    const key = workKey(`other work ${i}`);
    if (bucketOfKey(key) === bucket) return key;
  }
}

/** Sets the page to `keys` (in this order) and the digest with it, everything else untouched. */
export async function claimPage(given: Signals, keys: readonly Uint8Array[]): Promise<Signals> {
  keys.forEach((key, e) => {
    const { route, rest } = splitKey(key);
    given.set(`routes[${e}]`, route).set(`rests[${e}]`, rest);
  });
  return given.set("pageDigest", await digestOf(keys));
}

/** The page is `key` alone, and its own bucket is opened as it is. Breaks nothing but the rule of absence. */
export async function openOwn(key: Uint8Array, size = SIZE): Promise<Signals> {
  const given = signals(await honestInput(tree, [neighbour(key)], size));
  return claimPage(given, Array<Uint8Array>(size.entries).fill(key));
}

/** The page is `key` alone, but another bucket, where it is not, is opened. */
export async function openElsewhere(key: Uint8Array, bucket: number): Promise<Signals> {
  const given = signals(await honestInput(tree, [absentIn(bucket)], SIZE));
  return claimPage(given, Array<Uint8Array>(SIZE.entries).fill(key));
}

/** Empties the slots of an entry: a bucket that does not exist in the tree. */
export function emptySlots(given: Signals, entry: number): Signals {
  for (let slot = 0; slot < 16; slot++) given.set(`slots[${entry}][${slot}]`, 0n);
  return given;
}

export function emptyAllSlots(given: Signals, size = SIZE): Signals {
  for (let entry = 0; entry < size.entries; entry++) emptySlots(given, entry);
  return given;
}

/** Which opened node has this heap id. */
function nodeWithId(given: Signals, id: number): number {
  for (let n = 0; ; n++) if (given.get(`ids[${n}]`) === BigInt(id)) return n;
}

export const parentNodeOf = (given: Signals, key: Uint8Array): number => nodeWithId(given, parentId(bucketIdOf(key)));
export const childPositionOf = (key: Uint8Array): number => (bucketIdOf(key) - 1) % 16;

/** Reads signals of a first attempt, to choose others after the challenges are known. */
export function attempt(weak: ConstraintSystem, given: Signals): (name: string) => bigint {
  const values = solve(weak, given);
  return (name) => values[weak.wire(name)]!;
}
