import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { badAnswer } from "../rpc.ts";

/** 0x and 64 hexadecimal digits. */
export const toHash = (value: bigint): string => `0x${value.toString(16).padStart(64, "0")}`;

/** A number of pages or epochs, or a time. */
export function toCount(value: bigint, what: string): number {
  if (value > 0xffffffffn) throw badAnswer(what, value);
  return Number(value);
}

/** An address with its checksum (ERC-55). */
export function toCheckedAddress(value: bigint, what: string): string {
  if (value >> 160n !== 0n) throw badAnswer(what, value);
  return withChecksum(value.toString(16).padStart(40, "0"));
}

/** Keccak-256 of a text. */
export const hashOfText = (value: string): string => `0x${bytesToHex(keccak_256(utf8ToBytes(value)))}`;

/** @param digits 40 hexadecimal digits in lower case */
function withChecksum(digits: string): string {
  const hash = hashOfText(digits).slice(2);
  const spelled = [...digits].map((digit, i) => (Number.parseInt(hash[i]!, 16) >= 8 ? digit.toUpperCase() : digit));
  return `0x${spelled.join("")}`;
}

/** The name of a scheme, or the 32 bytes themselves if they are not padded text: anyone may create a list. */
export function toScheme(value: bigint): string {
  const hash = toHash(value);
  const bytes = hexToBytes(hash.slice(2));
  if (bytes[31] !== 0) return hash;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end));
  } catch {
    return hash;
  }
}
