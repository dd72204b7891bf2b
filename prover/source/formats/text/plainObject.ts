import { isUtf8 } from "node:buffer";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** Scalars whose spelling needs no further check: without an exponent and with few digits, a number is finite. */
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?)$/;

/** Names that stay in the order of the document as keys of an object, and need no decoding. */
const NAME = /^[A-Za-z_$.-][\w$.-]*$/;

/** Names are compared with each other: objects with more of them are left to the strict parser. */
const MOST_NAMES = 256;

/** The fields of a document in their order, and the UTF-8 bytes of those wanted. */
type PlainObject = { names: string[]; texts: (Uint8Array | undefined)[] };

/**
 * Reads an object of strings and scalars, as most lines of JSON Lines are: a few times faster than the strict parser,
 * since only what is wanted is decoded. Every byte is checked as there. The result is undefined for any other document,
 * good or bad: then the strict parser decides, and it alone says what is wrong.
 */
export function readPlainObject(line: Uint8Array, wanted: readonly string[]): PlainObject | undefined {
  if (line[0] !== 0x7b || !isUtf8(line)) return undefined;
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.length);
  const names: string[] = [];
  const texts: (Uint8Array | undefined)[] = wanted.map(() => undefined);
  for (let at = 1; ; at++) {
    at = afterSpaces(bytes, at);
    const nameEnd = bytes[at] === QUOTE ? plainEnd(bytes, at + 1) : at;
    if (bytes[nameEnd] !== QUOTE) return undefined;
    const name = bytes.toString("latin1", at + 1, nameEnd);
    if (!NAME.test(name) || names.length === MOST_NAMES || names.includes(name)) return undefined;
    if (bytes[nameEnd + 1] !== 0x3a) return undefined;
    names.push(name);
    at = afterSpaces(bytes, nameEnd + 2);
    const value = bytes[at] === QUOTE ? textAt(bytes, at + 1) : scalarAt(bytes, at);
    if (value === undefined) return undefined;
    for (let i = 0; i < wanted.length; i++) if (wanted[i] === name) texts[i] = value.text;
    at = afterSpaces(bytes, value.end);
    if (bytes[at] === 0x7d) return at + 1 === bytes.length ? { names, texts } : undefined;
    if (bytes[at] !== 0x2c) return undefined;
  }
}

type Value = { end: number; text?: Uint8Array };

function afterSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  return at;
}

/** Where characters end that stand for themselves in a string. */
function plainEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let byte = bytes[at]!; byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH; ) byte = bytes[++at]!;
  return at;
}

/** A string after its quote. One without escapes is a part of the line. */
function textAt(bytes: Buffer, start: number): Value | undefined {
  let end = plainEnd(bytes, start);
  if (bytes[end] === QUOTE) return { end: end + 1, text: bytes.subarray(start, end) };
  while (bytes[end] === BACKSLASH) end = plainEnd(bytes, end + 2);
  if (bytes[end] !== QUOTE) return undefined;
  try {
    const text = JSON.parse(bytes.toString("utf8", start - 1, end + 1)) as string;
    return text.isWellFormed() ? { end: end + 1, text: Buffer.from(text, "utf8") } : undefined;
  } catch {
    return undefined;
  }
}

function scalarAt(bytes: Buffer, start: number): Value | undefined {
  let end = start;
  for (let byte = bytes[end]!; byte > SPACE && byte !== 0x2c && byte !== 0x7d && end - start < 40; )
    byte = bytes[++end]!;
  return SCALAR.test(bytes.toString("latin1", start, end)) ? { end } : undefined;
}
