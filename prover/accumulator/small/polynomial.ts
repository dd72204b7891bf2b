import { FIELD_ORDER, inverse, mod } from "../../shared/field.ts";

/** Coefficients over the scalar field, constant first. */
export type Polynomial = readonly bigint[];

/** factor * product of (x - root). */
export function fromRoots(roots: readonly bigint[], factor: bigint): Polynomial {
  const result = [mod(factor)];
  for (const root of roots) {
    result.push(0n);
    for (let i = result.length - 1; i >= 0; i--) result[i] = mod((i > 0 ? result[i - 1]! : 0n) - root * result[i]!);
  }
  return result;
}

/** Horner's rule. */
export const valueAt = (f: Polynomial, x: bigint): bigint =>
  f.reduceRight((value, coefficient) => (value * x + coefficient) % FIELD_ORDER, 0n);

/** Quotient and remainder by x - root. */
export function divideByRoot(f: Polynomial, root: bigint): { quotient: Polynomial; remainder: bigint } {
  const quotient = new Array<bigint>(Math.max(f.length - 1, 0)).fill(0n);
  let carry = 0n;
  for (let i = f.length - 1; i >= 0; i--) {
    carry = (carry * root + f[i]!) % FIELD_ORDER;
    if (i > 0) quotient[i - 1] = carry;
  }
  return { quotient, remainder: carry };
}

/** The polynomial of a degree below the number of points that has these values at them (Lagrange). */
export function interpolate(points: readonly bigint[], values: readonly bigint[]): Polynomial {
  const all = fromRoots(points, 1n);
  const result = new Array<bigint>(points.length).fill(0n);
  for (const [i, x] of points.entries()) {
    const others = divideByRoot(all, x).quotient;
    const factor = (values[i]! * inverse(valueAt(others, x))) % FIELD_ORDER;
    for (const [j, coefficient] of others.entries()) result[j] = (result[j]! + factor * coefficient) % FIELD_ORDER;
  }
  return result;
}

export function multiply(f: Polynomial, g: Polynomial): Polynomial {
  const sums = new Array<bigint>(f.length + g.length - 1).fill(0n);
  for (const [i, a] of f.entries()) for (const [j, b] of g.entries()) sums[i + j] = sums[i + j]! + a * b;
  return sums.map((sum) => mod(sum));
}

/** f + factor * g. */
export const addTimes = (f: Polynomial, factor: bigint, g: Polynomial): Polynomial =>
  Array.from({ length: Math.max(f.length, g.length) }, (_, i) => mod((f[i] ?? 0n) + factor * (g[i] ?? 0n)));

/** f / g, for a g that divides f: the roots of g are taken out one by one. */
export function divideExactly(f: Polynomial, roots: readonly bigint[], factor: bigint): Polynomial {
  const quotient = roots.reduce((rest, root) => divideByRoot(rest, root).quotient, f);
  const scale = inverse(factor);
  return quotient.map((coefficient) => (coefficient * scale) % FIELD_ORDER);
}
