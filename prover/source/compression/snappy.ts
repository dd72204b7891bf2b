/**
 * Expands a block of Snappy (format_description.txt of google/snappy) that must yield exactly `size` bytes: a length,
 * then literals and copies of earlier output.
 *
 * @throws Error for a block that is cut off, or that has another size
 */
export function snappy(input: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size);
  let from = 0;
  let to = 0;
  const number = (bytes: number): number => {
    if (from + bytes > input.length) throw new Error("a Snappy block is cut off");
    let value = 0;
    for (let i = bytes - 1; i >= 0; i--) value = value * 256 + input[from + i]!;
    from += bytes;
    return value;
  };
  let claimed = 0;
  for (let shift = 0, isLast = false; !isLast && shift < 35; shift += 7) {
    const byte = number(1);
    claimed += (byte & 0x7f) * 2 ** shift;
    isLast = byte < 0x80;
  }
  if (claimed !== size) throw new Error(`a page expands to ${claimed} bytes instead of ${size}`);
  while (from < input.length) {
    const tag = input[from++]!;
    const kind = tag & 3;
    const upper = tag >> 2;
    if (kind === 0) {
      const length = 1 + (upper < 60 ? upper : number(upper - 59));
      if (from + length > input.length || to + length > size) throw new Error("a Snappy literal goes too far");
      output.set(input.subarray(from, from + length), to);
      from += length;
      to += length;
    } else {
      const length = kind === 1 ? (upper & 7) + 4 : upper + 1;
      const offset = kind === 1 ? (tag >> 5) * 256 + number(1) : number(kind === 2 ? 2 : 4);
      if (offset === 0 || offset > to || to + length > size) throw new Error("a Snappy copy goes too far");
      if (offset >= length && length > 16) output.copyWithin(to, to - offset, to - offset + length);
      else for (let i = 0; i < length; i++) output[to + i] = output[to + i - offset]!;
      to += length;
    }
  }
  if (to !== size) throw new Error(`a page expands to ${to} bytes instead of ${size}`);
  return output;
}
