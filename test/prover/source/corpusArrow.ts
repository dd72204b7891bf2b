import { zstdCompressSync } from "node:zlib";
import { Type } from "apache-arrow/fb/type";
import {
  arrowWith,
  chars,
  inline,
  longs,
  NONE,
  type RawBatch,
  type RawField,
  view,
  words,
} from "../../support/arrow.ts";

type Named = [name: string, bytes: Buffer, verdict: string[] | string, field?: string];

const BAD = "source/bad-arrow";
const NULL = "source/not-text";
const LONG = "more than twelve";
const concat = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
const field = (type: Type, more: Partial<RawField> = {}): RawField => ({ name: "text", type, ...more });

/** Two rows of one column, none of them null unless it is said. */
const one = (column: RawField, buffers: Uint8Array[], more: Partial<RawBatch> = {}) =>
  arrowWith([column], [{ rows: 2, nodes: [[2, 0]], buffers, ...more }]);
const utf8 = (...buffers: Uint8Array[]) => one(field(Type.Utf8), buffers);
const views = (first: Uint8Array, variadic = 1) =>
  one(field(Type.Utf8View), [NONE, concat(first, inline("b")), ...Array(variadic).fill(chars(LONG))], {
    variadic: [variadic],
  });

/** Buffers that are too short, offsets that fall or lead out, and bitmaps that say otherwise than the batch. */
const strict: Named[] = [
  ["offsets-fall.arrow", utf8(NONE, words(0, 2, 1), chars("ab")), BAD],
  ["offsets-below-zero.arrow", utf8(NONE, words(-1, 1, 2), chars("ab")), BAD],
  ["offsets-beyond.arrow", utf8(NONE, words(0, 1, 9), chars("ab")), BAD],
  ["offsets-too-few.arrow", utf8(NONE, words(0, 1), chars("ab")), BAD],
  ["offsets-empty.arrow", utf8(NONE, NONE, chars("ab")), BAD],
  ["nulls-not-counted.arrow", utf8(Uint8Array.of(0b01), words(0, 1, 2), chars("ab")), BAD],
  [
    "nulls.arrow",
    one(field(Type.Utf8), [Uint8Array.of(0b10), words(0, 0, 1), chars("b")], { nodes: [[2, 1]] }),
    [NULL, "b"],
  ],
  ["nulls-without-bitmap.arrow", one(field(Type.Utf8), [NONE, words(0, 0, 1), chars("b")], { nodes: [[2, 1]] }), BAD],
  ["column-of-other-length.arrow", one(field(Type.Utf8), [NONE, words(0, 1, 2), chars("ab")], { rows: 3 }), BAD],
  ["buffer-missing.arrow", one(field(Type.Utf8), [NONE, words(0, 1, 2)]), BAD],
  ["buffer-too-many.arrow", one(field(Type.Utf8), [NONE, words(0, 1, 2), chars("ab"), chars("c")]), BAD],
  ["big-endian.arrow", arrowWith([field(Type.Utf8)], [], 1), "source/big-endian"],
];

const layouts: Named[] = [
  ["large-text.arrow", one(field(Type.LargeUtf8), [NONE, longs(0, 1, 2), chars("ab")]), ["a", "b"]],
  ["large-offsets-beyond.arrow", one(field(Type.LargeUtf8), [NONE, longs(0, 1, 2 ** 40), chars("ab")]), BAD],
  ["fixed-size.arrow", one(field(Type.FixedSizeBinary, { numbers: [2] }), [NONE, chars("abcd")]), ["ab", "cd"]],
  ["fixed-size-short.arrow", one(field(Type.FixedSizeBinary, { numbers: [2] }), [NONE, chars("abc")]), BAD],
  ["views.arrow", views(view(LONG, 0, 0)), [LONG, "b"]],
  ["view-beyond.arrow", views(view(LONG, 0, 1)), BAD],
  ["view-of-no-buffer.arrow", views(view(LONG, 1, 0)), BAD],
  ["view-begins-otherwise.arrow", views(view(LONG, 0, 0, "less")), BAD],
  ["null-type.arrow", one(field(Type.Null), []), [NULL, NULL]],
  [
    "no-rows-then-some.arrow",
    arrowWith(
      [field(Type.Utf8)],
      [
        { rows: 0, nodes: [[0, 0]], buffers: [NONE, NONE, NONE] },
        { rows: 1, nodes: [[1, 0]], buffers: [NONE, words(0, 1), chars("a")] },
      ],
    ),
    ["a"],
  ],
  ["zstd-buffers.arrow", packedText(1, (bytes) => zstdCompressSync(bytes)), ["a", "b"]],
  ["zstd-buffer-left-over.arrow", packedText(1, (bytes) => concat(zstdCompressSync(bytes), chars("x"))), BAD],
  ["lz4-buffers.arrow", packedText(0, lz4Stored), ["a", "b"]],
  ["lz4-buffer-left-over.arrow", packedText(0, (bytes) => concat(lz4Stored(bytes), chars("x"))), BAD],
  ["lz4-header-checksum.arrow", packedText(0, (bytes) => lz4Stored(bytes).with(6, 0)), BAD],
];

