import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";

/** Multicodec numbers: raw bytes, and DAG-PB, which IPFS folders use. */
export const RAW = 0x55;
export const DAG_PB = 0x70;

/** Version 1, codec, SHA-256 (0x12) of 32 bytes (https://github.com/multiformats/cid). */
export const CID_BYTES = 36;

export const cidOf = (codec: number, content: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(1, codec, 0x12, 0x20), sha256(content));

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** A CID as text: multibase `b`, base32 in lower case without padding. */
export function cidText(cid: Uint8Array): string {
  let text = "b";
  let buffer = 0;
  let bits = 0;
  for (const byte of cid) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(buffer >> (bits - 5)) & 31];
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(buffer << (5 - bits)) & 31] : text;
}

/** An unsigned LEB128 number. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/** Reads such a number, of at most 35 bits, at an offset; also returns where it ends. */
export function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 128 ** i;
    if (byte < 128) return { value, next: at + i + 1 };
  }
  return undefined;
}
