import { type ReadableCircuit, rulesOf, type Variant } from "./circuits.ts";
import { type Constraint, ConstraintSystem, type Terms } from "./constraints.ts";

/** A circuit whose statements can be left out, and its template. */
export type Instance = { template: string; compile(variant?: Variant): Promise<ReadableCircuit> };

type Ruled = { whole: ConstraintSystem; ruleOf: (string | undefined)[] };

/** Circuits by the path of their constraints, the latest last. */
const recent = new Map<string, Promise<Ruled>>();
const KEPT = 2;

/**
 * A circuit without the statements of some rules, as circom makes it of the sources without them. Which constraints
 * are a rule's is found with few compilations: rules have numbers, and for each binary digit the circuit is compiled
 * without the rules whose number has a 1 there. What is missing with the digits of a number only is of that rule.
 *
 * @throws if no statement carries one of the rules, or what is missing belongs to no single rule
 */
export async function loadWithout(instance: Instance, rules: readonly string[]): Promise<ConstraintSystem> {
  const { r1cs } = await instance.compile();
  const found = recent.get(r1cs) ?? findRules(instance);
  recent.delete(r1cs);
  recent.set(r1cs, found);
  if (recent.size > KEPT) recent.delete(recent.keys().next().value!);
  const { whole, ruleOf } = await found;
  const unknown = rules.filter((rule) => !ruleOf.includes(rule));
  if (unknown.length > 0) throw new Error(`no constraint is of the rule ${unknown.join()}`);
  if (rules.length === 0) return whole;
  return whole.without(new Set(ruleOf.keys().filter((i) => ruleOf[i] !== undefined && rules.includes(ruleOf[i]!))));
}

async function findRules({ template, compile }: Instance): Promise<Ruled> {
  const whole = await ConstraintSystem.load(await compile());
  const rules = await rulesOf(template);
  const numbers = new Uint32Array(whole.constraints.length);
  for (let bit = 1; bit <= rules.length; bit *= 2) {
    const without = rules.filter((_, i) => (i + 1) & bit);
    const weak = await ConstraintSystem.load(await compile({ without }));
    for (const i of missingIn(whole, weak)) numbers[i]! += bit;
  }
  const ruleOf = Array.from(numbers, (number) => (number === 0 ? undefined : rules[number - 1]));
  const lost = ruleOf.findIndex((rule, i) => rule === undefined && numbers[i] !== 0);
  if (lost >= 0) throw new Error(`${whole.spell(whole.constraints[lost]!)} belongs to several rules`);
  return { whole, ruleOf };
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
