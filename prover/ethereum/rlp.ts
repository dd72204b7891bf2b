import { concatBytes } from "@noble/hashes/utils.js";

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
 * @throws RangeError when the encoding is not canonical, which is the one that `encodeRlp` gives, or too deep
 */
export function decodeRlp(bytes: Uint8Array): Rlp {
  const { item, end } = decodeAt(bytes, 0, 0);
  if (end === bytes.length) return item;
  throw new RangeError("something follows the RLP item");
}

const MAX_DEPTH = 32;

function decodeAt(bytes: Uint8Array, at: number, depth: number): { item: Rlp; end: number } {
  const first = bytes[at];
  if (first === undefined || depth > MAX_DEPTH) throw new RangeError("the RLP item is cut off or too deep");
  if (first < 0x80) return { item: bytes.subarray(at, at + 1), end: at + 1 };
  const { start, length } = readHead(bytes, at, first < 0xc0 ? 0x80 : 0xc0);
  const end = start + length;
  if (end > bytes.length) throw new RangeError("the RLP item is cut off");
  if (first < 0xc0) {
    if (length === 1 && bytes[start]! < 0x80) throw new RangeError("the RLP item is not in its shortest form");
    return { item: bytes.subarray(start, end), end };
  }
  const items: Rlp[] = [];
  for (let next = start; next < end; ) {
    const inner = decodeAt(bytes, next, depth + 1);
    if (inner.end > end) throw new RangeError("the RLP item is longer than its list");
    items.push(inner.item);
    next = inner.end;
  }
  return { item: items, end };
}

function readHead(bytes: Uint8Array, at: number, offset: number): { start: number; length: number } {
  const short = bytes[at]! - offset;
  if (short <= LONG) return { start: at + 1, length: short };
  const digits = bytes.subarray(at + 1, at + 1 + short - LONG);
  const length = digits.reduce((value, digit) => value * 256 + digit, 0);
  if (digits.length !== short - LONG || digits[0] === 0 || length <= LONG || !Number.isSafeInteger(length))
    throw new RangeError("the length of the RLP item is not in its shortest form");
  return { start: at + 1 + digits.length, length };
}
