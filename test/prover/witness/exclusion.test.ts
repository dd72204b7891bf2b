import { beforeAll, describe, expect, it } from "vitest";
import { splitKey } from "../../../prover/blocklist/elements.ts";
import type { BlocklistPage, PageSize } from "../../../prover/blocklist/format.ts";
import { computePageDigest } from "../../../prover/blocklist/page.ts";
import { calculateWitness } from "../../../prover/groth16/prover/witness.ts";
import { CIRCUITS } from "../../../prover/plan/circuits.ts";
import { circuitFor, openingOf } from "../../../prover/plan/opening.ts";
import { circuitPath } from "../../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../../prover/setup/compile.ts";
import { bytesToBigIntLE, FIELD_ORDER } from "../../../prover/shared/field.ts";
import { buildTree } from "../../../prover/tree/build.ts";
import { levelBase, levelCount } from "../../../prover/tree/shape.ts";
import type { Tree } from "../../../prover/tree/tree.ts";
import { type WitnessInput, witnessInput } from "../../../prover/witness/exclusion.ts";
import { inclusionInput } from "../../../prover/witness/inclusion.ts";
import { codeOf } from "../../support/errors.ts";
import {
  commitmentOf,
  committedTree,
  keyFromNumber,
  keyNumber,
  poseidon,
  SALT,
  signals,
  sortKeys,
  workKey,
} from "../../support/scene.ts";
import { SparseTree } from "../../support/sparseTree.ts";

const pageOf = (count: number, size: PageSize = 16): BlocklistPage => ({
  size,
  salt: 77n,
  keys: sortKeys(Array.from({ length: count }, (_, i) => workKey(`listed ${i}`))),
});

let tree: Tree;
beforeAll(async () => {
  tree = await committedTree(600);
});

async function inputOf(
  page: BlocklistPage,
  circuit = CIRCUITS.find(({ entries }) => entries === page.size)!,
): Promise<WitnessInput> {
  const statement = { commitment: await commitmentOf(tree), pageDigest: await computePageDigest(page, poseidon) };
  return witnessInput(statement, page, tree, SALT, openingOf(page, tree.bucketBits), circuit);
}

const shape = (value: unknown): number[] => (Array.isArray(value) ? [value.length, ...shape(value[0])] : []);

describe("a witness input", () => {
  it.each(CIRCUITS)("has the shape that $name declares", async (circuit) => {
    const { entries, nodes } = circuit;
    const input = await inputOf(pageOf(5, entries), circuit);
    expect(Object.fromEntries(Object.entries(input).map(([name, value]) => [name, shape(value)]))).toEqual({
      commitment: [],
      pageDigest: [],
      pageSalt: [],
      salt: [],
      routes: [entries],
      rests: [entries],
      thermometer: [48],
      slots: [entries, 16],
      ids: [nodes],
      children: [nodes, 16],
      masks: [nodes, 16],
    });
    for (const value of signals(input).values()) expect(value >= 0n && value < FIELD_ORDER).toBe(true);
  });

  it("is the page, the shape and the keys of the buckets that entries would be in", async () => {
    const page = pageOf(5);
    const input = await inputOf(page);
    const padded = Array.from({ length: 16 }, (_, i) => page.keys[Math.min(i, 4)]!);
    expect(input.routes.map((route, i) => ({ route, rest: input.rests[i] }))).toEqual(padded.map(splitKey));
    expect(input).toMatchObject({ salt: SALT, pageSalt: 77n });
    expect(input.thermometer).toEqual(Array.from({ length: 48 }, (_, i) => (i < tree.bucketBits ? 1n : 0n)));
    const inside = Array.from({ length: 600 }, (_, i) => keyNumber(workKey(`work ${i}`)));
    const unread = BigInt(248 - tree.bucketBits);
    padded.forEach((key, i) => {
      const neighbours = inside
        .filter((other) => other >> unread === keyNumber(key) >> unread)
        .sort((a, b) => (a < b ? -1 : 1));
      expect(input.slots[i]).toEqual([...neighbours, ...Array<bigint>(16).fill(0n)].slice(0, 16));
    });
  });

  it("opens every node of the plan, links each below the root once, and disables the rest of the pool", async () => {
    const page = pageOf(16);
    const { nodeIds, buckets } = openingOf(page, tree.bucketBits);
    const { ids, masks, children } = await inputOf(page);
    expect(ids.slice(0, nodeIds.length)).toEqual(nodeIds.map(BigInt));
    const used = ids.flatMap((id, n) => masks[n]!.flatMap((bit, j) => (bit === 1n ? [16n * id + BigInt(j) + 1n] : [])));
    const leafBase = levelBase(levelCount(tree.bucketBits));
    const below = new Set([...nodeIds.slice(1), ...buckets.map((bucket) => leafBase + bucket)]);
    expect(used.sort((a, b) => (a < b ? -1 : 1))).toEqual([...below].sort((a, b) => a - b).map(BigInt));
    for (let n = nodeIds.length; n < ids.length; n++)
      expect([ids[n], ...children[n]!, ...masks[n]!].every((value) => value === 0n)).toBe(true);
  });

  it("does not exist for an entry that is in the tree, at any position of the page", async () => {
    const circuit = CIRCUITS[0]!;
    for (let at = 0; at < 16; at++) {
      const keys = sortKeys([...pageOf(16).keys].with(at, workKey(`work ${31 * at}`)));
      expect(await codeOf(() => inputOf({ ...pageOf(16), keys }, circuit))).toBe("witness/present");
    }
  });
});

