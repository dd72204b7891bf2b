import { below } from "./random.ts";

/**
 * A damaged copy: bits flipped, bytes set to extremes, cut off, a piece moved, duplicated or removed, or a piece of
 * another file spliced in.
 */
export function mutate(bytes: Buffer, next: () => number, others: readonly Buffer[] = [bytes]): Buffer {
  const upTo = below(next);
  const copy = Buffer.from(bytes);
  const at = upTo(bytes.length);
  const end = Math.min(bytes.length, at + 1 + upTo(64));
  switch (upTo(7)) {
    case 0:
      for (let i = upTo(4); i >= 0; i--) copy[upTo(copy.length)]! ^= 1 << upTo(8);
      return copy;
    case 1:
      return copy.fill(next() < 0.5 ? 0 : 0xff, at, Math.min(end, at + 1 + upTo(8)));
    case 2:
      return copy.subarray(0, at);
    case 3:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(end)]);
    case 4:
      return Buffer.concat([copy.subarray(0, end), copy.subarray(at)]);
    case 5:
      return Buffer.concat([copy.subarray(0, at), bytes.subarray(upTo(bytes.length)), copy.subarray(at)]);
    default:
      return splice(copy, at, others[upTo(others.length)]!, upTo);
  }
}

/** Puts a piece of `other` in the place of as many bytes, or of the rest. */
function splice(copy: Buffer, at: number, other: Buffer, upTo: (limit: number) => number): Buffer {
  const from = upTo(other.length);
  const piece = other.subarray(from, from + 1 + upTo(other.length - from));
  return Buffer.concat([copy.subarray(0, at), piece, copy.subarray(upTo(2) === 0 ? at + piece.length : copy.length)]);
}
