import type { ColumnData } from "./batch.ts";
import type { Integers } from "./schema.ts";

/** Bound on the values of columns that take no bytes, because a batch could claim any number of them. */
const FREE_VALUES = 1 << 24;

/** @throws Error if a batch claims more values than any real one needs */
export function expectFew(count: number): void {
  if (count > FREE_VALUES) throw new Error(`${count} values that take no bytes`);
}

/** Whether a value is present; undefined where all are. */
export type Validity = ((index: number) => boolean) | undefined;

/**
 * A column's validity bitmap, which may be omitted if all values are present.
 *
 * @throws Error unless the number of nulls is the one that the batch gives
 */
export function validityOf({ buffers, length, nulls }: ColumnData): Validity {
  const bits = buffers[0]!();
  if (bits.length === 0 && nulls === 0) return undefined;
  if (bits.length * 8 < length) throw new Error("a bitmap is shorter than its column");
  let valid = 0;
  const whole = length >> 3;
  for (let i = 0; i < whole; i++) valid += BIT_COUNTS[bits[i]!]!;
  for (let i = whole * 8; i < length; i++) valid += (bits[i >> 3]! >> (i & 7)) & 1;
  if (length - valid !== nulls) throw new Error(`${length - valid} values are null and ${nulls} are said to be`);
  return nulls === 0 ? undefined : (index) => ((bits[index >> 3]! >> (index & 7)) & 1) === 1;
}

const BIT_COUNTS = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll("0", "").length);

type Numbers = Int32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Uint32Array;

const ARRAYS = {
  8: [Uint8Array, Int8Array],
  16: [Uint16Array, Int16Array],
  32: [Uint32Array, Int32Array],
} as const;

/**
 * The first `count` numbers of a buffer.
 *
 * @throws Error when there are fewer
 */
export function numbersOf(bytes: Uint8Array, count: number, { bits, isSigned }: Integers): Numbers {
  if (count * bits > bytes.length * 8) throw new Error(`a buffer of ${bytes.length} bytes for ${count} numbers`);
  const buffer = bytes.buffer as ArrayBuffer;
  if (bits === 64) {
    const Wide = isSigned ? BigInt64Array : BigUint64Array;
    return Float64Array.from(new Wide(buffer, bytes.byteOffset, count), Number);
  }
  const Narrow = ARRAYS[bits as keyof typeof ARRAYS]?.[Number(isSigned)];
  if (!Narrow) throw new Error(`numbers of ${bits} bits`);
  return new Narrow(buffer, bytes.byteOffset, count);
}

/**
 * Offsets at which values or lists begin and end: one more than there are values, never decreasing, the last within
 * `limit`.
 */
export function offsetsOf(bytes: Uint8Array, count: number, bits: 32 | 64, limit: number): Numbers {
  // A batch without rows may omit the offsets.
  if (count === 0 && bytes.length === 0) return new Int32Array(1);
  const offsets = numbersOf(bytes, count + 1, { bits, isSigned: true });
  let before = 0;
  for (const offset of offsets) {
    if (offset < before) throw new Error(`an offset of ${offset} after ${before}`);
    before = offset;
  }
  if (before > limit) throw new Error(`an offset of ${before}, and ${limit} is the end`);
  return offsets;
}
