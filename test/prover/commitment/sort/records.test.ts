import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { USUAL_PLAN } from "../../../../prover/commitment/sort/memory.ts";
import { Partitions } from "../../../../prover/commitment/sort/partitions.ts";
import {
  RECORD_BYTES,
  ROW_KEY_BYTES,
  RowKeys,
  rowOf,
  sortRecords,
  sourceOf,
  writeRecord,
} from "../../../../prover/commitment/sort/records.ts";
import { SortedKeys, UniqueKeys, withoutKeys } from "../../../../prover/commitment/sort/sortedKeys.ts";
import { folderWith } from "../../../support/folder.ts";

// Few different bytes, so that keys and prefixes collide often.
const key = fc
  .array(fc.constantFrom(0, 1, 255), { minLength: 31, maxLength: 31 })
  .map((bytes) => Uint8Array.from(bytes));
const near = fc.nat(3).map((last) => new Uint8Array(31).fill(7).with(30, last));
type Found = { key: Uint8Array; source: number; row: number };
const found = fc.record({ key: fc.oneof(key, near), source: fc.nat(2 ** 32 - 1), row: fc.nat(2 ** 40 - 1) });

function rowKeysOf(list: Pick<Found, "key" | "row">[]): Uint8Array {
  const rowKeys = new RowKeys();
  for (const { key, row } of list) rowKeys.put(rowKeys.reserve(row), key);
  return rowKeys.take();
}

function recordOf(one: Found): Buffer {
  const record = Buffer.alloc(RECORD_BYTES);
  writeRecord(record, 0, rowKeysOf([one]), 0, one.source);
  return record;
}

describe("records", () => {
  it("keep key, source and row", () => {
    fc.assert(
      fc.property(found, (one) => {
        const record = recordOf(one);
        expect([[...record.subarray(0, 31)], sourceOf(record), rowOf(record)]).toEqual([
          [...one.key],
          one.source,
          one.row,
        ]);
      }),
    );
  });

  it("are collected in blocks without losing any", () => {
    fc.assert(
      fc.property(fc.array(fc.array(found)), (blocks) => {
        const rowKeys = new RowKeys();
        const taken = blocks.map((block) => {
          for (const { key, row } of block) rowKeys.put(rowKeys.reserve(row), key);
          return rowKeys.take();
        });
        expect(taken.map((block) => block.length / ROW_KEY_BYTES)).toEqual(blocks.map((block) => block.length));
        expect(Buffer.concat(taken).equals(rowKeysOf(blocks.flat()))).toBe(true);
      }),
    );
  });

  it("sort by key, then source, then row, as their bytes do", () => {
    fc.assert(
      fc.property(fc.array(found, { maxLength: 300 }), (list) => {
        const block = list.map((one) => recordOf({ ...one, key: one.key.with(0, 9) }));
        expect(sortRecords(Buffer.concat(block), 1).equals(Buffer.concat(block.sort(Buffer.compare)))).toBe(true);
      }),
    );
  });
});

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("partitions", () => {
  it("sort everything they are given, on disk when it is much, and leave no file", () => {
    const folder = folderWith();
    fc.assert(
      fc.property(fc.array(found, { maxLength: 50 }), fc.constantFrom(1, 400), (list, times) => {
        const partitions = new Partitions(folder, USUAL_PLAN);
        const repeated = Array.from({ length: times }, () => list).flat();
        for (const one of repeated) partitions.add(one.source, rowKeysOf([one]));
        const expected = Buffer.concat(repeated.map(recordOf).sort(Buffer.compare));
        expect(Buffer.concat([...partitions.sorted()]).equals(expected)).toBe(true);
        expect(readdirSync(folder)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("sort any amount within the allowed memory", () => {
    const folder = folderWith();
    const plans = fc.record({ bufferBytes: fc.constantFrom(1, 256 * 80), sortBytes: fc.constantFrom(1, 80, 4000) });
    fc.assert(
      fc.property(fc.array(found, { maxLength: 50 }), plans, fc.constantFrom(1, 20), (list, plan, times) => {
        const partitions = new Partitions(folder, plan);
        const repeated = Array.from({ length: times }, () => list).flat();
        const inOrder = repeated.sort((a, b) => a.source - b.source || a.row - b.row);
        for (const one of inOrder) partitions.add(one.source, rowKeysOf([one]));
        const blocks = [...partitions.sorted()];
        expect(Buffer.concat(blocks).equals(Buffer.concat(inOrder.map(recordOf).sort(Buffer.compare)))).toBe(true);
        expect(readdirSync(folder)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("give each key once, without those of the bases", () => {
    const folder = folderWith();
    fc.assert(
      fc.property(fc.array(found, { maxLength: 200 }), fc.array(fc.array(key)), (list, bases) => {
        const sorted = Buffer.concat(list.map(recordOf).sort(Buffer.compare));
        const known = bases.map((base, i) => {
          writeFileSync(join(folder, `${i}`), Buffer.concat([...base].sort(Buffer.compare)));
          return new SortedKeys(join(folder, `${i}`));
        });
        const unique = new UniqueKeys();
        const fresh = withoutKeys(sorted, known);
        const half = RECORD_BYTES * Math.floor(fresh.length / RECORD_BYTES / 2);
        const keys = [fresh.subarray(0, half), fresh.subarray(half)].map((part) => hex(unique.add(part)));
        for (const base of known) base.close();
        const expected = new Set(list.map(({ key }) => hex(key))).difference(new Set(bases.flat().map(hex)));
        expect(keys.join("")).toBe([...expected].sort().join(""));
        expect(unique.count).toBe(expected.size);
      }),
    );
  });
});
