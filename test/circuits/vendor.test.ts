import { expect, test } from "vitest";
import { calculateWitness } from "../../prover/groth16/prover/witness.ts";
import { circuitPath } from "../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../prover/setup/compile.ts";
import { bucketOf, levelBase, levelCount, routeOf } from "../../prover/tree/shape.ts";
import { exclusion } from "../support/circuits.ts";
import { ConstraintSystem } from "../support/constraints.ts";
import { codeOf } from "../support/errors.ts";
import { FULL, SHORT } from "../support/full.ts";
import { below, random } from "../support/random.ts";
import { keyNumber, signals, workKey } from "../support/scene.ts";
import { solve } from "../support/solve.ts";
import { SparseTree } from "../support/sparseTree.ts";

/**
 * Whatever tree a vendor commits to, presence and absence of one key exclude each other: what counts as presence is the
 * key in a slot of the bucket that its route names, and the circuit proves absence from just that bucket.
 */
const SIZE = { entries: 1, nodes: 6 };
const TREES = FULL ? 60 : SHORT ? 10 : 20;

/**
 * Unsorted buckets, holes, keys in several buckets and in wrong ones, slots that no key could be, inner nodes as
 * slots.
 */
async function cheatingTree(seed: number): Promise<{ tree: SparseTree; keys: Uint8Array[] }> {
  const pick = below(random(seed));
  const bucketBits = 4 + pick(9);
  const keys = Array.from({ length: 12 }, (_, i) => workKey(`tree ${seed}, work ${i}`));
  const slots = new Map<number, bigint[]>();
  const put = (bucket: number, slot: number, value: bigint) => {
    const values = slots.get(bucket) ?? Array<bigint>(16).fill(0n);
    values[slot] = value;
    slots.set(bucket, values);
  };
  for (const key of keys) {
    const right = bucketOf(routeOf(key), bucketBits);
    if (pick(3) > 0) put(right, pick(16), keyNumber(key));
    if (pick(2) > 0) put(pick(2 ** bucketBits), pick(16), keyNumber(key));
    if (pick(4) === 0) put(right, pick(16), BigInt(levelBase(levelCount(bucketBits)) + right));
  }
  return { tree: await SparseTree.of(bucketBits, slots), keys };
}

test("exactly one of presence and absence is provable for every key", async () => {
  const system = await ConstraintSystem.load(await exclusion(SIZE));
  const { wasm } = await compileCircuit(circuitPath("inclusion"));
  const seen = { present: 0, absent: 0 };
  for (let seed = 1; seed <= TREES; seed++) {
    const { tree, keys } = await cheatingTree(seed);
    for (const [i, key] of keys.slice(0, 3).entries()) {
      const bucket = tree.slots.get(bucketOf(routeOf(key), tree.bucketBits)) ?? [];
      const present = bucket.includes(keyNumber(key));
      const values = solve(system, signals(await tree.input([key], SIZE)));
      expect(system.refuses(values)).toBe(present);
      seen[present ? "present" : "absent"]++;
      if (i > 0) continue;
      const path = await tree.path(key);
      expect(await codeOf(() => calculateWitness(wasm, path))).toBe(present ? "accepted" : "groth16/no-witness");
    }
  }
  expect(seen.present).toBeGreaterThan(TREES / 2);
  expect(seen.absent).toBeGreaterThan(TREES / 2);
});
