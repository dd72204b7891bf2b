import { createHash } from "node:crypto";

/** 127 bytes of a payload become 128 bytes of a piece: four field elements of 254 bits each. */
const PAYLOAD = 127;
const NODE = 32;

/** Codes of the multicodec table: CIDv1, raw, fr32-sha2-256-trunc254-padded-binary-tree (FRC-0069). */
const CID_PREFIX = [0x01, 0x55, 0x91, 0x20];

/**
 * Filecoin's piece commitment to a payload, as FRC-0069 writes it: `root` is CommP in hexadecimal, `cid` the piece CID
 * (version 2), which also has the height of the tree and the length of the padding.
 */
export function computePiece(payload: Uint8Array): { root: string; cid: string } {
  let height = 2;
  while (PAYLOAD * 2 ** (height - 2) < payload.length) height++;
  const padded = PAYLOAD * 2 ** (height - 2);
  let layer = expand(payload, padded);
  // Where only zeros are left, the tree is not built: its nodes are the same at every place of a height.
  let zero: Uint8Array = new Uint8Array(NODE);
  for (let i = 0; i < height; i++) {
    const nodes = Math.ceil(layer.length / (2 * NODE));
    const above = new Uint8Array(nodes * NODE);
    for (let n = 0; n < nodes; n++) {
      const left = layer.subarray(2 * n * NODE, (2 * n + 1) * NODE);
      const right = layer.subarray((2 * n + 1) * NODE, (2 * n + 2) * NODE);
      above.set(hashNodes(left, right.length === 0 ? zero : right), n * NODE);
    }
    layer = above;
    zero = hashNodes(zero, zero);
  }
  const digest = [...varint(padded - payload.length), height, ...layer];
  return { root: Buffer.from(layer).toString("hex"), cid: `b${base32([...CID_PREFIX, digest.length, ...digest])}` };
}

/** The payload with two zero bits after every 254, as far as it goes: whole groups of 128 bytes. */
function expand(payload: Uint8Array, padded: number): Uint8Array {
  const groups = Math.min(Math.max(1, Math.ceil(payload.length / PAYLOAD)), padded / PAYLOAD);
  const out = new Uint8Array(groups * (PAYLOAD + 1));
  for (let group = 0; group < groups; group++)
    for (let i = 0; i <= PAYLOAD; i++) {
      const at = group * PAYLOAD + i;
      const element = i >> 5;
      const byte = i < PAYLOAD ? (payload[at] ?? 0) : 0;
      const before = i > 0 ? (payload[at - 1] ?? 0) : 0;
      const shifted = ((byte << (2 * element)) | (before >> (8 - 2 * element))) & 0xff;
      out[group * (PAYLOAD + 1) + i] = i % NODE === NODE - 1 ? shifted & 0x3f : shifted;
    }
  return out;
}

/** SHA-256 without its last two bits. */
function hashNodes(left: Uint8Array, right: Uint8Array): Uint8Array {
  const hash = new Uint8Array(createHash("sha256").update(left).update(right).digest());
  hash[NODE - 1]! &= 0x3f;
  return hash;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

/** RFC 4648, in lower case without padding. */
function base32(bytes: readonly number[]): string {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => "abcdefghijklmnopqrstuvwxyz234567"[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}