describe("of the deepest tree, which 17 keys force,", () => {
  const crowd = Array.from({ length: 17 }, (_, i) => keyFromNumber((5n << 226n) + (BigInt(i) << 221n) + 1n));
  const keys = sortKeys([...crowd, ...Array.from({ length: 60 }, (_, i) => workKey(`work ${i}`))]);
  const circuit = CIRCUITS[1]!;

  it.each([
    ["far from the crowd", Array.from({ length: 16 }, (_, i) => workKey(`listed ${i}`))],
    ["in the crowd's buckets", Array.from({ length: 16 }, (_, i) => keyFromNumber((5n << 226n) + BigInt(i) + 2n))],
  ])("the input is that of the definition: entries %s", async (_, entries) => {
    const deep = await buildTree(Buffer.concat(keys), poseidon);
    const reference = await SparseTree.honest(23, keys);
    const page: BlocklistPage = { size: 16, salt: 0n, keys: sortKeys(entries) };
    const statement = { commitment: await commitmentOf(deep), pageDigest: await computePageDigest(page, poseidon) };
    const input = witnessInput(statement, page, deep, SALT, openingOf(page, 23), circuit);
    expect(deep.bucketBits).toBe(23);
    expect(input).toEqual(await reference.input(page.keys, { entries: 16, nodes: circuit.nodes }));
    expect(inclusionInput(statement.commitment, crowd[3]!, deep, SALT)).toEqual(await reference.path(crowd[3]!));
  });
});

describe("the real circuit", () => {
  let wasm: string;
  beforeAll(async () => {
    ({ wasm } = await compileCircuit(circuitPath("exclusion_16x60")));
  });

  /**
   * Value of a wire in a wtns file: header (12 bytes), two section heads (12), field section (40), then 32 bytes a
   * wire.
   */
  const wire = (witness: Uint8Array, index: number) => bytesToBigIntLE(witness, 76 + 32 * index);

  it.each([1, 9, 16])(
    "takes a page of %i entries, and its public signals are commitment and page digest",
    async (count) => {
      const input = await inputOf(pageOf(count));
      const witness = await calculateWitness(wasm, input);
      expect([0, 1, 2].map((index) => wire(witness, index))).toEqual([1n, input.commitment, input.pageDigest]);
      const opening = openingOf(pageOf(count), tree.bucketBits);
      expect(circuitFor(pageOf(count), opening, CIRCUITS, "smallest").name).toBe("exclusion_16x60");
    },
  );

  it.each(["commitment", "pageDigest", "pageSalt", "salt"] as const)("takes no other %s", async (signal) => {
    const input = await inputOf(pageOf(16));
    expect(await codeOf(() => calculateWitness(wasm, { ...input, [signal]: input[signal] + 1n }))).toBe(
      "groth16/no-witness",
    );
  });
});
