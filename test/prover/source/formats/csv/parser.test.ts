import fc from "fast-check";
import { expect, test } from "vitest";
import { Separated } from "../../../../../prover/source/formats/csv/parser.ts";

const DIALECT = { delimiter: 0x2c, quotes: true, limit: 1 << 20 };

/** The values of a content that comes in pieces of these lengths. */
function read(content: Buffer, lengths: readonly number[]): string[][] {
  const separated = new Separated(DIALECT);
  const records: string[][] = [];
  const take = (chunk: Buffer | undefined) => {
    for (const { values, fault } of separated.records(chunk))
      records.push(fault ? [fault] : values.map((value) => value.toString()));
  };
  let at = 0;
  for (const length of lengths) {
    take(content.subarray(at, at + length));
    at += length;
  }
  take(content.subarray(at));
  take(undefined);
  return records;
}

const value = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é"), maxLength: 6 });
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));
const mustQuote = (text: string) => /[",\r\n]/.test(text) || text === "";

/** As Excel, Python and others write: quotes where they are needed, or around everything. */
const written = (rows: string[][], end: string, all: boolean) =>
  rows
    .map(
      (row) => row.map((text) => (all || mustQuote(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(",") + end,
    )
    .join("");

test("returns what was written, wherever the content is split and however its lines end", () => {
  const ends = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(table, ends, fc.boolean(), fc.array(fc.nat(7)), fc.boolean(), (rows, end, all, lengths, mark) => {
      const content = Buffer.from((mark ? "\ufeff" : "") + written(rows, end, all));
      expect(read(content, lengths)).toEqual(rows);
    }),
    { numRuns: 2000 },
  );
});

test("returns the same records or the same fault for any bytes, wherever they are split", () => {
  const outcome = (content: Buffer, lengths: readonly number[]) => {
    try {
      return read(content, lengths);
    } catch (error) {
      return (error as Error).message;
    }
  };
  const bytes = fc
    .string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r"), maxLength: 20 })
    .map((text) => Buffer.from(text));
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(3)), (content, lengths) => {
      expect(outcome(content, lengths)).toEqual(outcome(content, []));
    }),
    { numRuns: 5000 },
  );
});
