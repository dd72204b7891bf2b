import { gzipSync } from "node:zlib";
import {
  CODEC,
  delta,
  type Element,
  ENCODING,
  fixed,
  levels,
  listOf,
  OPTIONAL,
  parquetWith,
  plain,
  type RawFile,
  type RawPage,
  TEXT,
} from "../../support/parquet.ts";

type Named = [name: string, bytes: Buffer, verdict: string[] | string, field?: string];

const BAD = "source/bad-parquet";
const NULL = "source/not-text";
const { deltaLength, deltaBytes, dictionary, streamSplit } = ENCODING;
const chars = (text: string) => Buffer.from(text);
const concat = (...parts: (Uint8Array | number[])[]) => Buffer.concat(parts.map((part) => Uint8Array.from(part)));

/** One data page of the first version. */
const page = (encoding: number, count: number, ...body: (Uint8Array | number[])[]): RawPage => ({
  kind: "v1",
  encoding,
  count,
  body: concat(...body),
});
const file = (pages: RawPage[], rows = 2, more: Partial<RawFile> = {}) => parquetWith({ pages, rows, ...more });
const entries: RawPage = { kind: "dictionary", count: 2, body: plain("a", "b") };
const optional = { schema: [OPTIONAL] };

/** Indices of two bits: width, then runs. */
const indexed = (...runs: number[]) => file([entries, page(dictionary, 2, [2, ...runs])]);

/** Every encoding of byte arrays as it should be, and each with counts, lengths or bytes that do not fit. */
const encodings: Named[] = [
  ["plain-short.parquet", file([page(0, 2, plain("a"))]), BAD],
  ["plain-left-over.parquet", file([page(0, 2, plain("a", "b", "c"))]), BAD],
  ["plain-too-long.parquet", file([page(0, 2, plain("a"), [9, 0, 0, 0], chars("b"))]), BAD],
  ["dictionary.parquet", indexed(2, 1, 2, 0), ["b", "a"]],
  ["dictionary-packed.parquet", indexed(3, 0b0001, 0), ["b", "a"]],
  ["dictionary-index-too-large.parquet", indexed(2, 1, 2, 2), BAD],
  ["dictionary-packed-index-too-large.parquet", indexed(3, 0b1101, 0), BAD],
  ["dictionary-run-too-long.parquet", indexed(2, 1, 4, 0), BAD],
  ["dictionary-run-too-short.parquet", indexed(2, 1), BAD],
  ["dictionary-run-of-none.parquet", indexed(0, 1, 4, 0), BAD],
  ["dictionary-packed-run-too-long.parquet", indexed(5, 1, 0, 0, 0), BAD],
  ["dictionary-left-over.parquet", indexed(4, 1, 2, 0), BAD],
  ["dictionary-missing.parquet", file([page(dictionary, 2, [1, 4, 0])]), BAD],
  ["dictionary-twice.parquet", file([entries, entries, page(dictionary, 2, [1, 4, 0])]), BAD],
  ["dictionary-too-short.parquet", file([{ ...entries, count: 3 }, page(dictionary, 2, [1, 4, 0])]), BAD],
  ["dictionary-too-long.parquet", file([{ ...entries, count: 1 }, page(dictionary, 2, [1, 4, 0])]), BAD],
  ["delta-length.parquet", file([page(deltaLength, 2, delta([1, 2]), chars("abb"))]), ["a", "bb"]],
  ["delta-length-fewer.parquet", file([page(deltaLength, 2, delta([3]), chars("abb"))]), BAD],
  ["delta-length-more.parquet", file([page(deltaLength, 2, delta([1, 1, 1]), chars("abb"))]), BAD],
  ["delta-length-left-over.parquet", file([page(deltaLength, 2, delta([1, 1]), chars("abb"))]), BAD],
  ["delta-length-beyond.parquet", file([page(deltaLength, 2, delta([1, 3]), chars("abb"))]), BAD],
  ["delta-length-negative.parquet", file([page(deltaLength, 2, delta([4, -1]), chars("abb"))]), BAD],
  ["delta-bytes.parquet", file([page(deltaBytes, 2, delta([0, 2]), delta([2, 1]), chars("abc"))]), ["ab", "abc"]],
  ["delta-bytes-prefix.parquet", file([page(deltaBytes, 2, delta([0, 3]), delta([2, 1]), chars("abc"))]), BAD],
  ["delta-bytes-first-prefix.parquet", file([page(deltaBytes, 2, delta([1, 1]), delta([2, 1]), chars("abc"))]), BAD],
  ["delta-bytes-fewer.parquet", file([page(deltaBytes, 2, delta([0, 2]), delta([3]), chars("abc"))]), BAD],
  ["delta-bytes-left-over.parquet", file([page(deltaBytes, 2, delta([0, 2]), delta([1, 1]), chars("abc"))]), BAD],
  ["fixed.parquet", file([page(0, 2, chars("abcd"))], 2, { schema: [fixed(2)] }), ["ab", "cd"]],
  ["fixed-left-over.parquet", file([page(0, 2, chars("abcde"))], 2, { schema: [fixed(2)] }), BAD],
  ["stream-split.parquet", file([page(streamSplit, 2, chars("acbd"))], 2, { schema: [fixed(2)] }), ["ab", "cd"]],
  ["stream-split-short.parquet", file([page(streamSplit, 2, chars("acb"))], 2, { schema: [fixed(2)] }), BAD],
  ["another-encoding.parquet", file([page(5, 2, delta([1, 2]))]), BAD],
];

const v2 = (definition: number[], count: number, body: Uint8Array, more: RawPage["levels"] = {}): RawPage => ({
  kind: "v2",
  count,
  body,
  levels: { definition, ...more },
});

