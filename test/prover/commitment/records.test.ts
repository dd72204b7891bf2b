import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Records,
  recordAt,
  recordCount,
  rowOf,
  sortRecords,
  sourceOf,
  uniqueKeys,
} from "../../../prover/commitment/records.ts";

// Few different bytes, so that keys and prefixes collide often.
const key = fc
  .array(fc.constantFrom(0, 1, 255), { minLength: 31, maxLength: 31 })
  .map((bytes) => Uint8Array.from(bytes));
const near = fc.nat(3).map((last) => new Uint8Array(31).fill(7).with(30, last));
const entry = fc.tuple(fc.oneof(key, near), fc.nat(2 ** 32 - 1), fc.nat(2 ** 40 - 1));

function recordsOf(entries: [Uint8Array, number, number][]): Buffer {
  const records = new Records();
  for (const [bytes, source, row] of entries) records.push(bytes, source, row);
  return records.bytes;
}

describe("records", () => {
  it("sort by key, then source, then row, as their bytes do", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), (entries) => {
        const records = recordsOf(entries);
        const expected = entries.map((_, i) => recordAt(records, i)).sort(Buffer.compare);
        expect(sortRecords(records, 0).equals(Buffer.concat(expected))).toBe(true);
      }),
    );
  });

  it("keep source and row", () => {
    fc.assert(
      fc.property(entry, ([bytes, source, row]) => {
        const record = recordsOf([[bytes, source, row]]);
        expect([sourceOf(record), rowOf(record)]).toEqual([source, row]);
      }),
    );
  });

  it("give each key once, in order", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 2000 }), (entries) => {
        const keys = uniqueKeys(sortRecords(recordsOf(entries), 0));
        const expected = [...new Set(entries.map(([bytes]) => Buffer.from(bytes).toString("hex")))].sort();
        expect(keys.toString("hex")).toBe(expected.join(""));
        expect(recordCount(recordsOf(entries))).toBe(entries.length);
      }),
    );
  });
});
