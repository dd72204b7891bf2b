import { beforeAll, describe, expect, it } from "vitest";
import { calculateWitness } from "../../prover/groth16/prover/witness.ts";
import { circuitPath } from "../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../prover/setup/compile.ts";
import type { InclusionInput } from "../../prover/witness/inclusion.ts";
import { listing } from "../support/circuits.ts";
import { ConstraintSystem } from "../support/constraints.ts";
import { codeOf } from "../support/errors.ts";
import { keyNumber, sortKeys, workKey } from "../support/scene.ts";
import { solve } from "../support/solve.ts";
import { SparseTree } from "../support/sparseTree.ts";
import { claim, ENTRIES } from "./attacks/listing.ts";

const works = (from: number, count: number) =>
  sortKeys(Array.from({ length: count }, (_, i) => workKey(`work ${from + i}`)));

describe("inclusion", () => {
  let wasm: string;
  beforeAll(async () => {
    ({ wasm } = await compileCircuit(circuitPath("inclusion")));
  });
  const outcome = (input: InclusionInput) => codeOf(() => calculateWitness(wasm, input));

  it.each(Array.from({ length: 45 }, (_, i) => 4 + i))(
    "proves present keys and refuses absent ones at depth %i",
    async (bucketBits) => {
      const inside = works(100 * bucketBits, 12);
      const tree = await SparseTree.honest(bucketBits, inside);
      expect(await outcome(await tree.path(inside[bucketBits % 12]!))).toBe("accepted");
      expect(await outcome(await tree.path(workKey("absent")))).toBe("groth16/no-witness");
    },
  );

  it.each([0, 1, 8, 15])("proves the key in slot %i of a full bucket", async (slot) => {
    const key = workKey("work 3");
    expect(await outcome(await (await SparseTree.full(7, key, slot)).path(key))).toBe("accepted");
  });

  it("refuses a changed value wherever the value matters", async () => {
    const tree = await SparseTree.honest(7, works(0, 300));
    const honest = await tree.path(workKey("work 7"));
    expect(await outcome(honest)).toBe("accepted");
    const changed: InclusionInput[] = [];
    for (const name of ["commitment", "key", "salt"] as const) changed.push({ ...honest, [name]: honest[name] + 1n });
    for (const name of ["slots", "thermometer"] as const)
      honest[name].forEach((value, i) => {
        changed.push({ ...honest, [name]: honest[name].with(i, value === 1n ? 0n : value + 1n) });
      });
    // Two levels of nodes; above the root the circuit looks at nothing.
    for (const level of [0, 1])
      honest.children[level]!.forEach((child, j, node) => {
        changed.push({ ...honest, children: honest.children.with(level, node.with(j, child + 1n)) });
      });
    const outcomes = await Promise.all(changed.map(outcome));
    expect(outcomes).toHaveLength(3 + 16 + 48 + 32);
    expect(outcomes.flatMap((found, i) => (found === "groth16/no-witness" ? [] : [i]))).toEqual([]);
  });
});

describe("listing", () => {
  let system: ConstraintSystem;
  beforeAll(async () => {
    system = await ConstraintSystem.load(await listing(ENTRIES));
  });
  const refuses = (signals: Map<string, bigint>) => system.refuses(solve(system, signals));

  it("proves listed keys and refuses others", async () => {
    expect(refuses(await claim(keyNumber(workKey("listed 2"))))).toBe(false);
    expect(refuses(await claim(keyNumber(workKey("another work"))))).toBe(true);
    // With the rest of an entry but another route, and with its route but another rest.
    for (const part of [1n << 200n, 1n]) expect(refuses(await claim(keyNumber(workKey("listed 2")) ^ part))).toBe(true);
  });

  it("refuses any changed input", async () => {
    const honest = await claim(keyNumber(workKey("listed 2")));
    const accepted = [...honest.keys()].filter((name) => !refuses(new Map(honest).set(name, honest.get(name)! + 1n)));
    expect(accepted).toEqual([]);
  });

  it("accepts weights that are nonzero only at the key, and requires one that is", async () => {
    const honest = await claim(keyNumber(workKey("listed 2")));
    for (const part of ["routes", "rests"]) honest.set(`${part}[3]`, honest.get(`${part}[2]`)!);
    honest.delete("pageDigest");
    expect(refuses(honest)).toBe(false);
    expect(refuses(honest.set("weights[2]", 5n).set("weights[3]", -4n))).toBe(false);
    expect(refuses(honest.set("weights[2]", 5n).set("weights[3]", -5n))).toBe(true);
  });
});
