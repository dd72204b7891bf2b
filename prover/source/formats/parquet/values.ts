import { readDelta } from "./delta.ts";
import { readRuns } from "./rle.ts";

/** Bound on the expanded size: strings with shared prefixes may expand to many times the page. */
const EXPANDED_BYTES = 1 << 28;

/** The values of a page, all present: the page has been read to its end. */
export type Values = (index: number) => Uint8Array;

/** A byte array, or one of fixed size. */
type Size = number | undefined;

/**
 * Decodes the `count` values of a page.
 *
 * @param size bytes per value, for byte arrays of fixed size
 * @throws Error unless there are exactly as many and no byte is left over
 */
export function readValues(
  encoding: string,
  page: Uint8Array,
  count: number,
  size: Size,
  dictionary: readonly Uint8Array[] | undefined,
): Values {
  if (encoding === "PLAIN") return size === undefined ? readPlain(page, count) : readFixed(page, count, size);
  if (encoding.endsWith("DICTIONARY")) return readIndices(page, count, dictionary);
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY" && size === undefined) return readDeltaLength(page, count);
  if (encoding === "DELTA_BYTE_ARRAY") return readDeltaBytes(page, count, size);
  if (encoding === "BYTE_STREAM_SPLIT" && size !== undefined) return readFixed(joined(page, size), count, size);
  throw new Error(`byte arrays in the encoding ${encoding}`);
}

function readPlain(page: Uint8Array, count: number): Values {
  const starts = new Uint32Array(count + 1);
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 4 > page.length) throw new Error(`a page holds ${i} of ${count} values`);
    const length = (page[at]! | (page[at + 1]! << 8) | (page[at + 2]! << 16) | (page[at + 3]! << 24)) >>> 0;
    starts[i] = at;
    at += 4 + length;
    if (at > page.length) throw new Error("a value goes beyond its page");
  }
  starts[count] = at;
  expectAll(page, at);
  return (i) => page.subarray(starts[i]! + 4, starts[i + 1]!);
}

function readFixed(page: Uint8Array, count: number, size: number): Values {
  expectAll(page, count * size);
  return (i) => page.subarray(i * size, (i + 1) * size);
}

/** Byte streams: first bytes of all values, second bytes of all values, … */
function joined(page: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(page.length / size);
  const values = new Uint8Array(page.length);
  for (let byte = 0; byte < size; byte++)
    for (let i = 0; i < count; i++) values[i * size + byte] = page[byte * count + i]!;
  return values;
}

function readIndices(page: Uint8Array, count: number, dictionary: readonly Uint8Array[] | undefined): Values {
  if (!dictionary) throw new Error("a page needs a dictionary that is not there");
  const indices = new Uint32Array(count);
  if (count > 0 || !isNothing(page)) readRuns(page.subarray(1), page[0] ?? 33, indices, dictionary.length - 1);
  return (i) => dictionary[indices[i]!]!;
}

/** If all values are null, writers omit the width, or follow it by a run of no values. */
const isNothing = (page: Uint8Array): boolean => page.length === 0 || (page.length === 2 && page[1]! <= 1);

function readDeltaLength(page: Uint8Array, count: number): Values {
  const { values: lengths, end } = readDelta(page, 0, count);
  return bySizes(page.subarray(end), lengths);
}

/** Consecutive values. */
function bySizes(bytes: Uint8Array, lengths: Int32Array): Values {
  const starts = new Uint32Array(lengths.length + 1);
  let at = 0;
  for (const [i, length] of lengths.entries()) {
    if (length < 0 || at + length > bytes.length) throw new Error(`a value of ${length} bytes goes beyond its page`);
    starts[i] = at;
    at += length;
  }
  starts[lengths.length] = at;
  expectAll(bytes, at);
  return (i) => bytes.subarray(starts[i]!, starts[i + 1]!);
}

/** Each value shares a prefix of the given length with the one before it. */
function readDeltaBytes(page: Uint8Array, count: number, size: Size): Values {
  const { values: prefixes, end } = readDelta(page, 0, count);
  const { values: lengths, end: suffixesAt } = readDelta(page, end, count);
  const suffix = bySizes(page.subarray(suffixesAt), lengths);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const before = i === 0 ? 0 : lengths[i - 1]!;
    if (prefixes[i]! < 0 || prefixes[i]! > before) throw new Error(`a prefix of ${prefixes[i]} of ${before} bytes`);
    lengths[i] = prefixes[i]! + lengths[i]!;
    if (size !== undefined && lengths[i] !== size) throw new Error(`a value of ${lengths[i]} bytes instead of ${size}`);
    total += lengths[i]!;
    if (total > EXPANDED_BYTES) throw new Error("the prefixes of a page claim too much");
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const before = at - (i === 0 ? 0 : lengths[i - 1]!);
    bytes.copyWithin(at, before, before + prefixes[i]!);
    bytes.set(suffix(i), at + prefixes[i]!);
    at += lengths[i]!;
  }
  return bySizes(bytes, lengths);
}

function expectAll(page: Uint8Array, used: number): void {
  if (used !== page.length) throw new Error(`the values of a page take ${used} of its ${page.length} bytes`);
}
