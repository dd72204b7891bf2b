/**
 * Says of every signal of a circuit whether the inputs leave it one value: two witnesses with the same inputs cannot
 * differ in what is `determined`. Values are never tried; every conclusion is drawn from constraints.
 */
import type { ReadableCircuit } from "../circuits.ts";
import { ConstraintSystem } from "../constraints.ts";
import { Facts } from "./facts.ts";
import { quotientBySomething, RULES, type Rule } from "./rules.ts";

/**
 * By name: signals with one value; signals with one value unless a known divisor is 0, or that follow from such ones;
 * and signals of which nothing is known.
 */
export type Uniqueness = { inputs: string[]; determined: string[]; quotients: string[]; free: string[] };

export async function uniquenessOf(circuit: ReadableCircuit): Promise<Uniqueness> {
  const system = await ConstraintSystem.load(circuit);
  return uniquenessIn(system, circuit.publicSignals + circuit.privateInputs);
}

/** @param inputs how many wires after the constant are inputs, public and private */
export function uniquenessIn(system: ConstraintSystem, inputs: number): Uniqueness {
  const facts = new Facts(system, inputs);
  apply(facts, RULES);
  const determined = new Set(system.wires.values().filter((wire) => facts.isKnown(wire)));
  for (const constraint of system.constraints.keys()) facts.wake(constraint);
  apply(facts, [...RULES, quotientBySomething]);

  const found: Uniqueness = { inputs: [], determined: [], quotients: [], free: [] };
  for (const [name, wire] of system.wires) {
    if (wire > 0 && wire <= inputs) found.inputs.push(name);
    found[determined.has(wire) ? "determined" : facts.isKnown(wire) ? "quotients" : "free"].push(name);
  }
  return found;
}

function apply(facts: Facts, rules: readonly Rule[]): void {
  for (const constraint of facts.touched()) for (const rule of rules) rule(facts, constraint);
}
