import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { G1Point, G2Point } from "../../../prover/groth16/points.ts";
import { FixedBase } from "../../../prover/setup/fixedBase.ts";
import { WasmCurve } from "../../../prover/setup/wasmCurve.ts";
import {
  BASE_ORDER,
  bigIntToBytesLE,
  bytesToBigIntLE,
  FIELD_ORDER,
  inverse,
  mod,
} from "../../../prover/shared/field.ts";

let curve: WasmCurve;

beforeAll(async () => {
  curve = await WasmCurve.create();
});

const MONTGOMERY_INVERSE = inverse(1n << 256n, BASE_ORDER);

/** The coordinates of the generator times each scalar, by the table. */
function byTable(base: FixedBase, scalars: bigint[]): bigint[] {
  const pointer = curve.allocate(32 * scalars.length);
  for (const [i, scalar] of scalars.entries()) curve.bytes(pointer + 32 * i, 32).set(bigIntToBytesLE(scalar));
  const coordinates: bigint[] = [];
  for (const bytes of base.multiply(pointer, scalars.length))
    for (let at = 0; at < bytes.length; at += 32)
      coordinates.push(mod(bytesToBigIntLE(bytes, at) * MONTGOMERY_INVERSE, BASE_ORDER));
  return coordinates;
}

const byNoble = {
  g1: (scalar: bigint) => {
    const { x, y } = G1Point.BASE.multiplyUnsafe(scalar).toAffine();
    return [x, y];
  },
  g2: (scalar: bigint) => {
    const { x, y } = G2Point.BASE.multiplyUnsafe(scalar).toAffine();
    return [x.c0, x.c1, y.c0, y.c1];
  },
};

const EDGES = [0n, 1n, 2n, 4095n, 4096n, (1n << 253n) + 1n, (1n << 252n) - 1n, FIELD_ORDER - 1n, FIELD_ORDER - 2n];

test.each([
  ["g1", "small", 10],
  ["g1", "large", 10_000],
  ["g2", "small", 10],
  ["g2", "large", 10_000],
] as const)("%s with a %s table: edge and random scalars", (group, _, expected) => {
  const base = new FixedBase(curve, group, expected);
  expect(byTable(base, EDGES)).toEqual(EDGES.flatMap(byNoble[group]));
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n }), { minLength: 1, maxLength: 4 }), (scalars) => {
      expect(byTable(base, scalars)).toEqual(scalars.flatMap(byNoble[group]));
    }),
    { numRuns: 10 },
  );
});

test("more scalars than fit a batch come out in order", () => {
  const base = new FixedBase(curve, "g1", 10_000);
  const scalars = Array.from({ length: 4100 }, (_, i) => BigInt(i));
  const coordinates = byTable(base, scalars);
  expect(coordinates.length).toBe(2 * scalars.length);
  for (const i of [0, 1, 2, 4094, 4095, 4096, 4097, 4099])
    expect(coordinates.slice(2 * i, 2 * i + 2)).toEqual(byNoble.g1(scalars[i]!));
});
