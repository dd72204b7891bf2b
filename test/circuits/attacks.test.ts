import { describe, expect, it } from "vitest";
import { rulesOf } from "../support/circuits.ts";
import { ConstraintSystem } from "../support/constraints.ts";
import { FULL } from "../support/full.ts";
import { solve } from "../support/solve.ts";
import { loadWithout } from "../support/weakened.ts";
import { CASES, loadFor } from "./attacks/cases.ts";

describe.each(CASES)("every rule of $template stops an attack", (circuit) => {
  it.each(circuit.attacks)("$rule: $name", async (attack) => {
    const { rule, bounds = [], forge } = attack;
    const weak = await loadFor(attack, circuit, [...bounds, rule]);
    const whole = await loadFor(attack, circuit, bounds);

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
    expect(whole.refuses(adapted)).toBe(true);
  });

  it("leaves no rule without an attack", async () => {
    const attacked = circuit.attacks.map(({ rule }) => rule).concat(circuit.otherwise);
    expect([...new Set(attacked)].sort()).toEqual(await rulesOf(circuit.template));
  });

  it("is attacked without a rule as circom compiles it without the rule", async () => {
    const rules = await rulesOf(circuit.template);
    for (const rule of FULL ? rules : rules.slice(0, 1)) {
      const compiled = await ConstraintSystem.load(await circuit.compile({ without: [rule] }));
      const derived = await loadWithout(circuit, [rule]);
      const words = (system: ConstraintSystem) => system.constraints.map((constraint) => system.spell(constraint));
      expect(words(derived)).toEqual(words(compiled));
      expect([...derived.wires.keys()].sort()).toEqual([...compiled.wires.keys()].sort());
    }
  });
});
