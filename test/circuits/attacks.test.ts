import { describe, expect, test } from "vitest";
import type { CompiledCircuit } from "../../prover/keys/compile.ts";
import { exclusion, inclusion, listing, rulesOf } from "../support/circuits.ts";
import { ConstraintSystem, solve } from "../support/constraints.ts";
import { type Attack, SIZE } from "./attacks/attack.ts";
import { inclusionAttacks } from "./attacks/inclusion.ts";
import { ENTRIES, listingAttacks } from "./attacks/listing.ts";
import { nodeAttacks } from "./attacks/nodes.ts";
import { placeAttacks } from "./attacks/place.ts";
import { transcriptAttacks } from "./attacks/transcript.ts";

/** A circuit, the attacks on it, and the rules that are shown to matter elsewhere, or do not matter to it. */
type Case = {
  template: string;
  compile(without: readonly string[], attack: Attack): Promise<CompiledCircuit>;
  attacks: readonly Attack[];
  otherwise: readonly string[];
};

const CASES: Case[] = [
  {
    template: "Exclusion",
    compile: (without, { size = SIZE }) => exclusion(size, { without }),
    attacks: [...placeAttacks, ...nodeAttacks, ...transcriptAttacks],
    // exclusion.test.ts
    otherwise: ["absorb-page", "absorb-commitment"],
  },
  {
    template: "Inclusion",
    compile: (without) => inclusion({ without }),
    attacks: inclusionAttacks,
    // The path goes by bucket numbers: no heap id is in a constraint.
    otherwise: ["leaf-base"],
  },
  { template: "Listing", compile: (without) => listing(ENTRIES, { without }), attacks: listingAttacks, otherwise: [] },
];

describe.each(CASES)("every rule of $template has an attack that fails because of it", (circuit) => {
  test.each(circuit.attacks)("$rule: $name", async (attack) => {
    const { rule, bounds = [], forge } = attack;
    const weak = await ConstraintSystem.load(await circuit.compile([...bounds, rule], attack));
    const whole = await ConstraintSystem.load(await circuit.compile(bounds, attack));

    const forged = solve(weak, await forge(weak));
    expect(weak.broken(forged).map((c) => weak.spell(c))).toEqual([]);

    const given = new Map([...weak.wires].map(([name, wire]) => [name, forged[wire]!]));
    const broken = whole.broken(solve(whole, given));
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.map((c) => whole.spell(c)).filter((words, i) => weak.has(words, whole.nameIn(broken[i]!)))).toEqual(
      [],
    );

    // The same attacker, before the whole circuit: it sees those challenges, and hints are filled in to suit it.
    const adapted = solve(whole, await forge(whole));
    expect(whole.broken(adapted).length).toBeGreaterThan(0);
  });

  test("no rule is without an attack", async () => {
    const attacked = circuit.attacks.map(({ rule }) => rule).concat(circuit.otherwise);
    expect([...new Set(attacked)].sort()).toEqual(await rulesOf(circuit.template));
  });
});
