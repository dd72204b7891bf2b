/** Attacks by a choice made after the challenges are known: what is not absorbed can be chosen last. */
import { bn254 } from "@noble/curves/bn254.js";
import { inverse, mod } from "../../../prover/shared/field.ts";
import { honestInput, poseidon, SALT, signals } from "../../support/scene.ts";
import {
  type Attack,
  absentIn,
  attempt,
  claimPage,
  emptyAllSlots,
  emptySlots,
  openOwn,
  presentKey,
  SIZE,
  type Signals,
  tree,
} from "./attack.ts";
import { emptyBucketHash, lookupGap } from "./nodes.ts";

/** Keeps what the transcript no longer absorbs at 0. */
function unabsorbed(given: Signals, first: number, step: number, count: number): Signals {
  for (let i = 0; i < count; i++) given.set(`transcript[${first + step * i}]`, 0n);
  return given;
}

/** Keeps the masks in the transcript as they are, but for the last child of each node. */
function withoutLastChild(given: Signals): Signals {
  for (let n = 0; n < SIZE.nodes; n++) {
    const bits = Array.from({ length: 15 }, (_, j) => given.get(`masks[${n}][${j}]`)! << BigInt(j));
    given.set(
      `transcript[${NODES_FROM + 2 + 3 * n}]`,
      bits.reduce((sum, bit) => sum + bit),
    );
  }
  return given;
}

const NODES_FROM = 2 + SIZE.entries;

/** The root alone is opened, with the child that no key of the page is under; an empty bucket stands for the key's. */
async function strayChild(): Promise<{ given: Signals; child: number }> {
  const key = presentKey((_, bucket) => bucket > 16);
  const given = emptyAllSlots(await openOwn(key));
  for (let n = 0; n < SIZE.nodes; n++) for (let j = 0; j < 16; j++) given.set(`masks[${n}][${j}]`, 0n);
  return { given: given.set("masks[0][0]", 1n), child: 0 };
}

export const transcriptAttacks: Attack[] = [
  {
    name: "a bucket and a child that fold to one value under a delta chosen last",
    rule: "delta-after-gamma",
    forge: async (weak) => {
      const { given, child } = await strayChild();
      const read = attempt(weak, given);
      const ids = read("bucketIds[0]") - BigInt(child + 1);
      return given.set("delta", mod(ids * inverse(mod(read(`children[0][${child}]`) - read("bucketHashes[0]")))));
    },
  },
  {
    name: "a child that folds to the value of a bucket under a delta known to the vendor before it commits",
    rule: "delta-after-gamma",
    forge: async (weak) => {
      const { given, child } = await strayChild();
      const read = attempt(weak, given);
      const ids = read("bucketIds[0]") - BigInt(child + 1);
      // What the circuit draws without regard to the commitment, or any number where nothing draws it.
      const delta = read("delta") || 7n;
      const forged = mod(read("bucketHashes[0]") + ids * inverse(delta));
      const children = Array.from({ length: 16 }, (_, j) => (j === child ? forged : given.get(`children[0][${j}]`)!));
      given.set(`children[0][${child}]`, forged);
      const root = await poseidon.hash(children);
      return given.set("commitment", await poseidon.hash([root, BigInt(tree.bucketBits), SALT])).set("delta", delta);
    },
  },
  {
    name: "a share of a child chosen after gamma",
    rule: "absorb-mask",
    bounds: ["mask-boolean"],
    forge: async (weak) => {
      const given = withoutLastChild(emptyAllSlots(await openOwn(presentKey((_, bucket) => bucket < 64))));
      const read = attempt(weak, given);
      const offered = mod(read("gamma") - 16n - read("delta") * read("children[0][15]"));
      return given.set("masks[0][15]", mod(lookupGap(read) * offered));
    },
  },
  {
    name: "the id of a spare node chosen after gamma",
    rule: "absorb-node-id",
    bounds: ["node-id-range"],
    forge: async (weak) => {
      const given = unabsorbed(emptyAllSlots(await openOwn(presentKey())), NODES_FROM + 1, 3, SIZE.nodes);
      for (let n = 0; n < SIZE.nodes; n++) given.set(`node[${n}].range.value`, 0n);
      const spare = SIZE.nodes - 1;
      given.set(`masks[${spare}][0]`, 1n);
      for (let child = 1n; ; child++) {
        const read = attempt(weak, given.set(`children[${spare}][0]`, child).set(`ids[${spare}]`, 0n));
        // Sought 1/(a - x) and offered 1/(b - 16x) must close the gap g of everything else.
        const a = mod(read("gamma") - read("delta") * read(`node[${spare}].hash`));
        const b = mod(read("gamma") - 1n - read("delta") * child);
        const g = mod(lookupGap(read) - inverse(a) + inverse(b));
        const root = quadraticRoot(16n * g, -(g * (16n * a + b) + 15n), g * a * b + b - a);
        if (root !== undefined) return given.set(`ids[${spare}]`, root);
      }
    },
  },
  {
    name: "the hash of an inner node chosen after gamma",
    rule: "absorb-node-hash",
    bounds: ["node-hash"],
    forge: async (weak) => {
      const given = await openOwn(presentKey());
      const honest = attempt(weak, given);
      for (let n = 0; n < SIZE.nodes; n++) given.set(`node[${n}].hash`, honest(`node[${n}].hashed`));
      unabsorbed(emptyAllSlots(given), NODES_FROM, 3, SIZE.nodes);
      const read = attempt(weak, given);
      const term = mod(read("nodeTerms[1]") - lookupGap(read));
      return given.set("node[1].hash", hashFor(read, "ids[1]", term));
    },
  },
  {
    name: "the hash of one bucket chosen after gamma to make up for another",
    rule: "absorb-bucket",
    bounds: ["bucket-hash"],
    forge: async (weak) => {
      const key = presentKey((_, bucket) => bucket > 5);
      const given = await claimPage(signals(await honestInput(tree, [absentIn(5), absentIn(6)], SIZE)), [
        absentIn(5),
        key,
        key,
      ]);
      emptySlots(emptySlots(given, 1), 2)
        .set("bucketHashes[1]", emptyBucketHash)
        .set("bucketHashes[2]", emptyBucketHash);
      unabsorbed(given, 2, 1, SIZE.entries);
      const read = attempt(weak, given);
      const term = mod(read("bucketTerms[0]") - lookupGap(read));
      return given.set("bucketHashes[0]", hashFor(read, "bucketIds[0]", term));
    },
  },
];

/** The hash that makes 1 / (gamma - id - delta·hash) a given summand. */
function hashFor(read: (name: string) => bigint, id: string, term: bigint): bigint {
  return mod((read("gamma") - read(id) - inverse(term)) * inverse(read("delta")));
}

/** A root of a·x² + b·x + c in the field, if there is one. */
function quadraticRoot(a: bigint, b: bigint, c: bigint): bigint | undefined {
  try {
    return mod((bn254.fields.Fr.sqrt(mod(b * b - 4n * a * c)) - b) * inverse(mod(2n * a)));
  } catch {
    return undefined;
  }
}
