import { encodeRlp as encodeWithEthers, hexlify } from "ethers";
import { describe, expect, it } from "vitest";
import { bigEndian, decodeRlp, encodeRlp, type Rlp } from "../../../prover/ethereum/rlp.ts";

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

const asHex = (item: Rlp): unknown => (item instanceof Uint8Array ? hexlify(item) : item.map(asHex));

const ITEMS: [string, Rlp][] = [
  ["nothing", new Uint8Array()],
  ["a small byte", Uint8Array.of(0x7f)],
  ["a large byte", Uint8Array.of(0x80)],
  ["55 bytes", new Uint8Array(55).fill(1)],
  ["56 bytes", new Uint8Array(56).fill(1)],
  ["65,536 bytes", new Uint8Array(65_536).fill(1)],
  ["an empty list", []],
  ["lists in lists", [[], [[]], [Uint8Array.of(1), [Uint8Array.of(2)]]]],
  ["a list of more than 55 bytes", Array.from({ length: 60 }, (_, i) => Uint8Array.of(i))],
];

describe("RLP", () => {
  it.each(ITEMS)("encodes %s as ethers does, and decodes it again", (_, item) => {
    const encoded = encodeRlp(item);
    expect(hexlify(encoded)).toBe(encodeWithEthers(asHex(item) as never));
    expect(asHex(decodeRlp(encoded))).toEqual(asHex(item));
  });

  it("encodes numbers without leading zeros", () => {
    expect([0, 1, 255, 256].map((value) => [...bigEndian(value)])).toEqual([[], [1], [255], [1, 0]]);
  });

  it.each([
    ["a small byte with a length", "817f"],
    ["a long form of a short string", `b801${"ff"}`],
    ["a long form of a short list", "f80100"],
    ["a length with a leading zero", `b90038${"01".repeat(56)}`],
    ["a string that is cut off", "8201"],
    ["a list that is cut off", "c20101".slice(0, 4)],
    ["an item that is longer than its list", "c2820102"],
    ["a second item", "8080"],
    ["no item", ""],
  ])("refuses %s", (_, hex) => {
    expect(() => decodeRlp(bytes(hex))).toThrow(RangeError);
  });

  it("refuses lists nested more than 32 deep", () => {
    let nested: Rlp = [];
    for (let depth = 0; depth < 32; depth++) nested = [nested];
    expect(decodeRlp(encodeRlp(nested))).toHaveLength(1);
    expect(() => decodeRlp(encodeRlp([nested]))).toThrow(RangeError);
  });
});
