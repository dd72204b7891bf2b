import { FIELD_ORDER, inverse, mod } from "../../prover/shared/field.ts";
import {
  type Constraint,
  type ConstraintSystem,
  type Sums,
  sumOf,
  sumsUnder,
  type Terms,
  times,
  type Values,
} from "./constraints.ts";

/**
 * A dishonest prover: takes the given values, and fills in every other signal so that as many constraints hold as
 * possible. A constraint with one unknown wire, linear in it, determines that wire; where nothing is determined, `Bits`
 * components get the bits of their value, and all remaining signals become 0 (an inverse of 0 first).
 */
export function solve(system: ConstraintSystem, given: ReadonlyMap<string, bigint>): Values {
  return attempt(system, given).values;
}

/** An assignment, and how it came about: the signals in their order, each with the constraint that determined it. */
export type Attempt = { values: Values; order: { wire: number; by?: Constraint }[] };

/** As `solve`. What was given, guessed or made of bits has no constraint in the order. */
export function attempt(system: ConstraintSystem, given: ReadonlyMap<string, bigint>): Attempt {
  const values: (bigint | undefined)[] = [1n];
  const order: Attempt["order"] = [];
  const { uses } = system;
  const sums: Sums = new Map();
  const unknowns = Uint32Array.from(system.sizes);
  const ready: number[] = [];
  let next = 0;
  const assign = (wire: number, value: bigint, by?: Constraint) => {
    if (values[wire] !== undefined) return;
    values[wire] = mod(value);
    order.push({ wire, ...(by && { by }) });
    for (const i of uses[wire] ?? []) if (--unknowns[i]! === 1) ready.push(i);
  };
  unknowns.forEach((count, i) => {
    if (count === 1) ready.push(i);
  });
  const propagate = () => {
    // First come, first served: the long sum of the lookup must not fill a gap that a later constraint determines.
    for (; next < ready.length; next++) {
      const constraint = system.constraints[ready[next]!]!;
      const found = determine(constraint, values, sums);
      if (found) assign(...found, constraint);
    }
  };
  for (const [name, value] of given) assign(system.wire(name), value);
  propagate();
  const pending = system.names.flatMap((name, wire) => {
    const bit = /^(.*)\.bits\[0\]$/.exec(name ?? "");
    const value = bit && system.wires.get(`${bit[1]}.value`);
    return value && values[wire] === undefined ? [{ component: bit[1]!, value }] : [];
  });
  for (let known = pending; known.length > 0; ) {
    const due = known.filter(({ value }) => values[value] !== undefined);
    if (due.length === 0) break;
    for (const { component, value } of due) assignBits(system, component, values[value]!, assign);
    propagate();
    known = known.filter((bits) => !due.includes(bits));
  }
  for (const free of [/\.inverse$/, /^/]) {
    system.names.forEach((name, wire) => {
      if (free.test(name)) assign(wire, 0n);
    });
    propagate();
  }
  sumsUnder(Object.freeze(values), sums);
  return { values, order };
}

function assignBits(
  system: ConstraintSystem,
  component: string,
  value: bigint,
  assign: (wire: number, value: bigint) => void,
): void {
  let width = 0;
  while (system.wires.has(`${component}.bits[${width}]`)) width++;
  for (let i = 0; i < width; i++) assign(system.wire(`${component}.bits[${i}]`), (value >> BigInt(width - 1 - i)) & 1n);
}

/** The value that a constraint forces on its one unknown wire, if it does. */
function determine(constraint: Constraint, values: Values, sums: Sums): [number, bigint] | undefined {
  for (const terms of constraint)
    for (const [wire] of terms) {
      if (values[wire] !== undefined) continue;
      const value = mend(constraint, wire, values, sums);
      return value === undefined ? undefined : [wire, value];
    }
  return undefined;
}

/**
 * The value of a wire with which a constraint holds, if the constraint is linear in it and has just one.
 *
 * @param sums of lists without this wire, whose values do not change any more
 */
export function mend([a, b, c]: Constraint, wire: number, values: Values, sums?: Sums): bigint | undefined {
  const split = (terms: Terms): [constant: bigint, slope: bigint] => {
    if (!terms.some(([at]) => at === wire)) return [sumOf(terms, values, sums), 0n];
    let constant = 0n;
    let slope = 0n;
    for (const [at, factor] of terms) {
      if (at === wire) slope += factor;
      else constant += times(factor, values[at]!);
    }
    return [constant % FIELD_ORDER, slope];
  };
  const [a0, a1] = split(a);
  const [b0, b1] = split(b);
  const [c0, c1] = split(c);
  if (a1 !== 0n && b1 !== 0n) return undefined;
  const slope = mod(a1 * b0 + a0 * b1 - c1);
  return slope === 0n ? undefined : mod((c0 - a0 * b0) * inverse(slope));
}
