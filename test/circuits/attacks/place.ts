/** Attacks on where a key may stand: page, commitment, shape of the tree, bucket. */

import { inverse, mod } from "../../../prover/shared/field.ts";
import { buildTree } from "../../../prover/tree/build.ts";
import { parentId, routeOf } from "../../../prover/tree/shape.ts";
import { childrenOf } from "../../../prover/tree/tree.ts";
import type { ConstraintSystem } from "../../support/constraints.ts";
import { commitmentOf, honestInput, poseidon, signals, sortKeys, workKey } from "../../support/scene.ts";
import { SparseTree } from "../../support/sparseTree.ts";
import {
  type Attack,
  absentIn,
  bucketIdOf,
  bucketOfKey,
  childPositionOf,
  claimPage,
  leafBase,
  neighbour,
  openElsewhere,
  openOwn,
  presentKey,
  SIZE,
  type Signals,
  tree,
  WORKS,
} from "./attack.ts";

const all = (key: Uint8Array): Uint8Array[] => Array<Uint8Array>(SIZE.entries).fill(key);

/** Opens an inner node as if it were the bucket of every entry. */
function openInnerNode(given: Signals, index: number): Signals {
  const slots = childrenOf(tree, 1, index);
  for (let e = 0; e < SIZE.entries; e++)
    slots.forEach((hash, s) => {
      given.set(`slots[${e}][${s}]`, hash);
    });
  for (let n = 1; n < SIZE.nodes; n++) for (let j = 0; j < 16; j++) given.set(`masks[${n}][${j}]`, 0n);
  for (let j = 0; j < 16; j++) given.set(`masks[0][${j}]`, j === index ? 1n : 0n);
  return given;
}

/** Sets the bits of every entry's route. */
function setRouteBits(weak: ConstraintSystem, given: Signals, bits: readonly bigint[]): Signals {
  for (const name of weak.wires.keys()) {
    const bit = /^BucketId_\w+\[\d+\]\.bits\[(\d+)\]$/.exec(name);
    if (bit) given.set(name, bits[Number(bit[1])]!);
  }
  return given;
}

const bitsOf = (value: number): bigint[] => [...value.toString(2).padStart(48, "0")].map(BigInt);

const setThermometer = (given: Signals, bits: readonly number[]): Signals => {
  for (let i = 0; i < 48; i++) given.set(`thermometer[${i}]`, BigInt(bits[i] ?? 0));
  return given;
};

/** A full bucket that holds the key in a given slot, opened as it is. */
async function openFull(slot: number): Promise<Signals> {
  const key = presentKey();
  return signals(await (await SparseTree.full(tree.bucketBits, key, slot)).input(all(key), SIZE));
}

