import { type ReadableCircuit, rulesOf, type Variant } from "./circuits.ts";
import { type Constraint, ConstraintSystem, type Terms } from "./constraints.ts";

/** A circuit whose statements can be left out, and its template. */
export type Instance = { template: string; compile(variant?: Variant): Promise<ReadableCircuit> };

/** By constraint, and by the name of a signal: the rule without which circom leaves it out. */
type Ruled = { whole: ConstraintSystem; ruleOf: (string | undefined)[]; ruleOfSignal: Map<string, string | undefined> };

/** Circuits by the path of their constraints, the latest last. */
const recent = new Map<string, Promise<Ruled>>();
const KEPT = 2;

/**
 * A circuit without the statements of some rules, as circom makes it of the sources without them. What goes with a rule
 * is found with few compilations: rules have numbers, and for each binary digit the circuit is compiled without the
 * rules whose number has a 1 there. A constraint or a signal that is missing with the digits of a number only is of
 * that rule: signals are those of a component that is gone.
 *
 * @throws if no statement carries one of the rules, or what is missing belongs to no single rule
 */
export async function loadWithout(instance: Instance, rules: readonly string[]): Promise<ConstraintSystem> {
  const { r1cs } = await instance.compile();
  const found = recent.get(r1cs) ?? findRules(instance);
  recent.delete(r1cs);
  recent.set(r1cs, found);
  if (recent.size > KEPT) recent.delete(recent.keys().next().value!);
  const { whole, ruleOf, ruleOfSignal } = await found;
  const unknown = rules.filter((rule) => !ruleOf.includes(rule));
  if (unknown.length > 0) throw new Error(`no constraint is of the rule ${unknown.join()}`);
  if (rules.length === 0) return whole;
  const isLeft = (rule: string | undefined) => rule === undefined || !rules.includes(rule);
  const wires = [...whole.wires].filter(([name]) => isLeft(ruleOfSignal.get(name)));
  return new ConstraintSystem(
    whole.constraints.filter((_, i) => isLeft(ruleOf[i])),
    new Map(wires),
  );
}

async function findRules({ template, compile }: Instance): Promise<Ruled> {
  const whole = await ConstraintSystem.load(await compile());
  const rules = await rulesOf(template);
  const ofConstraints = new Map<number, number>();
  const ofSignals = new Map<string, number>();
  for (let bit = 1; bit <= rules.length; bit *= 2) {
    const without = rules.filter((_, i) => (i + 1) & bit);
    const weak = await ConstraintSystem.load(await compile({ without }));
    for (const i of missingIn(whole, weak)) ofConstraints.set(i, (ofConstraints.get(i) ?? 0) + bit);
    for (const name of whole.wires.keys())
      if (!weak.wires.has(name)) ofSignals.set(name, (ofSignals.get(name) ?? 0) + bit);
  }
  const ruleOf = (number: number | undefined, what: () => string) => {
    const rule = number === undefined ? undefined : rules[number - 1];
    if (number !== undefined && rule === undefined) throw new Error(`${what()} belongs to several rules`);
    return rule;
  };
  return {
    whole,
    ruleOf: whole.constraints.map((each, i) => ruleOf(ofConstraints.get(i), () => whole.spell(each))),
    ruleOfSignal: new Map([...ofSignals].map(([name, number]) => [name, ruleOf(number, () => name)])),
  };
}

/** Which constraints of the whole circuit a weaker one lacks; those of the weaker one are in the same order. */
function missingIn(whole: ConstraintSystem, weak: ConstraintSystem): number[] {
  const place = weak.names.map((name) => whole.wires.get(name));
  place[0] = 0;
  const byWire = (terms: Terms) => terms.toSorted(([a], [b]) => a - b);
  const renamed = (terms: Terms) => byWire(terms.map(([wire, factor]) => [place[wire]!, factor]));
  const isSame = (a: Constraint, b: Constraint) =>
    a.every((terms, side) => {
      const others = b[side]!;
      if (terms.length !== others.length) return false;
      const wanted = byWire(terms);
      return renamed(others).every(([wire, factor], k) => wire === wanted[k]![0] && factor === wanted[k]![1]);
    });
  let next = 0;
  const missing = whole.constraints.flatMap((constraint, i) => {
    const other = weak.constraints[next];
    if (other === undefined || !isSame(constraint, other)) return [i];
    next++;
    return [];
  });
  if (next < weak.constraints.length) throw new Error(`${weak.spell(weak.constraints[next]!)} is not in the circuit`);
  return missing;
}
