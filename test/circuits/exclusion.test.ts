import { beforeAll, describe, expect, it } from "vitest";
import { KEY_BYTES } from "../../prover/fingerprint/key.ts";
import { chain, TAG } from "../../prover/shared/poseidon.ts";
import { buildTree } from "../../prover/tree/build.ts";
import { rootOf } from "../../prover/tree/tree.ts";
import { exclusion } from "../support/circuits.ts";
import { ConstraintSystem } from "../support/constraints.ts";
import { FULL } from "../support/full.ts";
import { committedTree, honestInput, poseidon, signals, sortKeys, workKey } from "../support/scene.ts";
import { solve } from "../support/solve.ts";
import { SparseTree } from "../support/sparseTree.ts";

const works = (from: number, count: number) =>
  sortKeys(Array.from({ length: count }, (_, i) => workKey(`work ${from + i}`)));

describe("the circuit agrees with the reference", () => {
  const size = { entries: 2, nodes: 23 };
  let system: ConstraintSystem;
  beforeAll(async () => {
    system = await ConstraintSystem.load(await exclusion(size));
  });
  const refuses = async (tree: SparseTree, keys: Uint8Array[], pageSalt = 0n) =>
    system.refuses(solve(system, signals(await tree.input(keys, size, pageSalt))));

  /** A level has four bits: the shallowest tree, first and last depths of levels, and the deepest; or every depth. */
  const DEPTHS = FULL ? Array.from({ length: 45 }, (_, i) => 4 + i) : [4, 5, 7, 8, 9, 24, 25, 45, 48];
  it.each(DEPTHS)("proves absent keys and refuses present ones at depth %i", async (bucketBits) => {
    const inside = works(100 * bucketBits, 12);
    const tree = await SparseTree.honest(bucketBits, inside);
    const absent = works(100 * bucketBits + 50, 2);
    expect(await refuses(tree, absent)).toBe(false);
    expect(await refuses(tree, sortKeys([absent[0]!, inside[3]!]))).toBe(true);
  });

  it("proves absent keys and refuses present ones on a confidential page, which has a salt", async () => {
    const inside = works(0, 12);
    const tree = await SparseTree.honest(7, inside);
    const absent = works(50, 2);
    expect(await refuses(tree, absent, 77n)).toBe(false);
    expect(await refuses(tree, sortKeys([absent[0]!, inside[3]!]), 77n)).toBe(true);
  });

  it.each([10, 60, 300, 2000, 9000])("builds the same tree of %i keys as the reference", async (count) => {
    const keys = works(0, count);
    const built = await buildTree(Buffer.concat(keys), poseidon);
    expect(built.keys.count).toBe(count);
    expect(rootOf(built)).toBe((await SparseTree.honest(built.bucketBits, keys)).root);
  });
});

describe("changes to a witness", async () => {
  // Two buckets under two parents: all three nodes of the pool are in use, so that every input matters.
  const size = { entries: 2, nodes: 3 };
  const tree = await committedTree(600);
  const keys = [workKey("absent 1"), workKey("absent 2")];
  const honest = signals(await honestInput(tree, keys, size));
  let system: ConstraintSystem;
  beforeAll(async () => {
    system = await ConstraintSystem.load(await exclusion(size));
  });

  it("the unchanged witness satisfies every constraint", () => {
    expect(honest.get("masks[2][0]")).toBeDefined();
    expect(system.broken(solve(system, honest))).toEqual([]);
  });

  it.each([...honest.keys()])("%s plus one violates a constraint", (name) => {
    const changed = new Map(honest).set(name, honest.get(name)! + 1n);
    expect(system.refuses(solve(system, changed))).toBe(true);
  });

  it("a page with the key 0 cannot be proved against a bucket with an unused slot", async () => {
    const zero = new Uint8Array(KEY_BYTES);
    const sparse = await SparseTree.honest(4, [workKey("work 1")]);
    const input = await sparse.input([zero, workKey("absent 1")], size);
    expect(system.refuses(solve(system, signals(input)))).toBe(true);
  });
});

describe("the challenges of a statement", () => {
  const size = { entries: 3, nodes: 5 };

  it("equal the hashes that the reference computes from page, commitment, buckets and nodes", async () => {
    const input = await honestInput(await committedTree(600), [workKey("absent 1"), workKey("absent 2")], size);
    const system = await ConstraintSystem.load(await exclusion(size));
    const values = solve(system, signals(input));
    const packed = (mask: readonly bigint[]) => mask.reduce((sum, bit, j) => sum + (bit << BigInt(j)), 0n);
    const transcript = [input.pageDigest, input.commitment];
    for (const slots of input.slots) transcript.push(await poseidon.hash(slots));
    for (const [n, id] of input.ids.entries())
      transcript.push(await poseidon.hash(input.children[n]!), id, packed(input.masks[n]!));
    const gamma = await chain(poseidon, TAG.transcript, transcript);
    expect(values[system.wire("gamma")]).toBe(gamma);
    expect(values[system.wire("delta")]).toBe(await poseidon.hash([gamma]));
  });

  const gamma = async (without: string[], given: Map<string, bigint>) => {
    const system = await ConstraintSystem.load(await exclusion(size, { without }));
    const values = solve(system, given);
    expect(system.broken(values)).toEqual([]);
    return values[system.wire("gamma")];
  };

  it("absorb-page: two pages with the same buckets would share gamma", async () => {
    const tree = await committedTree(600);
    const [first, second] = await Promise.all(
      [workKey("absent 1"), new Uint8Array(workKey("absent 1")).fill(7, 20)].map(async (key) =>
        signals(await honestInput(tree, [key], size)),
      ),
    );
    const without = (given: Map<string, bigint>) => new Map(given).set("transcript[0]", 0n);
    expect(await gamma([], first!)).not.toBe(await gamma([], second!));
    expect(await gamma(["absorb-page"], without(first!))).toBe(await gamma(["absorb-page"], without(second!)));
  });

  it("absorb-commitment: two commitments to one tree would share gamma", async () => {
    const tree = await committedTree(600);
    const input = await honestInput(tree, [workKey("absent 1")], size);
    const salt = input.salt + 1n;
    const commitment = await poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), salt]);
    const first = signals(input);
    const second = signals({ ...input, salt, commitment });
    const without = (given: Map<string, bigint>) => new Map(given).set("transcript[1]", 0n);
    expect(await gamma([], first)).not.toBe(await gamma([], second));
    expect(await gamma(["absorb-commitment"], without(first))).toBe(
      await gamma(["absorb-commitment"], without(second)),
    );
  });
});
