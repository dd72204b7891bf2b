import { expect, test } from "vitest";
import { BASE_ORDER, FIELD_ORDER, inverse, mod } from "../../../prover/shared/field.ts";
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

await describeKernels("field arithmetic", ({ addon, job }: Kernel) => {
  for (const [field, order] of [BASE_ORDER, FIELD_ORDER].entries()) {
    const { a, b } = samples(order);
    for (const [number, [name, operation]] of OPERATIONS.entries())
      test(`${field === 0 ? "Fq" : "Fr"} ${name}`, async () => {
        const got = fromBytes(await addon.probeField(job(), field, number, toBytes(a), toBytes(b)));
        const expected = a.map((x, i) => mod(operation(x, b[i]!, order), order));
        expect(firstDifference(got, expected)).toBeUndefined();
      });
  }

  const { a, b } = samples(BASE_ORDER);
  const even = a.length - (a.length % 2);
  for (const [number, [name]] of OPERATIONS.entries())
    test(`extension ${name}`, async () => {
      const x = a.slice(0, even);
      const y = b.slice(0, even);
      const got = fromBytes(await addon.probeField(job(), 2, number, toBytes(x), toBytes(y)));
      const expected: bigint[] = [];
      for (let i = 0; i < even; i += 2)
        for (const value of complex[number]!([x[i]!, x[i + 1]!], [y[i]!, y[i + 1]!]))
          expected.push(mod(value, BASE_ORDER));
      expect(firstDifference(got, expected)).toBeUndefined();
    });
});

function firstDifference(got: bigint[], expected: bigint[]): string | undefined {
  if (got.length !== expected.length) return `${got.length} values instead of ${expected.length}`;
  const i = got.findIndex((value, k) => value !== expected[k]);
  return i < 0 ? undefined : `value ${i}: ${got[i]} instead of ${expected[i]}`;
}
