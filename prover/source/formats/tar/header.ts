import { isUtf8 } from "node:buffer";

/** Size of an archive's blocks: a header is one block, and contents are padded to whole blocks. */
export const BLOCK_BYTES = 512;

/**
 * The header block of a member, undecoded.
 *
 * Fields and their positions: POSIX.1-1988 (ustar), the GNU tar manual ("Basic Tar Format"), and star(5) for the
 * shorter prefix.
 */
export type TarHeader = {
  name: string;
  /** One character; NUL is "0", as before POSIX. */
  type: string;
  /** The value of the size field; the type decides whether that many bytes follow. */
  size: number;
  /** The block itself, for fields of single types. */
  block: Uint8Array;
};

/** Why a block is not a valid header. The caller knows its position. */
export class TarFault extends Error {}

/**
 * The header in a block.
 *
 * @throws TarFault when the checksum or a number is wrong
 */
export function parseHeader(block: Uint8Array): TarHeader {
  if (!isChecksumRight(block)) throw new TarFault("a header's checksum is wrong");
  const type = block[156] === 0 ? "0" : String.fromCharCode(block[156]!);
  const magic = latin1(block, 257, 265);
  const prefix = magic.startsWith("ustar\0") ? textIn(block, 345, isStar(block) ? 476 : 500) : "";
  const own = textIn(block, 0, 100);
  return { name: prefix === "" ? own : `${prefix}/${own}`, type, size: numberIn(block, 124, 136, "size"), block };
}

/** star keeps two times where others have the end of the prefix. */
const isStar = (block: Uint8Array): boolean => latin1(block, 508, 512) === "tar\0";

/** The checksum is the sum of the bytes, with its own field as blanks. Old writers summed signed bytes. */
function isChecksumRight(block: Uint8Array): boolean {
  let unsigned = 8 * 0x20;
  let signed = 8 * 0x20;
  for (let i = 0; i < BLOCK_BYTES; i++) {
    if (i >= 148 && i < 156) continue;
    unsigned += block[i]!;
    signed += (block[i]! << 24) >> 24;
  }
  const stored = numberIn(block, 148, 156, "checksum");
  return stored === unsigned || stored === signed;
}

/**
 * A number: octal digits among blanks and NULs or, with the highest bit set, binary (GNU's base-256).
 *
 * @throws TarFault for anything else, including negative numbers
 */
export function numberIn(block: Uint8Array, start: number, end: number, what: string): number {
  if (block[start]! & 0x80) return binaryIn(block, start, end, what);
  const text = latin1(block, start, end).replaceAll("\0", " ").trim();
  if (text === "") return 0;
  if (!/^[0-7]+$/.test(text)) throw new TarFault(`a header's ${what} is ${JSON.stringify(text)}`);
  return safe(Number.parseInt(text, 8), what);
}

function binaryIn(block: Uint8Array, start: number, end: number, what: string): number {
  let value = BigInt(block[start]! & 0x7f);
  for (const byte of block.subarray(start + 1, end)) value = (value << 8n) | BigInt(byte);
  if (block[start]! & 0x40) throw new TarFault(`a header's ${what} is negative`);
  return safe(Number(value), what);
}

function safe(value: number, what: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw new TarFault(`a header's ${what} is too large`);
}

/** Text up to the first NUL. */
export function textIn(block: Uint8Array, start: number, end: number): string {
  const field = block.subarray(start, end);
  const nul = field.indexOf(0);
  return decodeName(nul === -1 ? field : field.subarray(0, nul));
}

/** A name in UTF-8 or, if it is not valid UTF-8, one character per byte: names only tell members apart. */
export const decodeName = (bytes: Uint8Array): string => Buffer.from(bytes).toString(isUtf8(bytes) ? "utf8" : "latin1");

const latin1 = (block: Uint8Array, start: number, end: number): string =>
  Buffer.from(block.buffer, block.byteOffset + start, end - start).toString("latin1");
