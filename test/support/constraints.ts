import { readFile } from "node:fs/promises";
import { forEachTerm, readR1cs } from "../../prover/setup/r1cs.ts";
import { bytesToBigIntLE, FIELD_BYTES, FIELD_ORDER } from "../../prover/shared/field.ts";
import { signed } from "./uniqueness/expression.ts";

/** Coefficients of least absolute value: most are 1 or -1. */
export type Terms = [wire: number, coefficient: bigint][];
/** A·B = C over the wires. */
export type Constraint = [Terms, Terms, Terms];
/** Values by wire; a wire without a value is undefined. */
export type Values = readonly (bigint | undefined)[];

/** Sums over lists of terms whose wires all have values: several constraints have the same long list. */
export type Sums = Map<Terms, bigint>;

const sumsOf = new WeakMap<Values, Sums>();

/** Those that were computed under an assignment that does not change any more. */
export function sumsUnder(values: Values, known?: Sums): Sums {
  const sums = sumsOf.get(values) ?? known ?? new Map();
  if (Object.isFrozen(values)) sumsOf.set(values, sums);
  return sums;
}

/** Systems by the path of their constraints, the latest last. */
const recent = new Map<string, Promise<ConstraintSystem>>();
const KEPT = 3;
/** Terms of a list from which on it is worth remembering its sum. */
const LONG = 4;

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
    shareLists(constraints);
    const wires = new Map<string, number>();
    for (const line of (await readFile(circuit.sym, "utf8")).trimEnd().split("\n")) {
      const [, wire, , name] = line.split(",");
      if (Number(wire) >= 0) wires.set(name!.slice("main.".length), Number(wire));
    }
    return new ConstraintSystem(constraints, wires);
  }

  private index(constraint: Constraint, i: number): void {
    const wires = wiresOf(constraint);
    for (const wire of wires) (this.uses[wire] ??= []).push(i);
    this.sizes[i] = wires.length;
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
    const sums = sumsUnder(values);
    return this.constraints.filter((constraint) => breaks(constraint, values, sums));
  }

  /** Whether a full assignment breaks any constraint: the search ends at the first. */
  refuses(values: Values): boolean {
    const sums = sumsUnder(values);
    return this.constraints.some((constraint) => breaks(constraint, values, sums));
  }
}

/** Makes equal long lists of terms one array, so that a sum over them is computed once. */
function shareLists(constraints: readonly Constraint[]): void {
  const lists = new Map<string, Terms[]>();
  const areEqual = (a: Terms, b: Terms) =>
    a.length === b.length && a.every(([wire, factor], i) => wire === b[i]![0] && factor === b[i]![1]);
  for (const constraint of constraints)
    for (const [side, terms] of constraint.entries()) {
      if (terms.length < LONG) continue;
      const key = `${terms.length} ${terms[0]![0]} ${terms.at(-1)![0]}`;
      const alike = lists.get(key) ?? [];
      const known = alike.find((other) => areEqual(terms, other));
      if (known === undefined) lists.set(key, [...alike, terms]);
      else constraint[side] = known;
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

/** The constant one is not among them. */
export const wiresOf = (constraint: Constraint): number[] =>
  [...new Set(constraint.flatMap((terms) => terms.map(([wire]) => wire)))].filter((wire) => wire !== 0);

/** Whether values for all of its wires break a constraint. `sums`: of earlier constraints under the same values. */
export const breaks = ([a, b, c]: Constraint, values: Values, sums?: Sums): boolean =>
  (sumOf(a, values, sums) * sumOf(b, values, sums) - sumOf(c, values, sums)) % FIELD_ORDER !== 0n;

export function sumOf(terms: Terms, values: Values, sums?: Sums): bigint {
  if (sums === undefined || terms.length < LONG) return addUp(terms, values);
  let sum = sums.get(terms);
  if (sum === undefined) sums.set(terms, (sum = addUp(terms, values) % FIELD_ORDER));
  return sum;
}

function addUp(terms: Terms, values: Values): bigint {
  let sum = 0n;
  for (const [wire, factor] of terms) sum += times(factor, values[wire]!);
  return sum;
}

/** Most factors are 1 or -1. */
export function times(factor: bigint, value: bigint): bigint {
  if (factor === 1n) return value;
  return factor === -1n ? -value : factor * value;
}
