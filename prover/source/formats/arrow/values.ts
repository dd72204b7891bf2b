import { Type } from "apache-arrow/fb/type";
import type { ColumnData } from "./batch.ts";
import { expectFew, numbersOf, offsetsOf, validityOf } from "./buffers.ts";

/** The bytes of a value; nulls are found in the bitmap. */
type Bytes = (index: number) => Uint8Array;

/** A view of up to twelve bytes holds them inline. */
const VIEW_BYTES = 16;
const INLINE_BYTES = 12;

const SMALL = { bits: 32, isSigned: true };

/**
 * The values of a column of text or bytes. Every offset, length and view is checked before the first value is returned.
 *
 * @returns the value at an index, `undefined` for null
 * @throws Error
 */
export function valuesOf(data: ColumnData): (index: number) => Uint8Array | undefined {
  if (data.field.type === Type.Null) {
    expectFew(data.length);
    return () => undefined;
  }
  const isValid = validityOf(data);
  const bytes = bytesOf(data, isValid ?? (() => true));
  return isValid ? (index) => (isValid(index) ? bytes(index) : undefined) : bytes;
}

function bytesOf(data: ColumnData, isValid: (index: number) => boolean): Bytes {
  switch (data.field.type) {
    case Type.Utf8:
    case Type.Binary:
      return variable(data, 32);
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return variable(data, 64);
    case Type.Utf8View:
    case Type.BinaryView:
      return views(data, isValid);
    case Type.FixedSizeBinary:
      return fixed(data);
    default:
      throw new Error(`values of type ${Type[data.field.type]}`);
  }
}

function variable({ buffers: [, offsetBuffer, valueBuffer], length }: ColumnData, bits: 32 | 64): Bytes {
  const bytes = valueBuffer!();
  const offsets = offsetsOf(offsetBuffer!(), length, bits, bytes.length);
  return (index) => bytes.subarray(offsets[index]!, offsets[index + 1]!);
}

function fixed({ field: { size }, buffers: [, valueBuffer], length }: ColumnData): Bytes {
  const bytes = valueBuffer!();
  if (!(size >= 0 && length * size <= bytes.length)) throw new Error(`${length} values of ${size} bytes are not there`);
  if (size === 0) expectFew(length);
  return (index) => bytes.subarray(index * size, (index + 1) * size);
}

/** A length and either the bytes, or the first four of them, a buffer and an offset in it. */
function views(
  { buffers: [, viewBuffer, ...dataBuffers], length }: ColumnData,
  isValid: (index: number) => boolean,
): Bytes {
  const views = viewBuffer!();
  const words = numbersOf(views, length * 4, SMALL);
  const data = dataBuffers.map((buffer) => buffer());
  for (let i = 0; i < length; i++) {
    if (!isValid(i)) continue;
    const size = words[4 * i]!;
    const buffer = words[4 * i + 2]!;
    const offset = words[4 * i + 3]!;
    if (size < 0) throw new Error(`a view of ${size} bytes`);
    if (size <= INLINE_BYTES) continue;
    const bytes = data[buffer];
    if (!bytes || !(offset >= 0 && offset + size <= bytes.length)) throw new Error("a view outside of its buffers");
    for (let j = 0; j < 4; j++)
      if (bytes[offset + j] !== views[VIEW_BYTES * i + 4 + j])
        throw new Error("a view begins otherwise than its value");
  }
  return (index) => {
    const size = words[4 * index]!;
    const start = VIEW_BYTES * index + 4;
    if (size <= INLINE_BYTES) return views.subarray(start, start + size);
    const offset = words[4 * index + 3]!;
    return data[words[4 * index + 2]!]!.subarray(offset, offset + size);
  };
}