/** Levels, of both versions, and what a page or a column claims. */
const counts: Named[] = [
  ["levels.parquet", file([page(0, 2, levels(3, 2), plain("b"))], 2, optional), [NULL, "b"]],
  ["levels-too-short.parquet", file([page(0, 2, levels(2, 1), plain("b"))], 2, optional), BAD],
  ["levels-too-large.parquet", file([page(0, 2, levels(4, 2), plain("b"))], 2, optional), BAD],
  ["levels-left-over.parquet", file([page(0, 2, levels(4, 1, 0), plain("a", "b"))], 2, optional), BAD],
  ["levels-beyond.parquet", file([page(0, 2, [99, 0, 0, 0, 4, 1], plain("a", "b"))], 2, optional), BAD],
  ["levels-say-less.parquet", file([page(0, 2, levels(3, 2), plain("a", "b"))], 2, optional), BAD],
  ["v2-null-count.parquet", file([v2([4, 1], 2, plain("a", "b"), { nulls: 1 })], 2, optional), ["a", "b"]],
  ["v2-no-null-count.parquet", file([v2([3, 1], 2, plain("a"))], 2, optional), ["a", NULL]],
  ["v2-repetition.parquet", file([v2([], 2, plain("a", "b"), { repetition: [4, 0] })]), BAD],
  ["v2-levels-of-required.parquet", file([v2([4, 1], 2, plain("a", "b"))]), BAD],
  ["more-values-than-rows.parquet", file([page(0, 2, plain("a", "b"))], 1), BAD],
  ["fewer-values-than-rows.parquet", file([page(0, 2, plain("a", "b"))], 3), BAD],
  ["page-beyond-the-values.parquet", file([page(0, 1, plain("a")), page(0, 1, plain("b"))], 1, { values: 1 }), BAD],
  ["two-pages.parquet", file([page(0, 1, plain("a")), page(0, 1, plain("b"))]), ["a", "b"]],
  ["encrypted.parquet", concat(chars("PARE"), plain("a"), [5, 0, 0, 0], chars("PARE")), "source/encrypted"],
  [
    "zeros-after-values.parquet",
    file([page(0, 2, plain("a", "b"), Buffer.alloc(8))], 2, { writer: "fastparquet-python version 2024.5.0" }),
    ["a", "b"],
  ],
];

const packed = (codec: number, body: Uint8Array, expands: number) =>
  file([{ kind: "v1", count: 2, body, expands }], 2, { codec });
const pair = plain("a", "b");

/** Pages that expand to more or to less than they claim, or that end before their bytes do. */
const compressions: Named[] = [
  ["gzip-page.parquet", packed(CODEC.gzip, gzipSync(pair), 10), ["a", "b"]],
  ["gzip-page-left-over.parquet", packed(CODEC.gzip, concat(gzipSync(pair), [0, 0]), 10), BAD],
  ["snappy-page.parquet", packed(CODEC.snappy, concat([10, 9 << 2], pair), 10), ["a", "b"]],
  ["snappy-page-length.parquet", packed(CODEC.snappy, concat([9, 9 << 2], pair), 10), BAD],
  ["lz4-page.parquet", packed(CODEC.lz4Raw, concat([10 << 4], pair), 10), ["a", "b"]],
  ["lz4-page-short.parquet", packed(CODEC.lz4Raw, concat([5 << 4], plain("a")), 10), BAD],
  ["lz4-page-before-its-start.parquet", packed(CODEC.lz4Raw, concat([1 << 4, 0, 2, 0, 0]), 5), BAD],
];

const group = (name: string, children: number, repetition: 0 | 1 | 2): Element => ({ name, children, repetition });
const repeated: Element = { ...TEXT, name: "array", repetition: 2 };

/** Lists in three levels and in two, as Parquet's LogicalTypes.md has them. */
const nested: Named[] = [
  [
    "list.parquet",
    file([page(0, 5, levels(2, 0, 2, 1, 6, 0), levels(2, 3, 2, 2, 2, 1, 2, 0, 2, 3), plain("a", "b"))], 4, {
      schema: [listOf("tags"), group("list", 1, 2), { ...OPTIONAL, name: "element" }],
      path: ["tags", "list", "element"],
    }),
    [`a|${NULL}`, "", NULL, "b"],
    "tags[]",
  ],
  [
    "list-of-two-levels.parquet",
    file([page(0, 2, levels(3, 2), levels(4, 2), plain("a", "b"))], 1, {
      schema: [listOf("tags"), repeated],
      path: ["tags", "array"],
    }),
    ["a|b"],
    "tags[]",
  ],
  [
    "list-of-structures-of-two-levels.parquet",
    file([page(0, 1, levels(2, 0), levels(2, 2), plain("a"))], 1, {
      schema: [listOf("turns"), group("array", 1, 2), { ...TEXT, name: "value" }],
      path: ["turns", "array", "value"],
    }),
    ["a"],
    "turns[].value",
  ],
  [
    "repeated.parquet",
    file([page(0, 2, levels(4, 0), levels(3, 1), plain("a"))], 2, {
      schema: [{ ...TEXT, name: "tags", repetition: 2 }],
      path: ["tags"],
    }),
    ["a", ""],
    "tags[]",
  ],
  [
    "list-begun-within.parquet",
    file([page(0, 2, levels(4, 1), levels(4, 1), plain("a", "b"))], 2, {
      schema: [{ ...TEXT, name: "tags", repetition: 2 }],
      path: ["tags"],
    }),
    BAD,
    "tags[]",
  ],
];

export const parquetCases: Named[] = [...encodings, ...counts, ...compressions, ...nested];
