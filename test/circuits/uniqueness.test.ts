import { describe, expect, it, test } from "vitest";
import { circuitPath } from "../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../prover/setup/compile.ts";
import { exclusion, inclusion, listing } from "../support/circuits.ts";
import { ConstraintSystem } from "../support/constraints.ts";
import { FULL } from "../support/full.ts";
import { type Uniqueness, uniquenessIn, uniquenessOf } from "../support/uniqueness/check.ts";
import { type Instance, loadWithout } from "../support/weakened.ts";
import { HINTS, unlisted } from "./hints.ts";

type Case = Instance & { inputs: number; quotients: number };

const CASES: Case[] = [
  { template: "Listing", inputs: 9, quotients: 0, compile: (variant) => listing(2, variant) },
  { template: "Inclusion", inputs: 259, quotients: 0, compile: inclusion },
  // 54 + 50 lookup terms under two names each, but the root's, and the inverse of one pair of buckets and of 3 masks.
  {
    template: "Exclusion",
    inputs: 187,
    quotients: 108,
    compile: (variant) => exclusion({ entries: 2, nodes: 3 }, variant),
  },
];

/** What a circuit leaves open that is on no list. */
const open = (template: string, { free, quotients }: Uniqueness) => [...free, ...unlisted(template, quotients)];

describe.each(CASES)("$template: inputs determine every signal that is not a listed hint", (circuit) => {
  it("with every signal kept (O0)", async () => {
    const found = await uniquenessOf(await circuit.compile());
    expect(open(circuit.template, found)).toEqual([]);
    expect(found.inputs).toHaveLength(circuit.inputs);
    expect(found.quotients).toHaveLength(circuit.quotients);
    expect(found.determined.length).toBeGreaterThan(800);
  });

  it("with the optimization that keys are made with (O1)", async () => {
    const found = await uniquenessOf(await circuit.compile({ optimisation: "O1" }));
    expect(open(circuit.template, found)).toEqual([]);
    expect(found.determined.length).toBeGreaterThan(800);
  });
});

test("every listed hint is needed", async () => {
  const { quotients } = await uniquenessOf(await exclusion({ entries: 2, nodes: 3 }));
  for (const { names } of HINTS) expect(quotients.filter((name) => names.test(name)).length).toBeGreaterThan(0);
});

/** Rules that make a signal follow from others: without one, the prover would choose. Most other rules only refuse. */
describe.each<[string, readonly string[]]>([
  ["Listing", ["key-parts", "range", "bits-boolean"]],
  ["Inclusion", ["node-hash", "select", "climb", "bucket-id", "bucket-range", "key-parts", "range"]],
  [
    "Exclusion",
    [
      "equal",
      "differ",
      "enabled-by-mask",
      "fresh-by-id",
      "leaf-base",
      "bucket-id",
      "bits-boolean",
      "node-hash",
      "delta-after-gamma",
      "absorb-page",
      "absorb-mask",
      "lookup-term",
      "thermometer",
    ],
  ],
])("%s without a rule leaves something open", (template, rules) => {
  it.each(rules)("%s", async (rule) => {
    const circuit = CASES.find((each) => each.template === template)!;
    const found = uniquenessIn(await loadWithout(circuit, [rule]), circuit.inputs);
    expect(open(template, found)).not.toEqual([]);
  });
});

test("a difference that adds a hint in place of multiplying by it leaves enabled open", async () => {
  const change = (source: string) =>
    source
      .replace(
        "inverse <-- left != right ? 1 / (left - right) : 0",
        "inverse <-- left != right ? 1 - (left - right) : 0",
      )
      .replace("(left - right) * inverse", "(left - right) + inverse");
  const found = await uniquenessOf(await exclusion({ entries: 2, nodes: 3 }, { change }));
  const left = open("Exclusion", found);
  expect(left).toContain("node[2].enabled");
  expect(left).toContain("fresh[1]");
});

describe("the rules of the checker", () => {
  const P = -1n;
  /** A system of wires a, b, c, … (1, 2, 3, …), the first `inputs` of which are inputs. */
  const check = (inputs: number, wires: number, constraints: ConstraintSystem["constraints"]) => {
    const system = new ConstraintSystem(
      constraints,
      new Map(Array.from({ length: wires }, (_, i) => [String.fromCharCode(97 + i), i + 1])),
    );
    const { free, quotients } = uniquenessIn(system, inputs);
    return { free, quotients };
  };
  const bit = (wire: number): ConstraintSystem["constraints"][number] => [
    [[wire, 1n]],
    [
      [wire, 1n],
      [0, P],
    ],
    [],
  ];

  it("a product of inputs is determined, a factor of it is a quotient, a wire in no constraint is free", () => {
    expect(check(2, 3, [[[[1, 1n]], [[2, 1n]], [[3, 1n]]]])).toEqual({ free: [], quotients: [] });
    expect(check(2, 3, [[[[1, 1n]], [[3, 1n]], [[2, 1n]]]])).toEqual({ free: [], quotients: ["c"] });
    expect(check(1, 2, [])).toEqual({ free: ["b"], quotients: [] });
  });

  it("an inverse is determined, a square root is not", () => {
    expect(check(1, 2, [[[[1, 1n]], [[2, 1n]], [[0, 1n]]]])).toEqual({ free: [], quotients: [] });
    expect(check(1, 2, [[[[2, 1n]], [[2, 1n]], [[1, 1n]]]])).toEqual({ free: ["b"], quotients: [] });
  });

  it("digits with different weights are determined, with the same weight they are not", () => {
    const sum = (weight: bigint): ConstraintSystem["constraints"][number] => [
      [],
      [],
      [
        [2, 1n],
        [3, weight],
        [1, P],
      ],
    ];
    expect(check(1, 3, [bit(2), bit(3), sum(2n)])).toEqual({ free: [], quotients: [] });
    expect(check(1, 3, [bit(2), bit(3), sum(1n)]).free).toEqual(["b", "c"]);
    expect(check(1, 3, [bit(2), sum(2n)]).free).toEqual(["b", "c"]);
  });
});

describe.runIf(FULL)("of the real sizes, optimized as for their keys", () => {
  it.each(["exclusion_16x60", "exclusion_16x138", "listing_16", "listing_256"])("%s", async (name) => {
    const found = await uniquenessOf(await compileCircuit(circuitPath(name)));
    expect(open(name.startsWith("listing") ? "Listing" : "Exclusion", found)).toEqual([]);
  });
});
