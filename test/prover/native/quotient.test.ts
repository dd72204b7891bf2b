import { expect, test } from "vitest";
import { FIELD_ORDER, inverse, mod, power } from "../../../prover/shared/field.ts";
import { memoize } from "../../../prover/shared/promises.ts";
import { edgeElements, fromBytes, randomElements, toBytes } from "./support/elements.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

const RADIX = (1n << 256n) % FIELD_ORDER;
const TWO_ADICITY = 28;
const GENERATOR = power(5n, (FIELD_ORDER - 1n) >> BigInt(TWO_ADICITY));
const rootOfUnity = (log: number) => power(GENERATOR, 1n << BigInt(TWO_ADICITY - log));

/** Values of the polynomial through (w^i, values[i]) at g w^i, by the definition: n^2 multiplications. */
function toCoset(values: readonly bigint[], log: number): bigint[] {
  const n = values.length;
  const w = rootOfUnity(log);
  const g = rootOfUnity(log + 1);
  const powers = Array.from({ length: n }, (_, i) => power(w, BigInt(i)));
  const scale = inverse(BigInt(n));
  const coefficients = powers.map((_, k) =>
    mod(scale * values.reduce((sum, value, i) => sum + value * powers[(n - ((i * k) % n)) % n]!, 0n)),
  );
  const shifted = coefficients.map((c, k) => mod(c * power(g, BigInt(k))));
  return powers.map((_, i) => mod(shifted.reduce((sum, c, k) => sum + c * powers[(i * k) % n]!, 0n)));
}

const montgomery = (values: bigint[]) => toBytes(values.map((value) => mod(value * RADIX)));

/** Random and edge values a and b, and a b - c on the coset, computed once for all back ends. */
const byDefinition = memoize(async (log: number) => {
  const n = 1 << log;
  const edges = edgeElements(FIELD_ORDER);
  const a = randomElements(FIELD_ORDER, n).map((x, i) => (i % 3 === 0 ? edges[i % edges.length]! : x));
  const b = randomElements(FIELD_ORDER, n);
  const c = a.map((x, i) => mod(x * b[i]!));
  const [x, y, z] = [a, b, c].map((values) => toCoset(values, log)) as [bigint[], bigint[], bigint[]];
  const expected = x.map((value, i) => mod(value * y[i]! - z[i]!));
  return { a: montgomery(a), b: montgomery(b), expected };
});

/** a = b = x^(n-1): on the domain the product is x^(n-2), which is c; on the coset x^n = -1: a b - c = 2 x^-2. */
const ofPowerOfX = memoize(async (log: number) => {
  const n = 1 << log;
  const back = inverse(rootOfUnity(log));
  const start = inverse(rootOfUnity(log + 1));
  const a: bigint[] = [];
  const expected: bigint[] = [];
  for (let i = 0, x = RADIX, y = start; i < n; i++, x = (x * back) % FIELD_ORDER, y = (y * back) % FIELD_ORDER) {
    a.push(x);
    expected.push((2n * y * y) % FIELD_ORDER);
  }
  return { a: toBytes(a), expected: toBytes(expected) };
});

await describeKernels("transforms", ({ addon, job }: Kernel) => {
  for (const log of [1, 2, 3, 4, 5, 6, 7, 8])
    test(`a b - c on the coset, 2^${log} values, against the definition`, async () => {
      const { a, b, expected } = await byDefinition(log);
      expect(fromBytes(await addon.probeQuotient(job(), a, b))).toEqual(expected);
    });

  // Sizes at which passes over the whole array begin.
  for (const log of [10, 13, 14, 15, 16, 17])
    test(`a b - c on the coset, 2^${log} values of a power of x`, async () => {
      const { a, expected } = await ofPowerOfX(log);
      expect(Buffer.from(await addon.probeQuotient(job(), a, a)).equals(expected)).toBe(true);
    });
});