/** Text whose buffers are compressed, each after the length that it expands to. */
function packedText(codec: 0 | 1, compress: (bytes: Uint8Array) => Uint8Array): Buffer {
  const packed = (bytes: Uint8Array) => concat(longs(bytes.length), compress(bytes));
  return one(field(Type.Utf8), [NONE, packed(words(0, 1, 2)), packed(chars("ab"))], { codec });
}

/** An LZ4 frame of one block that is stored as it is (lz4_Frame_format.md). */
function lz4Stored(bytes: Uint8Array): Uint8Array {
  const head = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82);
  return concat(head, words(bytes.length | (1 << 31)), bytes, words(0));
}

const strings = (...texts: string[]): Uint8Array[] => {
  const ends = texts.map((_, i) => texts.slice(0, i + 1).join("").length);
  return [NONE, words(0, ...ends), chars(texts.join(""))];
};
const child = (name: string): RawField => ({ name, type: Type.Utf8 });
const entries = (texts: string[], isDelta = false): RawBatch => ({
  rows: texts.length,
  nodes: [[texts.length, 0]],
  buffers: strings(...texts),
  dictionary: { id: 7, isDelta },
});
const indexed = (...indices: number[]): RawBatch => ({ rows: 2, nodes: [[2, 0]], buffers: [NONE, words(...indices)] });
const dictionary = (...batches: RawBatch[]) => arrowWith([field(Type.Utf8, { dictionary: 7 })], batches);

const nested: Named[] = [
  ["dictionary.arrow", dictionary(entries(["a", "b"]), indexed(1, 0)), ["b", "a"]],
  ["dictionary-added-to.arrow", dictionary(entries(["a"]), entries(["b"], true), indexed(1, 0)), ["b", "a"]],
  ["dictionary-replaced.arrow", dictionary(entries(["a"]), entries(["c", "b"]), indexed(1, 0)), ["b", "c"]],
  ["dictionary-index-too-large.arrow", dictionary(entries(["a", "b"]), indexed(2, 0)), BAD],
  ["dictionary-index-below-zero.arrow", dictionary(entries(["a", "b"]), indexed(-1, 0)), BAD],
  ["dictionary-missing.arrow", dictionary(indexed(1, 0)), BAD],
  [
    "structure.arrow",
    one(field(Type.Struct_, { name: "meta", children: [child("url")] }), [NONE, ...strings("a", "b")], {
      nodes: [
        [2, 0],
        [2, 0],
      ],
    }),
    ["a", "b"],
    "meta.url",
  ],
  ["list.arrow", list(Type.List, [words(0, 1, 2)]), ["a", "b"], "tags[]"],
  ["list-beyond.arrow", list(Type.List, [words(0, 1, 3)]), BAD, "tags[]"],
  ["list-view.arrow", list(Type.ListView, [words(1, 0), words(1, 1)]), ["b", "a"], "tags[]"],
  ["list-view-beyond.arrow", list(Type.ListView, [words(1, 0), words(2, 1)]), BAD, "tags[]"],
  ["list-of-fixed-size.arrow", list(Type.FixedSizeList, [], [1]), ["a", "b"], "tags[]"],
  ["list-of-fixed-size-short.arrow", list(Type.FixedSizeList, [], [2]), BAD, "tags[]"],
  ["runs.arrow", runs(words(1, 2)), ["a", "b"]],
  ["runs-too-short.arrow", runs(words(0, 1)), BAD],
  ["runs-that-end-early.arrow", runs(words(1, 1)), BAD],
];

function list(type: Type, own: Uint8Array[], numbers: number[] = []): Buffer {
  const column = field(type, { name: "tags", numbers, children: [child("item")] });
  const nodes: RawBatch["nodes"] = [
    [2, 0],
    [2, 0],
  ];
  return one(column, [NONE, ...own, ...strings("a", "b")], { nodes });
}

function runs(ends: Uint8Array): Buffer {
  const children = [{ name: "run_ends", type: Type.Int, numbers: [32, 1] }, child("values")];
  const nodes: RawBatch["nodes"] = [
    [2, 0],
    [2, 0],
    [2, 0],
  ];
  return one(field(Type.RunEndEncoded, { children }), [NONE, ends, ...strings("a", "b")], { nodes });
}

export const arrowCases: Named[] = [...strict, ...layouts, ...nested];
