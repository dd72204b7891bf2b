/** Attacks on inclusion: a key that is not in its bucket of the committed tree is passed off as present. */
import { splitKey } from "../../../prover/blocklist/elements.ts";
import { inverse, mod } from "../../../prover/shared/field.ts";
import { bucketOf, routeOf } from "../../../prover/tree/shape.ts";
import type { InclusionInput } from "../../../prover/witness/inclusion.ts";
import type { ConstraintSystem } from "../../support/constraints.ts";
import { keyFromNumber, keyNumber, poseidon, signals, workKey } from "../../support/scene.ts";
import { solve } from "../../support/solve.ts";
import { SparseTree } from "../../support/sparseTree.ts";
import type { Attack, Signals } from "./attack.ts";

const BITS = 7;
const bucketOfKey = (key: Uint8Array): number => bucketOf(routeOf(key), BITS);

/** A key of which the tree holds nothing. */
function absentKey(condition: (route: number, bucket: number) => boolean = () => true): Uint8Array {
  for (let i = 0; ; i++) {
    const key = workKey(`absent ${i}`);
    if (condition(routeOf(key), bucketOfKey(key))) return key;
  }
}

const tree = await SparseTree.honest(
  BITS,
  Array.from({ length: 400 }, (_, i) => workKey(`work ${i}`)),
);

/** The signals that a prover sets: the inputs, the key's parts, and the way to the bucket that it opens. */
function given(input: InclusionInput, bucket: number): Signals {
  const { route, rest } = splitKey(keyFromNumber(input.key));
  const forged = signals(input).set("parts.route", route).set("parts.rest", rest);
  for (let i = 0; i < 48; i++) forged.set(`digits.bits[${i}]`, (BigInt(bucket) >> BigInt(47 - i)) & 1n);
  return forged;
}

/** Honest but for the key, which is not there. */
const openOwn = async (key: Uint8Array): Promise<Signals> => given(await tree.path(key), bucketOfKey(key));

/** The vendor has put the key into a bucket where it does not belong, and opens that one. */
async function openMisplaced(key: Uint8Array, bucket: number): Promise<Signals> {
  const slots = new Map(tree.slots).set(bucket, [keyNumber(key), ...Array<bigint>(15).fill(0n)]);
  return given(await (await SparseTree.of(BITS, slots)).path(key, bucket), bucket);
}

/** A bucket of the attacker's own making that holds the key, which the tree does not have. */
async function fakeBucket(key: Uint8Array): Promise<{ forged: Signals; hash: bigint }> {
  const forged = (await openOwn(key)).set("slots[0]", keyNumber(key));
  const slots = Array.from({ length: 16 }, (_, i) => forged.get(`slots[${i}]`)!);
  return { forged, hash: await poseidon.hash(slots) };
}

/** Reads a signal of an attempt. */
const read = (weak: ConstraintSystem, signals: Signals, name: string) => solve(weak, signals)[weak.wire(name)]!;

/** The parts of another key with the same number, once a part may leave its range. */
function otherParts(forged: Signals, bucket: number): Signals {
  const route = BigInt(bucket) << 41n;
  return forged.set("parts.route", route).set("parts.rest", mod(forged.get("key")! - (route << 200n)));
}

const setThermometer = (forged: Signals, bits: readonly number[]): Signals => {
  for (let i = 0; i < 48; i++) forged.set(`thermometer[${i}]`, BigInt(bits[i] ?? 0));
  return forged;
};

