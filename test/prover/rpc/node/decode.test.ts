import { describe, expect, it } from "vitest";
import {
  parseAddress,
  parseBoolean,
  parseCount,
  parseHash,
  parsePage,
  parseShardStatus,
  parseWord,
} from "../../../../prover/rpc/node/decode.ts";
import { FIELD_ORDER } from "../../../../prover/shared/field.ts";

const HASH = `0x${"ab".repeat(32)}`;
const ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

describe("answers of a node", () => {
  it("that are valid become values", () => {
    expect(parseCount(7n, "x")).toBe(7);
    expect(parseBoolean(false, "x")).toBe(false);
    expect(parseWord((1n << 256n) - 1n, "x")).toBe((1n << 256n) - 1n);
    expect(parseAddress(ADDRESS.toLowerCase(), "x")).toBe(ADDRESS);
    expect(parseHash(HASH.toUpperCase().replace("0X", "0x"), "x")).toBe(HASH);
    expect(parsePage({ digest: 5n, size: 16n }, "x")).toEqual({ digest: 5n, size: 16 });
  });

  it.each<[string, () => unknown]>([
    ["a count that is no number", () => parseCount("7", "x")],
    ["a negative count", () => parseCount(-1n, "x")],
    ["a count beyond all lists", () => parseCount(1n << 32n, "x")],
    ["no boolean", () => parseBoolean(1n, "x")],
    ["a word of 257 bits", () => parseWord(1n << 256n, "x")],
    ["no word", () => parseWord(7, "x")],
    ["half an address", () => parseAddress("0x1234", "x")],
    ["half a hash", () => parseHash("0x1234", "x")],
    ["a digest of 0", () => parsePage({ digest: 0n, size: 16n }, "x")],
    ["a digest beyond the field", () => parsePage({ digest: FIELD_ORDER, size: 16n }, "x")],
    ["another page size", () => parsePage({ digest: 5n, size: 17n }, "x")],
    ["no page", () => parsePage(undefined, "x")],
    ["half a status", () => parseShardStatus({ cleanPages: 1n, cleanEpoch: 1n, pageCount: 1n }, "x")],
  ])("refuses %s", (_, read) => {
    expect(read).toThrow(expect.objectContaining({ code: "chain/bad-answer" }));
  });
});
