import { FIELD_ORDER, mod } from "../../prover/shared/field.ts";
import { breaks, type ConstraintSystem, sumsUnder, wiresOf } from "./constraints.ts";
import { below, random } from "./random.ts";
import { type Attempt, mend } from "./solve.ts";

/**
 * Signals inside a hash. Setting one breaks the hash; what a prover can gain, it gains at the hash's inputs and
 * output.
 */
const INSIDE_A_HASH = /\.(square|fourth|fifth)\[/;

/**
 * A prover that searches for a false witness. It begins with an attempt. In every step it gives one signal another
 * value: one that mends a broken constraint, or one that stands elsewhere in the attempt. What followed from the signal
 * is computed once more, so that every step ends in a full assignment.
 *
 * The search is WalkSAT's (Selman, Kautz and Cohen 1994), over a field in place of truth values.
 */
export class Walk {
  readonly #system: ConstraintSystem;
  readonly #values: bigint[];
  readonly #order: Attempt["order"];
  readonly #position: number[] = [];
  /** By wire: the positions in the order at which it is used to determine another. */
  readonly #followers: number[][] = [];
  readonly #levers: readonly number[];
  readonly #isLever: ReadonlySet<number>;
  readonly #pool: readonly bigint[];
  readonly #random: (limit: number) => number;
  readonly #broken: Set<number>;

  /** @param fixed names of the public signals: they keep their values */
  constructor(system: ConstraintSystem, { values, order }: Attempt, fixed: readonly string[], seed: number) {
    this.#system = system;
    this.#values = values.map((value) => value ?? 0n);
    this.#order = order;
    this.#random = below(random(seed));
    const still = new Set([0, ...fixed.map((name) => system.wire(name))]);
    this.#levers = order
      .map(({ wire }) => wire)
      .filter((wire) => !still.has(wire) && !INSIDE_A_HASH.test(system.names[wire]!));
    this.#isLever = new Set(this.#levers);
    this.#pool = [0n, 1n, FIELD_ORDER - 1n, ...new Set(this.#levers.map((wire) => this.#values[wire]!))];
    for (const [at, { wire, by }] of order.entries()) {
      this.#position[wire] = at;
      if (by && !still.has(wire))
        for (const other of wiresOf(by)) if (other !== wire) (this.#followers[other] ??= []).push(at);
    }
    const sums = sumsUnder(values);
    this.#broken = new Set(system.constraints.keys().filter((i) => breaks(system.constraints[i]!, values, sums)));
  }

  /** Number of constraints that the assignment breaks. */
  get broken(): number {
    return this.#broken.size;
  }

  step(): void {
    const constraint = this.#system.constraints[this.#pick([...this.#broken])]!;
    const near = wiresOf(constraint).filter((wire) => this.#isLever.has(wire));
    const aimless = near.length === 0 || this.#random(4) === 0;
    const wire = this.#pick(aimless ? this.#levers : near);
    const mended = aimless ? undefined : mend(constraint, wire, this.#values);
    this.#set(wire, mended ?? this.#pick(this.#pool));
  }

  /** Gives a signal a value from elsewhere. */
  disturb(): void {
    this.#set(this.#pick(this.#levers), this.#pick(this.#pool));
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#random(items.length)]!;
  }

  /** Sets a signal, and in their order all that follow from it. Then checks each constraint that has one of them. */
  #set(wire: number, value: bigint): void {
    const due = new Set<number>();
    const touched = new Set<number>();
    this.#put(wire, value, due, touched);
    for (let at = this.#position[wire]! + 1; due.size > 0; at++) {
      if (!due.delete(at)) continue;
      const { wire: next, by } = this.#order[at]!;
      const found = mend(by!, next, this.#values);
      if (found !== undefined && found !== this.#values[next]) this.#put(next, found, due, touched);
    }
    for (const i of touched) {
      if (this.#holds(i)) this.#broken.delete(i);
      else this.#broken.add(i);
    }
  }

  #put(wire: number, value: bigint, due: Set<number>, touched: Set<number>): void {
    this.#values[wire] = mod(value);
    for (const i of this.#system.uses[wire] ?? []) touched.add(i);
    for (const at of this.#followers[wire] ?? []) if (at > this.#position[wire]!) due.add(at);
  }

  #holds(i: number): boolean {
    return !breaks(this.#system.constraints[i]!, this.#values);
  }
}