export const inclusionAttacks: Attack[] = [
  { name: "an absent key", rule: "present", forge: () => openOwn(absentKey()) },
  {
    name: "the key 0, which every unused slot equals",
    rule: "key-nonzero",
    forge: () => openOwn(new Uint8Array(31)),
  },
  {
    name: "a bucket of the attacker's own making under the true hash",
    rule: "bucket-hash",
    forge: async (weak) => {
      const key = absentKey();
      const hash = read(weak, await openOwn(key), "held.hashed");
      return (await fakeBucket(key)).forged.set("held.hash", hash);
    },
  },
  {
    name: "children that do not make the node's hash",
    rule: "node-hash",
    forge: async (weak) => {
      const key = absentKey();
      const honest = await openOwn(key);
      const { forged, hash } = await fakeBucket(key);
      for (let l = 0; l < 12; l++) forged.set(`nodeHash[${l}]`, read(weak, honest, `hashed[${l}]`));
      return forged.set(`children[0][${bucketOfKey(key) % 16}]`, hash);
    },
  },
  {
    name: "a bucket that its parent does not have as a child",
    rule: "child",
    forge: async () => (await fakeBucket(absentKey())).forged,
  },
  {
    name: "a child that is none of the children",
    rule: "select",
    forge: async () => {
      const { forged, hash } = await fakeBucket(absentKey());
      return forged.set("child[0].chosen[14]", hash);
    },
  },
  {
    name: "a path that is left half way for the true one",
    rule: "climb",
    forge: async (weak) => {
      const key = absentKey();
      const honest = await openOwn(key);
      const { forged, hash } = await fakeBucket(key);
      // Two levels, then the root is handed on.
      for (let l = 1; l <= 12; l++) forged.set(`path[${l}]`, read(weak, honest, `hashed[${Math.min(l, 2) - 1}]`));
      return forged.set(`children[0][${bucketOfKey(key) % 16}]`, hash);
    },
  },
  {
    name: "another tree, which has the key, under the commitment",
    rule: "commitment",
    forge: async () => {
      const key = absentKey();
      const input = await (await SparseTree.honest(BITS, [key])).path(key);
      return given({ ...input, commitment: await tree.commitment() }, bucketOfKey(key));
    },
  },
  {
    name: "another bucket than the route's",
    rule: "bucket-id",
    forge: async () =>
      (
        await openMisplaced(
          absentKey((_, bucket) => bucket !== 5),
          5,
        )
      ).set("bucket", 5n),
  },
  {
    name: "the parts of another key",
    rule: "key-parts",
    forge: async () => {
      const forged = await openMisplaced(
        absentKey((_, bucket) => bucket !== 5),
        5,
      );
      return forged.set("parts.route", 5n << 41n).set("parts.rest", 0n);
    },
  },
  {
    name: "a rest out of range, which makes up for another route",
    rule: "range",
    forge: async () =>
      otherParts(
        await openMisplaced(
          absentKey((_, bucket) => bucket !== 5),
          5,
        ),
        5,
      ),
  },
  {
    name: "bits of a rest that are no bits, the last one making up for the others",
    rule: "bits-boolean",
    forge: async () => {
      const forged = otherParts(
        await openMisplaced(
          absentKey((_, bucket) => bucket !== 5),
          5,
        ),
        5,
      );
      for (let i = 0; i < 199; i++) forged.set(`parts.range.bits[${i}]`, 0n);
      return forged.set("parts.range.bits[199]", forged.get("parts.rest")!);
    },
  },
  {
    name: "buckets of another width than the depth says",
    rule: "bucket-range",
    forge: async () => {
      const key = absentKey((_, bucket) => bucket > 5);
      const prefix = BigInt(bucketOfKey(key)) << 41n;
      return (await openMisplaced(key, 5)).set("shape.bucketRange", mod(prefix * inverse(5n)));
    },
  },
  {
    name: "a thermometer with a 2 in it, so that a bucket is 0 routes wide",
    rule: "thermometer",
    forge: async () => {
      const forged = await openMisplaced(
        absentKey((route) => route < 2 ** 42),
        5,
      );
      return setThermometer(forged, [1, 1, 1, 1, 1, 2]).set("bucket", 5n);
    },
  },
  {
    name: "a thermometer with a gap, the same number of ones",
    rule: "thermometer-monotone",
    forge: async () => {
      // As in the attack on exclusion: the key's route then leads to a third of four times its top six bits and a bit.
      const moved = (route: number) => (4 * Math.floor(route / 2 ** 42) + (Math.floor(route / 2 ** 40) % 2)) / 3;
      const key = absentKey((route, bucket) => Number.isInteger(moved(route)) && moved(route) !== bucket);
      return setThermometer(await openMisplaced(key, moved(routeOf(key))), [1, 1, 1, 1, 1, 1, 0, 1]);
    },
  },
];
