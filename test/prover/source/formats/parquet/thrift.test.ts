import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import { describe, expect, it } from "vitest";
import { expectThrift } from "../../../../../prover/source/formats/parquet/thrift.ts";

/**
 * Headers of a first field of type structure and of type list, in Thrift's compact protocol; then an end of a
 * structure.
 */
const STRUCT = 0x1c;
const LIST = 0x19;
const STOP = 0;

/** Structures, or lists of one list each, in each other around a byte. */
const structs = (depth: number) =>
  Uint8Array.from([...Array(depth).fill(STRUCT), 0x13, 7, ...Array(depth + 1).fill(STOP)]);
const lists = (depth: number) => Uint8Array.from([...Array(depth).fill(LIST), 0x13, 7, STOP]);

/**
 * Metadata whose lists of millions of elements nest in each other, or whose structures nest thousands deep, end the
 * process of the library that reads it. No such file is kept here: these go one beyond the guard's limit, which the
 * library survives, and what nests deeper is refused by the same comparison.
 */
describe("the guard before Parquet's metadata", () => {
  it.each([
    ["structures", structs],
    ["lists", lists],
  ])("takes %s 32 deep and refuses them one deeper, although the library reads both", (_, nested) => {
    for (const depth of [32, 33]) {
      const bytes = nested(depth);
      const view = new DataView(bytes.buffer);
      expect(deserializeTCompactProtocol({ view, offset: 0 })).toHaveProperty("field_1");
      if (depth === 32) expectThrift(bytes);
      else expect(() => expectThrift(bytes)).toThrow("nested too deeply");
    }
  });

  it("refuses a list of more elements than there are bytes", () => {
    const claiming = (count: number) => Uint8Array.from([LIST, (count << 4) | 3, 7, 7, STOP]);
    expectThrift(claiming(2));
    expect(() => expectThrift(claiming(4))).toThrow("claims 4 elements");
  });
});