export const placeAttacks: Attack[] = [
  ...[0, 1, 15].map((slot) => ({
    name: `a present key in slot ${slot} of a full bucket`,
    rule: "absent",
    forge: () => openFull(slot),
  })),
  {
    // Nothing false by itself: but keys whose fourth bit is set would have no bucket, and nobody could prove anything.
    name: "a tree of 8 buckets, which the format does not have",
    rule: "thermometer",
    forge: async () => {
      const key = presentKey((route) => Math.floor(route / 2 ** 44) % 2 === 0);
      return signals(await (await SparseTree.of(3, new Map())).input(all(key), SIZE));
    },
  },
  {
    name: "a present key is passed off as absent",
    rule: "absent",
    forge: () => openOwn(presentKey()),
  },
  {
    name: "a present key behind an absent one",
    rule: "absent",
    forge: async () => {
      const key = presentKey((_, bucket) => bucket > 5);
      const given = signals(await honestInput(tree, [absentIn(5), neighbour(key)], SIZE));
      return claimPage(given, [absentIn(5), key, key]);
    },
  },
  {
    name: "entries that are not the page's",
    rule: "page-digest",
    forge: async () => {
      const key = presentKey();
      const pageDigest = (await claimPage(new Map(), all(key))).get("pageDigest")!;
      return signals(await honestInput(tree, [neighbour(key)], SIZE)).set("pageDigest", pageDigest);
    },
  },
  {
    name: "a cleaned copy of the tree under the old commitment",
    rule: "commitment",
    forge: async () => {
      const keys = Array.from({ length: WORKS - 1 }, (_, i) => workKey(`work ${i}`));
      const cleaned = await buildTree(Buffer.concat(sortKeys(keys)), poseidon);
      const input = await honestInput(cleaned, [workKey(`work ${WORKS - 1}`)], SIZE);
      return signals({ ...input, commitment: await commitmentOf(tree) });
    },
  },
  {
    name: "another bucket than the route's",
    rule: "bucket-id",
    forge: async () => {
      const key = presentKey((_, bucket) => bucket !== 5);
      const given = await openElsewhere(key, 5);
      for (let e = 0; e < SIZE.entries; e++) given.set(`bucketIds[${e}]`, BigInt(leafBase + 5));
      return given;
    },
  },
  {
    name: "route bits that are no bits, the last one making up for the others",
    rule: "bits-boolean",
    forge: async (weak) => {
      const key = presentKey((_, bucket) => bucket !== 5);
      const bits = bitsOf(5 * 2 ** 41);
      bits[47] = mod(BigInt(routeOf(key) - 5 * 2 ** 41));
      return setRouteBits(weak, await openElsewhere(key, 5), bits);
    },
  },
  {
    name: "bits of another route",
    rule: "range",
    forge: async (weak) => {
      const key = presentKey((_, bucket) => bucket !== 5);
      return setRouteBits(weak, await openElsewhere(key, 5), bitsOf(5 * 2 ** 41));
    },
  },
  {
    name: "an inner node opened as a bucket",
    rule: "leaf-base",
    forge: async () => {
      const key = presentKey();
      const given = openInnerNode(await openOwn(key), 2);
      return given.set("shape.leafBase", BigInt(1 + 2 - bucketOfKey(key)));
    },
  },
  {
    name: "buckets of another width than the depth says",
    rule: "bucket-range",
    forge: async () => {
      const key = presentKey((_, bucket) => bucket > 5);
      const prefix = BigInt(bucketOfKey(key)) << 41n;
      return (await openElsewhere(key, 5)).set("shape.bucketRange", mod(prefix * inverse(5n)));
    },
  },
  {
    name: "a thermometer with a 2 in it, so that a bucket is 0 routes wide",
    rule: "thermometer",
    forge: async () => {
      const key = presentKey((route) => route < 2 ** 42);
      const given = setThermometer(await openElsewhere(key, 5), [1, 1, 1, 1, 1, 2]);
      for (let e = 0; e < SIZE.entries; e++) given.set(`bucketIds[${e}]`, BigInt(leafBase + 5));
      return given;
    },
  },
  {
    name: "a thermometer with a gap, the same number of ones",
    rule: "thermometer-monotone",
    forge: async () => {
      // Ones at 0..5 and 7: the width becomes 3·2^40, the kept part of the route 2^42·(top six bits) + 2^40·(bit 7).
      const moved = (route: number) => (4 * Math.floor(route / 2 ** 42) + (Math.floor(route / 2 ** 40) % 2)) / 3;
      const key = presentKey((route, bucket) => Number.isInteger(moved(route)) && moved(route) !== bucket);
      return setThermometer(await openElsewhere(key, moved(routeOf(key))), [1, 1, 1, 1, 1, 1, 0, 1]);
    },
  },
  {
    name: "a second root: the root opened under another id, its inner child as the bucket",
    rule: "root-id",
    forge: async () => {
      const key = presentKey((_, bucket) => (leafBase + bucket - 1) % 16 < 8);
      const given = openInnerNode(await openOwn(key), childPositionOf(key));
      return given.set("ids[0]", BigInt(parentId(bucketIdOf(key))));
    },
  },
];
