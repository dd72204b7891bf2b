/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A damaged copy: bits flipped, bytes set to extremes, cut off, a piece moved, doubled or left out, or a piece of another
 * file spliced in.
 */
export function mutate(bytes: Buffer, next: () => number, others: readonly Buffer[] = [bytes]): Buffer {
  const below = (limit: number) => Math.floor(next() * limit);
  const copy = Buffer.from(bytes);
  const at = below(bytes.length);
  const end = Math.min(bytes.length, at + 1 + below(64));
  switch (below(7)) {
    case 0:
      for (let i = below(4); i >= 0; i--) copy[below(copy.length)]! ^= 1 << below(8);
      return copy;
    case 1:
      return copy.fill(next() < 0.5 ? 0 : 0xff, at, Math.min(end, at + 1 + below(8)));
    case 2:
      return copy.subarray(0, at);
    case 3:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(end)]);
    case 4:
      return Buffer.concat([copy.subarray(0, end), copy.subarray(at)]);
    case 5:
      return Buffer.concat([copy.subarray(0, at), bytes.subarray(below(bytes.length)), copy.subarray(at)]);
    default:
      return splice(copy, at, others[below(others.length)]!, below);
  }
}

/** Puts a piece of `other` in the place of as many bytes, or of the rest. */
function splice(copy: Buffer, at: number, other: Buffer, below: (limit: number) => number): Buffer {
  const from = below(other.length);
  const piece = other.subarray(from, from + 1 + below(other.length - from));
  return Buffer.concat([copy.subarray(0, at), piece, copy.subarray(below(2) === 0 ? at + piece.length : copy.length)]);
}
