import { beforeAll, describe, expect, test } from "vitest";
import { bucketOf, routeOf } from "../../prover/tree/shape.ts";
import { inclusion, listing } from "../support/circuits.ts";
import { ConstraintSystem, solve } from "../support/constraints.ts";
import { keyNumber, sortKeys, workKey } from "../support/scene.ts";
import { SparseTree } from "../support/sparseTree.ts";
import { given } from "./attacks/inclusion.ts";
import { claim, ENTRIES } from "./attacks/listing.ts";

const works = (from: number, count: number) =>
  sortKeys(Array.from({ length: count }, (_, i) => workKey(`work ${from + i}`)));

describe("inclusion", () => {
  let system: ConstraintSystem;
  beforeAll(async () => {
    system = await ConstraintSystem.load(await inclusion());
  });
  const open = async (tree: SparseTree, key: Uint8Array) =>
    given(await tree.path(key), bucketOf(routeOf(key), tree.bucketBits));
  const broken = (signals: Map<string, bigint>) => system.broken(solve(system, signals)).length;

  test.each(Array.from({ length: 45 }, (_, i) => 4 + i))(
    "depth %i: what is present is proved, what is absent is not",
    async (bucketBits) => {
      const inside = works(100 * bucketBits, 12);
      const tree = await SparseTree.honest(bucketBits, inside);
      expect(broken(await open(tree, inside[bucketBits % 12]!))).toBe(0);
      expect(broken(await open(tree, workKey("absent")))).toBeGreaterThan(0);
    },
  );

  test("no used input can be changed", async () => {
    const tree = await SparseTree.honest(7, works(0, 300));
    const honest = await open(tree, workKey("work 7"));
    expect(broken(honest)).toBe(0);
    const used = [...honest.keys()].filter((name) => !/^children\[([2-9]|1\d)\]/.test(name));
    expect(used.length).toBeGreaterThan(350);
    const accepted = used.filter((name) => broken(new Map(honest).set(name, honest.get(name)! + 1n)) === 0);
    expect(accepted).toEqual([]);
  });
});

describe("listing", () => {
  let system: ConstraintSystem;
  beforeAll(async () => {
    system = await ConstraintSystem.load(await listing(ENTRIES));
  });
  const broken = (signals: Map<string, bigint>) => system.broken(solve(system, signals)).length;

  test("what is listed is proved, what is not is not", async () => {
    expect(broken(await claim(keyNumber(workKey("listed 2"))))).toBe(0);
    expect(broken(await claim(keyNumber(workKey("another work"))))).toBeGreaterThan(0);
  });

  test("no input can be changed", async () => {
    const honest = await claim(keyNumber(workKey("listed 2")));
    const accepted = [...honest.keys()].filter(
      (name) => broken(new Map(honest).set(name, honest.get(name)! + 1n)) === 0,
    );
    expect(accepted).toEqual([]);
  });

  test("an entry that fills up the page by standing there twice is listed", async () => {
    const honest = await claim(keyNumber(workKey("listed 2")));
    for (const part of ["routes", "rests"]) honest.set(`${part}[3]`, honest.get(`${part}[2]`)!);
    expect(broken(honest)).toBeGreaterThan(0);
    honest.delete("pageDigest");
    expect(broken(honest)).toBe(0);
    expect(broken(honest.set("weights[2]", 5n).set("weights[3]", -4n))).toBe(0);
  });
});
