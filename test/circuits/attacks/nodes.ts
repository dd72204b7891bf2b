/** Attacks on the opened nodes, on shared buckets and on the lookup that joins them. */

import { inverse, mod } from "../../../prover/shared/field.ts";
import { childrenOf } from "../../../prover/tree/tree.ts";
import { honestInput, poseidon, signals } from "../../support/scene.ts";
import {
  type Attack,
  absentIn,
  attempt,
  bucketIdOf,
  bucketOfKey,
  childPositionOf,
  claimPage,
  emptyAllSlots,
  emptySlots,
  neighbour,
  openOwn,
  parentNodeOf,
  presentKey,
  SIZE,
  type Signals,
  tree,
} from "./attack.ts";
import { wrappingChain } from "./wrap.ts";

export const emptyBucketHash = await poseidon.hash(Array<bigint>(16).fill(0n));

/** Opens an empty bucket in place of the key's, under a parent node that has it as a child. */
async function fakeParent(key: Uint8Array): Promise<{ given: Signals; parent: number }> {
  const given = emptyAllSlots(await openOwn(key));
  const parent = parentNodeOf(given, key);
  given.set(`children[${parent}][${childPositionOf(key)}]`, emptyBucketHash);
  return { given, parent };
}

/** The same, with the fake parent disabled although its mask is not empty, and the root no longer naming it. */
async function unrooted(): Promise<Signals> {
  const key = presentKey();
  const { given, parent } = await fakeParent(key);
  given.set(`masks[0][${Math.floor(bucketOfKey(key) / 16)}]`, 0n);
  return given.set(`node[${parent}].enabled`, 0n);
}

/**
 * The vendor has committed to a tree whose root has a made-up child beside the true ones: its id and hash have the same
 * sum as those of the empty bucket that is shown in place of the key's. The true path is not opened.
 */
async function sameSum(): Promise<Signals> {
  const key = presentKey();
  const given = emptyAllSlots(await openOwn(key));
  given.set(`masks[${parentNodeOf(given, key)}][${childPositionOf(key)}]`, 0n);
  given.set(`masks[0][${Math.floor(bucketOfKey(key) / 16)}]`, 0n);
  given.set("masks[0][15]", 1n).set("children[0][15]", mod(emptyBucketHash + BigInt(bucketIdOf(key)) - 16n));
  const root = await poseidon.hash(Array.from({ length: 16 }, (_, j) => given.get(`children[0][${j}]`)!));
  return given.set("commitment", await poseidon.hash([root, BigInt(tree.bucketBits), given.get("salt")!]));
}

export const nodeAttacks: Attack[] = [
  {
    name: "a bucket of the attacker's own making under the true hash",
    rule: "bucket-hash",
    forge: async () => {
      const key = presentKey();
      const given = emptyAllSlots(await openOwn(key));
      const hash = childrenOf(tree, 1, Math.floor(bucketOfKey(key) / 16))[childPositionOf(key)]!;
      for (let e = 0; e < SIZE.entries; e++) given.set(`bucketHashes[${e}]`, hash);
      return given;
    },
  },
  {
    name: "children that do not make the node's hash",
    rule: "node-hash",
    forge: async (weak) => {
      const honest = attempt(weak, await openOwn(presentKey()));
      const { given } = await fakeParent(presentKey());
      for (let n = 0; n < SIZE.nodes; n++) given.set(`node[${n}].hash`, honest(`node[${n}].hashed`));
      return given;
    },
  },
  {
    name: "a chain of nodes so deep that ids wrap around the field",
    rule: "node-id-range",
    size: { entries: 1, nodes: 65 },
    forge: wrappingChain,
  },
  { name: "an unrooted node vouches for a fake bucket", rule: "enabled-by-mask", forge: unrooted },
  { name: "a difference that is called none", rule: "differ", forge: unrooted },
  {
    name: "a share of a spare node chosen after gamma",
    rule: "equal",
    forge: async (weak) => {
      const given = emptyAllSlots(await openOwn(presentKey()));
      const read = attempt(weak, given);
      const spare = SIZE.nodes - 1;
      const sought = mod(read("gamma") - read(`ids[${spare}]`) - read("delta") * read(`node[${spare}].hash`));
      return given.set(`node[${spare}].enabled`, mod(-lookupGap(read) * sought));
    },
  },
  {
    name: "fractions of children that add up, packed into the same mask",
    rule: "mask-boolean",
    forge: async (weak) => {
      const given = emptyAllSlots(await openOwn(presentKey()));
      const read = attempt(weak, given);
      const missing = lookupGap(read);
      const weight = (j: number) =>
        inverse(mod(read("gamma") - BigInt(j + 1) - read("delta") * read(`children[0][${j}]`)));
      // mask[14] grows by x and mask[15] falls by x/2, so that the packed mask stays.
      const step = mod(missing * inverse(mod(weight(14) - weight(15) * inverse(2n))));
      return given
        .set("masks[0][14]", mod(read("masks[0][14]") + step))
        .set("masks[0][15]", mod(read("masks[0][15]") - step * inverse(2n)));
    },
  },
  {
    name: "an entry declared to share a bucket it does not share",
    rule: "fresh-by-id",
    forge: async () => {
      const key = presentKey((_, bucket) => bucket > 5);
      const given = signals(await honestInput(tree, [absentIn(5)], SIZE));
      return (await claimPage(given, [absentIn(5), key, key])).set("fresh[1]", 0n);
    },
  },
  {
    name: "another bucket shown for an entry that shares one",
    rule: "same-bucket",
    forge: async () => {
      const key = presentKey();
      const given = signals(await honestInput(tree, [neighbour(key)], SIZE));
      return emptySlots(emptySlots(await claimPage(given, [neighbour(key), key, key]), 1), 2);
    },
  },
  {
    name: "a bucket that no node has as a child",
    rule: "lookup",
    forge: async () => emptyAllSlots(await openOwn(presentKey())),
  },
  { name: "a child whose id and hash have the sum of another's", rule: "lookup", forge: sameSum },
  {
    name: "summands that are all called 0",
    rule: "lookup-term",
    forge: async () => emptyAllSlots(await openOwn(presentKey())),
  },
];

/** By how much more is sought than offered. */
export function lookupGap(read: (name: string) => bigint): bigint {
  let gap = 0n;
  for (let e = 0; e < SIZE.entries; e++) gap += read(`bucketTerms[${e}]`);
  for (let n = 0; n < SIZE.nodes; n++) {
    gap += read(`nodeTerms[${n}]`);
    for (let j = 0; j < 16; j++) gap -= read(`childTerms[${n}][${j}]`);
  }
  return mod(gap);
}
