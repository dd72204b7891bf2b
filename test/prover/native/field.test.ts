import { expect, test } from "vitest";
import { BASE_ORDER, FIELD_ORDER, inverse, mod } from "../../../prover/shared/field.ts";
import { memoize } from "../../../prover/shared/promises.ts";
import { edgeElements, fromBytes, randomElements, toBytes } from "./support/elements.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

const RANDOM = 10_000;

type Operation = (a: bigint, b: bigint, order: bigint) => bigint;

/** By number, as src/binding/probe.hpp has them. */
const OPERATIONS: readonly [string, Operation][] = [
  ["add", (a, b) => a + b],
  ["sub", (a, b) => a - b],
  ["mul", (a, b) => a * b],
  ["sqr", (a) => a * a],
  ["neg", (a) => -a],
  ["inverse", (a, _, order) => inverse(a, order)],
  ["product of unreduced factors", (a, b) => (a - b) * (a + b)],
  ["product of a difference and a product", (a, b) => (a - b) * (a * b)],
  ["sum of 17 products", (a, b) => 17n * a * b],
];

type Pair = [bigint, bigint];

const complex: readonly ((a: Pair, b: Pair) => Pair)[] = [
  ([a0, a1], [b0, b1]) => [a0 + b0, a1 + b1],
  ([a0, a1], [b0, b1]) => [a0 - b0, a1 - b1],
  (a, b) => product(a, b),
  (a) => product(a, a),
  ([a0, a1]) => [-a0, -a1],
  ([a0, a1]) => {
    const norm = inverse(mod(a0 * a0 + a1 * a1, BASE_ORDER), BASE_ORDER);
    return [a0 * norm, -a1 * norm];
  },
  ([a0, a1], [b0, b1]) => product([a0 - b0, a1 - b1], [a0 + b0, a1 + b1]),
  (a, b) => product([a[0] - b[0], a[1] - b[1]], product(a, b)),
  (a, b) => product(a, b).map((x) => 17n * x) as Pair,
];

const product = ([a0, a1]: Pair, [b0, b1]: Pair): Pair => [a0 * b0 - a1 * b1, a0 * b1 + a1 * b0];

/** Every edge value with every other, then random ones. */
function samples(order: bigint): { a: bigint[]; b: bigint[] } {
  const edges = edgeElements(order);
  return {
    a: [...edges.flatMap((x) => edges.map(() => x)), ...randomElements(order, RANDOM)],
    b: [...edges.flatMap(() => edges), ...randomElements(order, RANDOM)],
  };
}

/** By number, as src/binding/probe.hpp has them. Samples are drawn, and results computed, once for all back ends. */
const ORDERS = [BASE_ORDER, FIELD_ORDER];
const SAMPLES = ORDERS.map(samples);

const expectedOf = memoize(async (field: number, number: number) => {
  const { a, b } = SAMPLES[field]!;
  const order = ORDERS[field]!;
  return a.map((x, i) => mod(OPERATIONS[number]![1](x, b[i]!, order), order));
});

const EXTENSION = 2;
const PAIRS = Math.floor(SAMPLES[0]!.a.length / 2);
const [X, Y] = [SAMPLES[0]!.a, SAMPLES[0]!.b].map((values) => values.slice(0, 2 * PAIRS)) as [bigint[], bigint[]];

const expectedOfExtension = memoize(async (number: number) =>
  Array.from({ length: PAIRS }, (_, i) => complex[number]!([X[2 * i]!, X[2 * i + 1]!], [Y[2 * i]!, Y[2 * i + 1]!]))
    .flat()
    .map((value) => mod(value, BASE_ORDER)),
);

await describeKernels("field arithmetic", ({ addon, job }: Kernel) => {
  for (const [field, { a, b }] of SAMPLES.entries())
    for (const [number, [name]] of OPERATIONS.entries())
      test(`${field === 0 ? "Fq" : "Fr"} ${name}`, async () => {
        const got = fromBytes(await addon.probeField(job(), field, number, toBytes(a), toBytes(b)));
        expect(firstDifference(got, await expectedOf(field, number))).toBeUndefined();
      });

  for (const [number, [name]] of OPERATIONS.entries())
    test(`extension ${name}`, async () => {
      const got = fromBytes(await addon.probeField(job(), EXTENSION, number, toBytes(X), toBytes(Y)));
      expect(firstDifference(got, await expectedOfExtension(number))).toBeUndefined();
    });
});

function firstDifference(got: bigint[], expected: bigint[]): string | undefined {
  if (got.length !== expected.length) return `${got.length} values instead of ${expected.length}`;
  const i = got.findIndex((value, k) => value !== expected[k]);
  return i < 0 ? undefined : `value ${i}: ${got[i]} instead of ${expected[i]}`;
}
