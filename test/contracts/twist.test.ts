import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../prover/shared/field.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

// Checks the claims of contracts/libraries/Twist.sol about the orders of points by computation.

const SOURCE = readFileSync(join(PROJECT_ROOT, "contracts/libraries/Twist.sol"), "utf8");
const constant = (name: string): bigint => BigInt(new RegExp(` ${name} =\\s+(\\w+);`).exec(SOURCE)![1]!);

/** The order of the base field (EIP-196), the trace and the order of the group of all points of the twist. */
const Q = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const TRACE = Q + 1n - FIELD_ORDER;
const ALL = FIELD_ORDER * (2n * Q - FIELD_ORDER);

const isFree = (multiple: bigint): boolean => gcd(multiple < 0n ? -multiple : multiple, ALL) === 1n;
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** Returns the multiple that the digits yield, and the multiples to which Q or its inverse is added on the way. */
function walk(): { end: bigint; met: bigint[] } {
  let multiple = 1n;
  const met: bigint[] = [];
  for (let digit = constant("DIGITS") - 1n; digit >= 0n; --digit) {
    multiple *= 2n;
    for (const [name, sign] of [
      ["PLUS", 1n],
      ["MINUS", -1n],
    ] as const) {
      if (((constant(name) >> digit) & 1n) === 0n) continue;
      met.push(multiple);
      multiple += sign;
    }
  }
  return { end: multiple, met };
}

describe("the scalar that identifies points of G2", () => {
  it("is 6x² = t - 1 for the x of the curve", () => {
    const x = 4965661367192848881n;
    expect(walk().end).toBe(6n * x * x);
    expect(walk().end).toBe(TRACE - 1n);
  });

  it("never meets a point of the twist, its inverse or zero on the way", () => {
    const { end, met } = walk();
    expect(met.length).toBe(39);
    for (const multiple of met) for (const other of [-1n, 0n, 1n]) expect(isFree(multiple + other)).toBe(true);
    expect(isFree(end)).toBe(true);
  });

  it("is never the inverse of the image, of whatever order a point is", () => {
    expect(isFree(2n * TRACE * TRACE - 3n * TRACE + 1n + Q)).toBe(true);
  });
});
