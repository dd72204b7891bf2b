import { describe, expect, it, test } from "vitest";
import { FULL, SHORT } from "../support/full.ts";
import { attempt } from "../support/solve.ts";
import { Walk } from "../support/walk.ts";
import type { Attack } from "./attacks/attack.ts";
import { CASES, type Case, loadFor } from "./attacks/cases.ts";

/**
 * False statements, and provers that search for a witness from where each attack ends before the whole circuit. Each
 * step is a full assignment with the public signals of the false statement.
 */
const STEPS = FULL ? 2_000 : SHORT ? 2 : 4;

/** Attacks on the small circuit; one needs a circuit of 65 nodes, where a step takes seconds. */
const attacksOf = ({ attacks }: Case): Attack[] => attacks.filter(({ size }) => size === undefined);

describe.each(CASES)("no witness of a false statement is found: $template", (circuit) => {
  it.each(attacksOf(circuit))("from $rule: $name", async (attack) => {
    const whole = await loadFor(attack, circuit, attack.bounds ?? []);
    const walk = new Walk(whole, attempt(whole, await attack.forge(whole)), circuit.publicSignals, 1);
    for (let step = 0; step < STEPS; step++) {
      expect(walk.broken).toBeGreaterThan(0);
      walk.step();
    }
    expect(walk.broken).toBeGreaterThan(0);
  });
});

test("the search works: it repairs a witness with one disturbed signal", async () => {
  const [, , circuit] = CASES;
  const [attack] = circuit!.attacks;
  const weak = await loadFor(attack!, circuit!, [attack!.rule]);
  const forged = attempt(weak, await attack!.forge(weak));
  const found = Array.from({ length: 10 }, (_, seed) => {
    const walk = new Walk(weak, forged, circuit!.publicSignals, seed);
    expect(walk.broken).toBe(0);
    walk.disturb();
    const disturbed = walk.broken;
    for (let step = 0; step < 40 && walk.broken > 0; step++) walk.step();
    return disturbed > 0 && walk.broken === 0;
  });
  expect(found.filter(Boolean).length).toBeGreaterThan(0);
});
