import { unpack } from "./rle.ts";

/**
 * Decodes 32-bit numbers in DELTA_BINARY_PACKED (Parquet's Encodings.md): a first value, then blocks of differences,
 * each of several miniblocks with their own widths. Miniblocks without values take no bytes.
 *
 * @returns `count` numbers, and where in `bytes` they end
 * @throws Error unless the header gives the same count
 */
export function readDelta(bytes: Uint8Array, start: number, count: number): { values: Int32Array; end: number } {
  let at = start;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= bytes.length) throw new Error("lengths are cut off");
      value += (bytes[at]! & 0x7f) * 2 ** shift;
      if (bytes[at++]! < 0x80) return value;
    }
    throw new Error("a number has more than ten bytes");
  };
  const zigzag = (): number => {
    const value = varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const blockSize = varint();
  const miniblocks = varint();
  const total = varint();
  const first = zigzag();
  const size = blockSize / miniblocks;
  if (!(size > 0 && size % 32 === 0 && blockSize % 128 === 0 && blockSize <= 1 << 20))
    throw new Error(`blocks of ${blockSize} values in ${miniblocks}`);
  if (total !== count) throw new Error(`${total} lengths instead of ${count}`);
  const values = new Int32Array(count);
  if (count > 0) values[0] = first;
  const deltas = new Uint32Array(size);
  for (let i = 1; i < count; ) {
    const least = zigzag();
    const widthsAt = at;
    at += miniblocks;
    for (let block = 0; block < miniblocks && i < count; block++) {
      const width = bytes[widthsAt + block]!;
      if (!(width <= 32)) throw new Error(`differences of ${width} bits`);
      if (at + (size * width) / 8 > bytes.length) throw new Error("lengths are cut off");
      unpack(bytes, at, width, deltas, 0, size);
      at += (size * width) / 8;
      for (let j = 0; j < size && i < count; j++, i++) values[i] = values[i - 1]! + least + deltas[j]!;
    }
  }
  return { values, end: at };
}
