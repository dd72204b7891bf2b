import type { Constraint, ConstraintSystem } from "../constraints.ts";
import { combine, constantOf, type Interval, isConstant, type Terms } from "./expression.ts";

/**
 * What is known of a circuit's wires: which have one value only, given the inputs, and between which integers some lie.
 * Facts are only ever added; each wakes the constraints that its wire is in.
 */
export class Facts {
  readonly system: ConstraintSystem;
  readonly #known: Uint8Array;
  readonly #intervals = new Map<number, Interval>();
  readonly #unknowns: Uint32Array;
  readonly #waiting = new Set<number>();
  /** By side of a product, and by wire: in which of the cases "it is 0" and "it is not" the wire has one value. */
  readonly cases = new Map<string, { zero: Set<number>; other: Set<number> }>();

  constructor(system: ConstraintSystem, inputs: number) {
    this.system = system;
    this.#known = new Uint8Array(system.names.length);
    this.#known[0] = 1;
    this.#unknowns = Uint32Array.from(system.sizes);
    system.constraints.forEach((_, i) => {
      this.#waiting.add(i);
    });
    for (let wire = 1; wire <= inputs; wire++) this.determine(wire);
  }

  isKnown(wire: number): boolean {
    return this.#known[wire] === 1;
  }

  intervalOf = (wire: number): Interval | undefined => this.#intervals.get(wire);

  /** How many wires of a constraint are not known. */
  unknownsOf(constraint: number): number {
    return this.#unknowns[constraint]!;
  }

  unknownIn(...sides: readonly Terms[]): number[] {
    const wires = new Set(sides.flatMap((side) => side.map(([wire]) => wire)));
    return [...wires].filter((wire) => !this.isKnown(wire));
  }

  determine(wire: number): void {
    if (this.isKnown(wire)) return;
    this.#known[wire] = 1;
    for (const i of this.system.uses[wire] ?? []) {
      this.#unknowns[i]!--;
      this.#waiting.add(i);
    }
  }

  bound(wire: number, interval: Interval): void {
    if (this.#intervals.has(wire)) return;
    this.#intervals.set(wire, interval);
    for (const i of this.system.uses[wire] ?? []) if (linearOf(this.system.constraints[i]!)) this.#waiting.add(i);
  }

  /** Looks at a constraint once more. */
  wake(constraint: number): void {
    this.#waiting.add(constraint);
  }

  /** The constraints that a fact has touched, until there is none. */
  *touched(): Generator<number> {
    for (const i of this.#waiting) {
      this.#waiting.delete(i);
      yield i;
    }
  }
}

/** A constraint without a product of two wires, as an expression that is 0. */
export function linearOf([a, b, c]: Constraint): Terms | undefined {
  if (isConstant(a)) return combine(-constantOf(a), b, c);
  if (isConstant(b)) return combine(-constantOf(b), a, c);
  return undefined;
}
