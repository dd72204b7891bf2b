import { describe, expect, test } from "vitest";
import { exclusion, ruleNames } from "../support/circuits.ts";
import { ConstraintSystem, solve } from "../support/constraints.ts";
import { type Attack, SIZE } from "./attacks/attack.ts";
import { nodeAttacks } from "./attacks/nodes.ts";
import { placeAttacks } from "./attacks/place.ts";
import { transcriptAttacks } from "./attacks/transcript.ts";

const ATTACKS: Attack[] = [...placeAttacks, ...nodeAttacks, ...transcriptAttacks];

describe("every rule of the circuit has an attack that fails because of it", () => {
  test.each(ATTACKS)("$rule: $name", async ({ rule, bounds = [], size = SIZE, forge }) => {
    const weak = await ConstraintSystem.load(await exclusion(size, [...bounds, rule]));
    const whole = await ConstraintSystem.load(await exclusion(size, bounds));

    const forged = solve(weak, await forge(weak));
    expect(weak.broken(forged).map((c) => weak.spell(c))).toEqual([]);

    const given = new Map([...weak.wires].map(([name, wire]) => [name, forged[wire]!]));
    const broken = whole.broken(solve(whole, given));
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.map((c) => whole.spell(c)).filter((words, i) => weak.has(words, whole.nameIn(broken[i]!)))).toEqual(
      [],
    );
  });

  test("no rule is without an attack", async () => {
    const attacked = ATTACKS.map(({ rule }) => rule).concat("absorb-page", "absorb-commitment");
    expect([...new Set(attacked)].sort()).toEqual(await ruleNames());
  });
});
