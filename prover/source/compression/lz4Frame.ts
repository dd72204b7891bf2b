import { lz4Block } from "./lz4.ts";

const MAGIC = 0x184d2204;

/** Size of the largest block by its code in the header (lz4_Frame_format.md, "Block Maximum size"). */
const BLOCK_BYTES: Record<number, number> = { 4: 64 << 10, 5: 256 << 10, 6: 1 << 20, 7: 4 << 20 };

/** Most bytes that one byte of LZ4 can expand to. */
const MAX_RATIO = 255;

/**
 * Expands an LZ4 frame (lz4_Frame_format.md) that must yield exactly `size` bytes, with valid checksums, and end with
 * `input`.
 *
 * @throws Error
 */
export function lz4Frame(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let at = 0;
  const word = (): number => {
    if (at + 4 > input.length) throw new Error("an LZ4 frame is cut off");
    at += 4;
    return view.getUint32(at - 4, true);
  };
  if (word() !== MAGIC || input.length < 7) throw new Error("is no LZ4 frame");
  const flags = input[at]!;
  const largest = BLOCK_BYTES[(input[at + 1]! >> 4) & 7];
  if (flags >> 6 !== 1 || flags & 3 || input[at + 1]! & 0x8f || !largest) throw new Error("an LZ4 frame not known");
  const hasBlockSums = flags & 16;
  const hasSize = flags & 8;
  const hasSum = flags & 4;
  const headEnd = at + 2 + (hasSize ? 8 : 0);
  if (headEnd >= input.length || ((xxh32(input.subarray(at, headEnd)) >> 8) & 255) !== input[headEnd])
    throw new Error("the header of an LZ4 frame has another checksum");
  if ((hasSize && Number(view.getBigUint64(at + 2, true)) !== size) || size > input.length * MAX_RATIO)
    throw new Error(`an LZ4 frame does not give ${size} bytes`);
  at = headEnd + 1;
  const output = new Uint8Array(size);
  let to = 0;
  for (let head = word(); head !== 0; head = word()) {
    const length = head & 0x7fffffff;
    const block = input.subarray(at, at + length);
    if (length > largest || block.length < length) throw new Error("an LZ4 block goes beyond its frame");
    at += length;
    const end = head === length ? lz4Block(block, output, to) : to + length;
    if (end - to > largest || end > size) throw new Error("an LZ4 block is too large");
    if (head !== length) output.set(block, to);
    if (hasBlockSums && word() !== xxh32(block)) throw new Error("an LZ4 block has another checksum");
    to = end;
  }
  if (hasSum && word() !== xxh32(output)) throw new Error("an LZ4 frame has another checksum");
  if (to !== size || at !== input.length) throw new Error(`an LZ4 frame gives ${to} of ${size} bytes, or goes on`);
  return output;
}

const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** XXH32 with seed 0 (xxhash_spec.md). */
function xxh32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let hash = P5 | 0;
  if (bytes.length >= 16) {
    const lanes = [(P1 + P2) | 0, P2 | 0, 0, -P1 | 0];
    for (; at + 16 <= bytes.length; at += 16)
      for (let i = 0; i < 4; i++)
        lanes[i] = Math.imul(rotate((lanes[i]! + Math.imul(view.getUint32(at + 4 * i, true), P2)) | 0, 13), P1);
    hash = (rotate(lanes[0]!, 1) + rotate(lanes[1]!, 7) + rotate(lanes[2]!, 12) + rotate(lanes[3]!, 18)) | 0;
  }
  hash = (hash + bytes.length) | 0;
  for (; at + 4 <= bytes.length; at += 4)
    hash = Math.imul(rotate((hash + Math.imul(view.getUint32(at, true), P3)) | 0, 17), P4);
  for (; at < bytes.length; at++) hash = Math.imul(rotate((hash + Math.imul(bytes[at]!, P5)) | 0, 11), P1);
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
