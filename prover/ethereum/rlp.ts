import { concatBytes } from "@noble/hashes/utils.js";
import { areSameBytes } from "../shared/collections.ts";

/** An item of Ethereum's RLP: a byte string or a list of items (yellow paper, appendix B). */
export type Rlp = Uint8Array | readonly Rlp[];

const LONG = 55;

export function encodeRlp(item: Rlp): Uint8Array {
  if (item instanceof Uint8Array) {
    if (item.length === 1 && item[0]! < 0x80) return item;
    return concatBytes(head(0x80, item.length), item);
  }
  const body = concatBytes(...item.map(encodeRlp));
  return concatBytes(head(0xc0, body.length), body);
}

function head(offset: number, length: number): Uint8Array {
  if (length <= LONG) return Uint8Array.of(offset + length);
  const digits = bigEndian(length);
  return Uint8Array.of(offset + LONG + digits.length, ...digits);
}

/** A number as RLP encodes it: big-endian without leading zeros, empty for 0. */
export function bigEndian(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

/**
 * Decodes one item that fills all the bytes.
 *
 * @throws RangeError when the encoding is not the one that `encodeRlp` gives, or too deep
 */
export function decodeRlp(bytes: Uint8Array): Rlp {
  const { item } = decodeAt(bytes, 0, bytes.length, 0);
  if (areSameBytes(encodeRlp(item), bytes)) return item;
  throw new RangeError(MALFORMED);
}

const MAX_DEPTH = 32;
const MALFORMED = "the RLP item is cut off, too deep or not in its only form";

/** Decodes an item that ends before `limit`. That a length is not in its shortest form shows later. */
function decodeAt(bytes: Uint8Array, at: number, limit: number, depth: number): { item: Rlp; end: number } {
  const first = bytes[at];
  if (first === undefined || depth > MAX_DEPTH) throw new RangeError(MALFORMED);
  if (first < 0x80) return { item: bytes.subarray(at, at + 1), end: at + 1 };
  const isList = first >= 0xc0;
  const short = first - (isList ? 0xc0 : 0x80);
  const digits = bytes.subarray(at + 1, at + 1 + Math.max(0, short - LONG));
  const start = at + 1 + digits.length;
  const end = start + (short > LONG ? digits.reduce((value, digit) => value * 256 + digit, 0) : short);
  if (end > limit) throw new RangeError(MALFORMED);
  if (!isList) return { item: bytes.subarray(start, end), end };
  const items: Rlp[] = [];
  for (let next = start; next < end; ) {
    const inner = decodeAt(bytes, next, end, depth + 1);
    items.push(inner.item);
    next = inner.end;
  }
  return { item: items, end };
}
