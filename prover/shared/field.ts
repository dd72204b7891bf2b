import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { dataError } from "./errors.ts";

/** Order of the BN254 scalar field, the field of every circuit signal (EIP-197). */
export const FIELD_ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** Order of the BN254 base field, the field of point coordinates (EIP-197). */
export const BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/** Bytes of a stored field element: little-endian, canonical (below the order). */
export const FIELD_BYTES = 32;

const CANONICAL_DECIMAL = /^(0|[1-9][0-9]{0,77})$/;

/**
 * Parses a canonical decimal below `order`. Circuit tools reduce values silently (1 + r, -3, ''), so that a value has
 * many spellings; every input of this program accepts exactly one.
 *
 * @throws data `field/not-canonical`
 */
export function parseField(text: unknown, what: string, order = FIELD_ORDER): bigint {
  if (typeof text === "string" && CANONICAL_DECIMAL.test(text)) {
    const value = BigInt(text);
    if (value < order) return value;
  }
  const given = typeof text === "string" ? JSON.stringify(text.slice(0, 90)) : typeof text;
  throw dataError(
    "field/not-canonical",
    `${what}: ${given} is not a canonical decimal below the field order`,
    "Write it in decimal, without sign, leading zero or exponent, reduced below the order.",
  );
}

/** Word by word: circuits and keys hold millions of elements. */
export function bytesToBigIntLE(bytes: Uint8Array, offset = 0, length = FIELD_BYTES): bigint {
  const part = bytes.subarray(offset, offset + length);
  const words = new DataView(part.buffer, part.byteOffset, part.length);
  let value = 0n;
  let at = part.length;
  for (; at >= 8; at -= 8) value = (value << 64n) | words.getBigUint64(at - 8, true);
  for (; at > 0; at--) value = (value << 8n) | BigInt(part[at - 1]!);
  return value;
}

export function bigIntToBytesLE(value: bigint, length = FIELD_BYTES): Uint8Array {
  return bigIntToBytesBE(value, length).reverse();
}

export function bigIntToBytesBE(value: bigint, length = FIELD_BYTES): Uint8Array {
  return hexToBytes(value.toString(16).padStart(2 * length, "0"));
}

export function bytesToBigIntBE(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes) || "0"}`);
}

export const mod = (value: bigint, order = FIELD_ORDER): bigint => {
  const rest = value % order;
  return rest < 0n ? rest + order : rest;
};

export function power(base: bigint, exponent: bigint, order = FIELD_ORDER): bigint {
  let result = 1n;
  for (let b = mod(base, order), e = exponent; e > 0n; e >>= 1n, b = (b * b) % order)
    if (e & 1n) result = (result * b) % order;
  return result;
}

/** The inverse by the extended Euclidean algorithm; 0, which has none, gives 0. */
export function inverse(value: bigint, order = FIELD_ORDER): bigint {
  let rest = order;
  let next = mod(value, order);
  let factor = 0n;
  let nextFactor = 1n;
  while (next !== 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return mod(factor, order);
}
