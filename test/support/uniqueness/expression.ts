/** Linear expressions over the wires of a circuit, and what can be said of one without its wires' values. */
import { FIELD_ORDER, inverse, mod } from "../../../prover/shared/field.ts";

export type Terms = readonly (readonly [wire: number, coefficient: bigint])[];

/** The integers from `low` to `high`, one of which a wire is. */
export type Interval = readonly [low: bigint, high: bigint];

/** A field element as the integer of least absolute value. */
export const signed = (value: bigint): bigint => (value > FIELD_ORDER / 2n ? value - FIELD_ORDER : value);

export const isConstant = (terms: Terms): boolean => terms.every(([wire]) => wire === 0);

export const constantOf = (terms: Terms): bigint => mod(coefficientOf(terms, 0));

export function coefficientOf(terms: Terms, wanted: number): bigint {
  return terms.reduce((sum, [wire, factor]) => (wire === wanted ? sum + factor : sum), 0n);
}

/** factor·left + right, each wire once, without zeros. */
export function combine(factor: bigint, left: Terms, right: Terms): Terms {
  const sums = new Map<number, bigint>();
  for (const [wire, coefficient] of left) sums.set(wire, (sums.get(wire) ?? 0n) + factor * coefficient);
  for (const [wire, coefficient] of right) sums.set(wire, (sums.get(wire) ?? 0n) + coefficient);
  return [...sums].map(([wire, sum]) => [wire, mod(sum)] as const).filter(([, sum]) => sum !== 0n);
}

/** The same words for two expressions of which each is a multiple of the other. */
export function directionOf(terms: Terms): string {
  const sorted = combine(0n, [], terms).toSorted(([a], [b]) => a - b);
  const scale = sorted.length === 0 ? 0n : inverse(sorted[0]![1]);
  return sorted.map(([wire, factor]) => `${wire}*${mod(factor * scale)}`).join("+");
}

/**
 * Where the integer Σ coefficient·wire lies, if every wire's interval is known. The coefficients are taken as signed.
 */
export function intervalOf(terms: Terms, of: (wire: number) => Interval | undefined): Interval | undefined {
  let low = 0n;
  let high = 0n;
  for (const [wire, factor] of terms) {
    const interval = wire === 0 ? ([1n, 1n] as const) : of(wire);
    if (interval === undefined) return undefined;
    const [a, b] = interval.map((end) => end * signed(factor)) as [bigint, bigint];
    low += a < b ? a : b;
    high += a < b ? b : a;
  }
  return [low, high];
}

/** Whether no integer of an interval is 0 in the field. */
export const excludesZero = ([low, high]: Interval): boolean =>
  (low > 0n && high < FIELD_ORDER) || (high < 0n && low > -FIELD_ORDER);
