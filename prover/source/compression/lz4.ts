/** The shortest match (lz4_Block_format.md). */
const MIN_MATCH = 4;

/**
 * Expands a block of LZ4 (lz4_Block_format.md) to `output` from `start` on. Matches may reach back to before `start`. A
 * block ends with literals.
 *
 * @returns the index in `output` after the last byte
 * @throws Error for a block that is cut off, or that exceeds `output`
 */
export function lz4Block(input: Uint8Array, output: Uint8Array, start: number): number {
  let from = 0;
  let to = start;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15)
      for (let byte = 255; byte === 255; length += byte) {
        if (from >= input.length) throw new Error("an LZ4 block is cut off");
        byte = input[from++]!;
      }
    return length;
  };
  for (;;) {
    if (from >= input.length) throw new Error("an LZ4 block does not end with literals");
    const token = input[from++]!;
    const literals = lengthOf(token >> 4);
    if (from + literals > input.length || to + literals > output.length) throw new Error("LZ4 literals go too far");
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from === input.length) return to;
    if (from + 2 > input.length) throw new Error("an LZ4 block is cut off");
    const offset = input[from]! | (input[from + 1]! << 8);
    from += 2;
    const length = lengthOf(token & 15) + MIN_MATCH;
    if (offset === 0 || offset > to || to + length > output.length) throw new Error("an LZ4 match goes too far");
    if (offset >= length) output.copyWithin(to, to - offset, to - offset + length);
    else for (let i = 0; i < length; i++) output[to + i] = output[to + i - offset]!;
    to += length;
  }
}

/** Expands a block that must yield exactly `size` bytes. */
export function lz4Raw(input: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size);
  const end = lz4Block(input, output, 0);
  if (end !== size) throw new Error(`an LZ4 block gives ${end} of ${size} bytes`);
  return output;
}
