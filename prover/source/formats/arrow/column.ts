import { Type } from "apache-arrow/fb/type";
import type { Laid } from "./batch.ts";
import { expectFew, numbersOf, offsetsOf, type Validity, validityOf } from "./buffers.ts";
import { LISTS } from "./schema.ts";
import { valuesOf } from "./values.ts";

/** Gives every value that a place has at an index, `undefined` for each that is null or missing. */
export type Visit = (index: number, onValue: (value: Uint8Array | undefined) => void) => void;

/** The entries of a dictionary along the rest of a way, and how many there are. */
export type FindEntries = (laid: Laid, way: readonly number[]) => { length: number; visit: Visit };

/**
 * How to visit the values of a column along a way through its lists and structures.
 *
 * @throws Error for lengths, offsets and indices that do not fit
 */
export function visitOf(laid: Laid, way: readonly number[], entries: FindEntries): Visit {
  const { field, length, children } = laid;
  if (field.dictionary) return indexed(laid, entries(laid, way));
  const [next] = way;
  if (next === undefined) {
    const value = valuesOf(laid);
    return (index, onValue) => onValue(value(index));
  }
  const child = children[next];
  if (!child) throw new Error("a column lacks its child");
  const inner = visitOf(child, way.slice(1), entries);
  if (field.type === Type.RunEndEncoded) return runs(laid, inner);
  const isValid = validityOf(laid);
  if (LISTS.includes(field.type)) return lists(laid, child, isValid, inner);
  if (child.length !== length) throw new Error(`a field of ${child.length} in structures of ${length}`);
  return orNull(isValid, inner);
}

const orNull = (isValid: Validity, inner: Visit): Visit =>
  isValid ? (index, onValue) => (isValid(index) ? inner(index, onValue) : onValue(undefined)) : inner;

function indexed(laid: Laid, { length, visit }: { length: number; visit: Visit }): Visit {
  const isValid = validityOf(laid);
  const indices = numbersOf(laid.buffers[1]!(), laid.length, laid.field.dictionary!.integers);
  for (const [i, index] of indices.entries())
    if (!(index >= 0 && index < length) && (isValid?.(i) ?? true))
      throw new Error(`entry ${index} of a dictionary of ${length}`);
  return orNull(isValid, (index, onValue) => visit(indices[index]!, onValue));
}

/** Runs of one value: the first child says where each ends. */
function runs({ length, children }: Laid, inner: Visit): Visit {
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

/** Lists of each layout, as where each begins and ends among the elements. */
function lists(laid: Laid, child: Laid, isValid: Validity, inner: Visit): Visit {
  const { begin, end } = extents(laid, child.length, isValid);
  return orNull(isValid, (index, onValue) => {
    for (let i = begin(index); i < end(index); i++) inner(i, onValue);
  });
}

type Extents = { begin(index: number): number; end(index: number): number };

function extents({ field: { type, size }, length, buffers }: Laid, elements: number, isValid: Validity): Extents {
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
