import { readFile } from "node:fs/promises";
import { forEachTerm, readR1cs } from "../../prover/setup/r1cs.ts";
import { bytesToBigIntLE, FIELD_BYTES, FIELD_ORDER, inverse, mod } from "../../prover/shared/field.ts";
import { signed } from "./uniqueness/expression.ts";

/** Coefficients of least absolute value: most are 1 or -1. */
type Terms = [wire: number, coefficient: bigint][];
/** A·B = C over the wires. */
export type Constraint = [Terms, Terms, Terms];
/** Values by wire; a wire without a value is undefined. */
type Values = (bigint | undefined)[];

/** Systems by the path of their constraints, the latest last. */
const recent = new Map<string, Promise<ConstraintSystem>>();
const KEPT = 3;

/** The constraints of a compiled circuit, with the names of its signals. Wire 0 is the constant one. */
export class ConstraintSystem {
  readonly constraints: readonly Constraint[];
  readonly names: string[] = [];
  readonly wires: ReadonlyMap<string, number>;
  /** By wire: the constraints that it is in. By constraint: how many wires it has. The constant does not count. */
  readonly uses: number[][] = [];
  readonly sizes: number[] = [];

  constructor(constraints: readonly Constraint[], wires: ReadonlyMap<string, number>) {
    this.constraints = constraints;
    this.wires = wires;
    for (const [name, wire] of wires) this.names[wire] ??= name;
    for (const [i, constraint] of constraints.entries()) this.index(constraint, i);
  }

  /** Reads a compiled circuit. The last few are kept: all attacks on a circuit need the whole one. */
  static load(circuit: { r1cs: string; sym: string }): Promise<ConstraintSystem> {
    const system = recent.get(circuit.r1cs) ?? ConstraintSystem.read(circuit);
    recent.delete(circuit.r1cs);
    recent.set(circuit.r1cs, system);
    if (recent.size > KEPT) recent.delete(recent.keys().next().value!);
    return system;
  }

  private static async read(circuit: { r1cs: string; sym: string }): Promise<ConstraintSystem> {
    const r1cs = await readR1cs(circuit.r1cs);
    const constraints = Array.from({ length: r1cs.constraints }, (): Constraint => [[], [], []]);
    const coefficientAt = coefficientsOf(r1cs.body);
    forEachTerm(r1cs, (matrix, constraint, wire, position) => {
      constraints[constraint]![matrix].push([wire, coefficientAt(position)]);
    });
    const wires = new Map<string, number>();
    for (const line of (await readFile(circuit.sym, "utf8")).trimEnd().split("\n")) {
      const [, wire, , name] = line.split(",");
      if (Number(wire) >= 0) wires.set(name!.slice("main.".length), Number(wire));
    }
    return new ConstraintSystem(constraints, wires);
  }

  private index(constraint: Constraint, i: number): void {
    const wires = new Set(constraint.flatMap((terms) => terms.map(([wire]) => wire)));
    wires.delete(0);
    for (const wire of wires) (this.uses[wire] ??= []).push(i);
    this.sizes[i] = wires.size;
  }

  /** Whether another variant of the circuit has this constraint, given in words and by one of its wires' names. */
  has(words: string, name: string): boolean {
    const candidates = this.uses[this.wires.get(name) ?? 0] ?? [];
    return candidates.some((i) => this.spell(this.constraints[i]!) === words);
  }

  wire(name: string): number {
    const wire = this.wires.get(name);
    if (wire === undefined) throw new Error(`the circuit has no signal ${name}`);
    return wire;
  }

  /** A constraint in words, equal for the same constraint of another variant of the circuit. */
  spell(constraint: Constraint): string {
    const side = (terms: Terms) =>
      terms.map(([wire, factor]) => `${factor}*${wire === 0 ? "1" : this.names[wire]}`).sort();
    return constraint.map((terms) => side(terms).join("+")).join(" | ");
  }

  /** The name of some signal of a constraint. */
  nameIn(constraint: Constraint): string {
    return this.names[constraint.flat().find(([wire]) => wire !== 0)![0]]!;
  }

  /** The constraints that a full assignment breaks. */
  broken(values: Values): Constraint[] {
    return this.constraints.filter((constraint) => breaks(constraint, values));
  }

  /** Whether a full assignment breaks any constraint: the search ends at the first. */
  refuses(values: Values): boolean {
    return this.constraints.some((constraint) => breaks(constraint, values));
  }
}

/** Reads coefficients by position. Few of them differ: a value that was read before is not made again. */
function coefficientsOf(body: Buffer): (position: number) => bigint {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const known = new Map<number, { position: number; value: bigint }>();
  const areEqual = (a: number, b: number) => {
    for (let i = 0; i < FIELD_BYTES; i += 4) if (view.getUint32(a + i) !== view.getUint32(b + i)) return false;
    return true;
  };
  return (position) => {
    const word = view.getUint32(position);
    const earlier = known.get(word);
    if (earlier !== undefined && areEqual(earlier.position, position)) return earlier.value;
    const value = signed(bytesToBigIntLE(body, position));
    known.set(word, { position, value });
    return value;
  };
}

/** Whether values for all of its wires break a constraint. */
export const breaks = ([a, b, c]: Constraint, values: Values): boolean =>
  (sumOf(a, values) * sumOf(b, values) - sumOf(c, values)) % FIELD_ORDER !== 0n;

function sumOf(terms: Terms, values: Values): bigint {
  let sum = 0n;
  for (const [wire, factor] of terms) sum += times(factor, values[wire]!);
  return sum;
}

/** Most factors are 1 or -1. */
function times(factor: bigint, value: bigint): bigint {
  if (factor === 1n) return value;
  return factor === -1n ? -value : factor * value;
}

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
  const values: Values = [1n];
  const order: Attempt["order"] = [];
  const { uses } = system;
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
      const found = determine(constraint, values);
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
function determine(constraint: Constraint, values: Values): [number, bigint] | undefined {
  for (const terms of constraint)
    for (const [wire] of terms) {
      if (values[wire] !== undefined) continue;
      const value = mend(constraint, wire, values);
      return value === undefined ? undefined : [wire, value];
    }
  return undefined;
}

/** The value of a wire with which a constraint holds, if the constraint is linear in it and has just one. */
export function mend([a, b, c]: Constraint, wire: number, values: Values): bigint | undefined {
  const split = (terms: Terms): [constant: bigint, slope: bigint] => {
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
