/** Values stored as small numbers: levels, and indices of a dictionary. */
type Numbers = Uint8Array | Uint32Array;

/** DuckDB (1.5) always writes packed runs of 256 values, and leaves stale data in the rest. */
const DUCKDB_GROUPS = 32;

/**
 * Decodes a sequence of RLE and bit-packed runs (Parquet's Encodings.md, "RLE/Bit-Packing Hybrid"), which must hold
 * exactly `into.length` values, none above `max`, and end with `bytes`. Only the padding of the last packed run may go
 * beyond: up to seven values, which may be cut off, or the rest of DuckDB's blocks.
 *
 * @param width bits per value
 * @throws Error for runs too short or too long, values too large and bytes left over
 */
export function readRuns(bytes: Uint8Array, width: number, into: Numbers, max: number): void {
  if (width > 32) throw new Error(`values of ${width} bits`);
  const count = into.length;
  let at = 0;
  let seen = 0;
  while (seen < count) {
    let header = 0;
    for (let shift = 0, isLast = false; !isLast; shift += 7) {
      if (at >= bytes.length || shift > 28) throw new Error(`runs hold ${seen} of ${count} values`);
      header += (bytes[at]! & 0x7f) * 2 ** shift;
      isLast = bytes[at++]! < 0x80;
    }
    const size = Math.floor(header / 2);
    if (header % 2 === 0) {
      if (size === 0 || size > count - seen) throw new Error(`a run claims ${size} of ${count - seen} values`);
      const value = littleEndian(bytes, at, Math.ceil(width / 8));
      if (!(value <= max)) throw new Error(`a run of ${value}, and ${max} is the largest there is`);
      into.fill(value, seen, seen + size);
      at += Math.ceil(width / 8);
      seen += size;
    } else {
      const taken = Math.min(size * 8, count - seen);
      const end = at + size * width;
      if (size === 0 || at + Math.ceil((taken * width) / 8) > bytes.length) throw new Error("a packed run is cut off");
      if (size > Math.ceil(taken / 8) && (size !== DUCKDB_GROUPS || end > bytes.length))
        throw new Error(`a run claims ${size * 8} of ${taken} values`);
      unpack(bytes, at, width, into, seen, taken);
      for (let i = seen; i < seen + taken; i++)
        if (into[i]! > max) throw new Error(`a value of ${into[i]}, and ${max} is the largest there is`);
      at = Math.min(end, bytes.length);
      seen += taken;
    }
  }
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes are left over after the runs`);
}

function littleEndian(bytes: Uint8Array, at: number, length: number): number {
  if (at + length > bytes.length) throw new Error("a run is cut off");
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = value * 256 + bytes[at + i]!;
  return value;
}

/** Unpacks `count` values of `width` bits, at most 32, least significant bit first. */
export function unpack(bytes: Uint8Array, at: number, width: number, into: Numbers, from: number, count: number): void {
  let next = at;
  let held = 0;
  let bits = 0;
  if (width > 24) {
    for (let i = from; i < from + count; i++) {
      for (; bits < width; bits += 8) held += bytes[next++]! * 2 ** bits;
      into[i] = held % 2 ** width;
      held = Math.floor(held / 2 ** width);
      bits -= width;
    }
    return;
  }
  const mask = 2 ** width - 1;
  for (let i = from; i < from + count; i++) {
    for (; bits < width; bits += 8) held |= bytes[next++]! << bits;
    into[i] = held & mask;
    held >>>= width;
    bits -= width;
  }
}
