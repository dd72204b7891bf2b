import { Type } from "apache-arrow/fb/type";
import type { ColumnData } from "./batch.ts";
import { expectFew, numbersOf, offsetsOf, type Validity, validityOf } from "./buffers.ts";
import { LISTS } from "./schema.ts";
import { valuesOf } from "./values.ts";

/** Calls back for every value that a place has at an index, with `undefined` for each that is null or missing. */
export type Visit = (index: number, onValue: (value: Uint8Array | undefined) => void) => void;

/** The entries of a dictionary along the rest of a path, and their number. */
type FindEntries = (data: ColumnData, childPath: readonly number[]) => { length: number; visit: Visit };

/**
 * A function that visits the values of a column along a path through its lists and structures.
 *
 * @throws Error for lengths, offsets and indices that do not fit
 */
export function visitOf(data: ColumnData, childPath: readonly number[], entries: FindEntries): Visit {
  const { field, length, children } = data;
  if (field.dictionary) return indexed(data, entries(data, childPath));
  const [next] = childPath;
  if (next === undefined) {
    const value = valuesOf(data);
    return (index, onValue) => onValue(value(index));
  }
  const child = children[next];
  if (!child) throw new Error("a column lacks its child");
  const inner = visitOf(child, childPath.slice(1), entries);
  if (field.type === Type.RunEndEncoded) return runs(data, inner);
  const isValid = validityOf(data);
  if (LISTS.includes(field.type)) return lists(data, child, isValid, inner);
  if (child.length !== length) throw new Error(`a field of ${child.length} in structures of ${length}`);
  return orNull(isValid, inner);
}

const orNull = (isValid: Validity, inner: Visit): Visit =>
  isValid ? (index, onValue) => (isValid(index) ? inner(index, onValue) : onValue(undefined)) : inner;

function indexed(data: ColumnData, { length, visit }: { length: number; visit: Visit }): Visit {
  const isValid = validityOf(data);
  const indices = numbersOf(data.buffers[1]!(), data.length, data.field.dictionary!.integers);
  for (const [i, index] of indices.entries())
    if (!(index >= 0 && index < length) && (isValid?.(i) ?? true))
      throw new Error(`entry ${index} of a dictionary of ${length}`);
  return orNull(isValid, (index, onValue) => visit(indices[index]!, onValue));
}

/** Run-end encoding: the first child holds where each run ends. */
function runs({ length, children }: ColumnData, inner: Visit): Visit {
  const ends = children[0]!;
  const values = children[1]!;
  expectFew(length);
  if (ends.length !== values.length || ends.nulls > 0) throw new Error("runs that have no value, or no end");
  const at = numbersOf(ends.buffers[1]!(), ends.length, ends.field.integers);
  let before = 0;
  for (const end of at) {
    if (end <= before) throw new Error(`a run ends at ${end} after ${before}`);
    before = end;
  }
  if (before < length) throw new Error(`runs of ${before} values for ${length}`);
  return (index, onValue) => {
    let low = 0;
    let high = at.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[middle]! > index) high = middle;
      else low = middle + 1;
    }
    inner(low, onValue);
  };
}

/** Lists of each layout, as the range of elements that each covers. */
function lists(data: ColumnData, child: ColumnData, isValid: Validity, inner: Visit): Visit {
  const { begin, end } = extents(data, child.length, isValid);
  return orNull(isValid, (index, onValue) => {
    for (let i = begin(index); i < end(index); i++) inner(i, onValue);
  });
}

type Extents = { begin(index: number): number; end(index: number): number };

function extents({ field: { type, size }, length, buffers }: ColumnData, elements: number, isValid: Validity): Extents {
  if (type === Type.FixedSizeList) {
    if (!(size >= 0 && elements === length * size)) throw new Error(`${elements} elements in lists of ${size}`);
    if (size === 0) expectFew(length);
    return { begin: (index) => index * size, end: (index) => (index + 1) * size };
  }
  const bits = type === Type.LargeList || type === Type.LargeListView ? 64 : 32;
  if (type !== Type.ListView && type !== Type.LargeListView) {
    const offsets = offsetsOf(buffers[1]!(), length, bits, elements);
    return { begin: (index) => offsets[index]!, end: (index) => offsets[index + 1]! };
  }
  const [offsets, sizes] = [1, 2].map((i) => numbersOf(buffers[i]!(), length, { bits, isSigned: true }));
  let total = 0;
  for (let i = 0; i < length; i++) {
    if (isValid && !isValid(i)) continue;
    const start = offsets![i]!;
    const count = sizes![i]!;
    if (!(start >= 0 && count >= 0 && start + count <= elements)) throw new Error("a list outside of its elements");
    total += count;
  }
  // Lists may share their elements.
  if (total > elements) expectFew(total);
  return { begin: (index) => offsets![index]!, end: (index) => offsets![index]! + sizes![index]! };
}
