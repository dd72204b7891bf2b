import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import { hash, hashHex } from "./hash.ts";

/**
 * Bytes of a key: a 248-bit big-endian integer, which fits a field element. `route` is its top 48 bits, `rest` the
 * other 200.
 */
export const KEY_BYTES = 31;

const PREFIX = "disjoint/key/v1\0";

/**
 * The key of a fingerprint: the first 31 bytes of SHA-256("disjoint/key/v1" ‖ 0x00 ‖ scheme ‖ 0x00 ‖ value). The zero
 * bytes separate the schemes (a scheme's name holds none), so equal values of two schemes have unrelated keys.
 *
 * @throws data `fingerprint/zero-key` for a value whose key is 0, which marks an empty slot (no such value is known)
 */
export const keyOf = (scheme: string, value: Uint8Array): Uint8Array =>
  nonZero(hash("sha256", messageOf(scheme, value)).subarray(0, KEY_BYTES));

/** The same in the form of the JSON files: lists have millions, and keep them as text. */
export function keyHexOf(scheme: string, value: Uint8Array): string {
  const key = hashHex("sha256", messageOf(scheme, value)).slice(0, 2 * KEY_BYTES);
  if (/[^0]/.test(key)) return key;
  throw zeroKey();
}

function messageOf(scheme: string, value: Uint8Array): Uint8Array {
  const prefix = prefixOf(scheme);
  const length = prefix.length + value.length;
  const message = length <= scratch.length ? scratch.subarray(0, length) : new Uint8Array(length);
  message.set(prefix);
  message.set(value, prefix.length);
  return message;
}

/** Where messages of usual length are put together: millions of keys are made, each of a short value. */
const scratch = new Uint8Array(512);

const prefixes = new Map<string, Uint8Array>();

/** What is hashed before a value: the same for all values of a scheme. */
export function prefixOf(scheme: string): Uint8Array {
  const known = prefixes.get(scheme) ?? new TextEncoder().encode(`${PREFIX}${scheme}\0`);
  prefixes.set(scheme, known);
  return known;
}

/** Refuses the key 0: it would look like an empty slot of a bucket. */
export function nonZero(key: Uint8Array): Uint8Array {
  if (key.some((byte) => byte !== 0)) return key;
  throw zeroKey();
}

const zeroKey = () => dataError("fingerprint/zero-key", "a value's key is 0", "Leave the record out, and report it.");

/**
 * Keys as field elements: 31 bytes each, big-endian, become 32 bytes each, little-endian. Every key is below the order
 * of the scalar field.
 */
export function toKeyElements(keys: Uint8Array): Uint8Array {
  const count = keys.length / KEY_BYTES;
  const elements = new Uint8Array(count * FIELD_BYTES);
  for (let i = 0; i < count; i++)
    for (let byte = 0; byte < KEY_BYTES; byte++)
      elements[i * FIELD_BYTES + byte] = keys[(i + 1) * KEY_BYTES - 1 - byte]!;
  return elements;
}

export const keyToHex = (key: Uint8Array): string => bytesToHex(key);

/**
 * Parses a key in the form of the JSON files: 62 lower-case hexadecimal digits, not all of them 0.
 *
 * @throws data `fingerprint/bad-key`
 */
export const keyFromHex = (text: unknown): Uint8Array => hexToBytes(expectKey(text));

/**
 * The text of a key.
 *
 * @throws data `fingerprint/bad-key`
 */
export function expectKey(text: unknown): string {
  if (typeof text !== "string" || !/^[0-9a-f]{62}$/.test(text) || /^0*$/.test(text))
    throw dataError(
      "fingerprint/bad-key",
      `${JSON.stringify(text)?.slice(0, 90)} is not a key`,
      "A key is 62 lower-case hexadecimal digits and not 0.",
    );
  return text;
}
