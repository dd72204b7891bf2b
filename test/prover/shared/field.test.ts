import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  BASE_ORDER,
  bigIntToBytesBE,
  bigIntToBytesLE,
  bytesToBigIntBE,
  bytesToBigIntLE,
  FIELD_ORDER,
  inverse,
  mod,
  parseField,
  power,
} from "../../../prover/shared/field.ts";
import { randomField } from "../../../prover/shared/random.ts";
import { codeOf } from "../../support/errors.ts";

const element = fc.oneof(
  fc.bigInt(0n, FIELD_ORDER - 1n),
  fc.constantFrom(0n, 1n, FIELD_ORDER - 1n, 2n ** 248n - 1n, 255n, 256n),
);

describe("decimals", () => {
  it("have one spelling for each value", () => {
    fc.assert(
      fc.property(element, (value) => {
        expect(parseField(`${value}`, "test")).toBe(value);
      }),
    );
    expect(parseField(`${FIELD_ORDER}`, "test", BASE_ORDER)).toBe(FIELD_ORDER);
  });

  it.each([
    "",
    "-0",
    "-1",
    "+1",
    "00",
    "01",
    " 1",
    "1 ",
    "1\n",
    "1n",
    "1.0",
    "1e3",
    "0x1",
    "1_000",
    "٣",
    "１",
    `${FIELD_ORDER}`,
    `${FIELD_ORDER + 1n}`,
    `${2n ** 256n}`,
    "9".repeat(1_000_000),
    0,
    1,
    1n,
    null,
    undefined,
    true,
    ["1"],
    { toString: () => "1" },
  ])("of another spelling or type are refused: %s", async (text) => {
    expect(await codeOf(() => parseField(text, "test"))).toBe("field/not-canonical");
  });
});

describe("bytes", () => {
  it("of any length are a number, least significant byte first", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(70), fc.nat(70), (bytes, offset, length) => {
        const part = bytes.subarray(offset, offset + length);
        expect(bytesToBigIntLE(bytes, offset, length)).toBe(
          part.reduce((sum, byte, i) => sum + (BigInt(byte) << BigInt(8 * i)), 0n),
        );
      }),
    );
  });

  it("hold a number in either order, at any offset of an array", () => {
    fc.assert(
      fc.property(element, fc.nat(40), (value, offset) => {
        const little = bigIntToBytesLE(value);
        expect(little).toHaveLength(32);
        expect([...bigIntToBytesBE(value)].reverse()).toEqual([...little]);
        expect(bytesToBigIntBE(bigIntToBytesBE(value))).toBe(value);
        const within = new Uint8Array(offset + 32 + 7).fill(255);
        within.set(little, offset);
        expect(bytesToBigIntLE(within, offset)).toBe(value);
        expect(little.reduce((sum, byte, i) => sum + (BigInt(byte) << BigInt(8 * i)), 0n)).toBe(value);
      }),
    );
  });
});

describe("arithmetic", () => {
  it("reduces to the least number that is not negative", () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const reduced = mod(value);
        expect(reduced >= 0n && reduced < FIELD_ORDER && (value - reduced) % FIELD_ORDER === 0n).toBe(true);
      }),
    );
  });

  it("raises to powers as multiplying does, and inverts", () => {
    fc.assert(
      fc.property(element, fc.nat(40), (base, exponent) => {
        let product = 1n;
        for (let i = 0; i < exponent; i++) product = (product * base) % FIELD_ORDER;
        expect(power(base, BigInt(exponent))).toBe(product);
        expect((inverse(base) * base) % FIELD_ORDER).toBe(base === 0n ? 0n : 1n);
        expect(inverse(-base - FIELD_ORDER)).toBe(power(-base, FIELD_ORDER - 2n));
      }),
    );
  });
});

test("random elements are below the order and differ", () => {
  const drawn = Array.from({ length: 300 }, randomField);
  expect(drawn.every((value) => value >= 0n && value < FIELD_ORDER)).toBe(true);
  expect(new Set(drawn).size).toBe(drawn.length);
});
