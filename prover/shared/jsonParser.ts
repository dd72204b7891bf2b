import { type CodeOf, dataError } from "./errors.ts";

/** A JSON value: plain objects, arrays, strings, finite numbers, booleans, null. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Deeper nesting is refused, so that a hostile document cannot exhaust the stack. */
const DEPTH_LIMIT = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;

/** The strict parser behind `parseJson`: one pass over the bytes by recursive descent. */
export class Parser {
  at = 0;
  readonly bytes: Uint8Array;
  readonly what: string;
  readonly base: number;

  constructor(bytes: Uint8Array, what: string, base: number) {
    this.bytes = bytes;
    this.what = what;
    this.base = base;
  }

  fail(code: CodeOf<"data"> & `json/${string}`, problem: string): never {
    const hint = "Correct the document, or write it with a tool that follows RFC 8259 in UTF-8.";
    throw dataError(code, `${this.what}: ${problem} (byte ${this.base + this.at})`, hint);
  }

  space(): void {
    for (let byte = this.bytes[this.at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; )
      byte = this.bytes[++this.at];
  }

  /** Skips white space, and `byte` if it comes next. Returns whether it did. */
  took(byte: number): boolean {
    this.space();
    if (this.bytes[this.at] !== byte) return false;
    this.at++;
    return true;
  }

  value(depth: number): Json {
    if (depth > DEPTH_LIMIT) this.fail("json/too-deep", `is nested deeper than ${DEPTH_LIMIT}`);
    if (this.took(0x7b)) return this.object(depth);
    if (this.took(0x5b)) return this.array(depth);
    if (this.took(QUOTE)) return this.string();
    return this.scalar();
  }

  object(depth: number): Json {
    const object: { [key: string]: Json } = {};
    if (this.took(0x7d)) return object;
    do {
      if (!this.took(QUOTE)) this.fail("json/syntax", "an object key must be a string");
      const key = this.string();
      if (Object.hasOwn(object, key)) this.fail("json/duplicate-key", `repeats the key ${JSON.stringify(key)}`);
      if (!this.took(0x3a)) this.fail("json/syntax", "an object key must be followed by a colon");
      const value = this.value(depth + 1);
      if (key === "__proto__")
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      else object[key] = value;
    } while (this.took(0x2c));
    if (!this.took(0x7d)) this.fail("json/syntax", "an object must end with a brace");
    return object;
  }

  array(depth: number): Json {
    const array: Json[] = [];
    if (this.took(0x5d)) return array;
    do array.push(this.value(depth + 1));
    while (this.took(0x2c));
    if (!this.took(0x5d)) this.fail("json/syntax", "an array must end with a bracket");
    return array;
  }

  string(): string {
    const start = this.at;
    const plainEnd = this.plainRun();
    if (this.bytes[plainEnd] === QUOTE) return this.decode(start, this.at++);
    while (this.at < this.bytes.length && this.bytes[this.at] !== QUOTE)
      this.at += this.bytes[this.at] === BACKSLASH ? 2 : 1;
    const end = this.at;
    const text = this.unescape(this.decode(start, end), plainEnd);
    if (/\p{Surrogate}/u.test(text)) this.fail("json/lone-surrogate", "a string holds half a surrogate pair");
    this.at = end + 1;
    return text;
  }

  /** The engine's own parser knows the escapes; all else of a document it takes too lightly. */
  unescape(text: string, at: number): string {
    try {
      if (this.bytes[this.at] === QUOTE) return JSON.parse(`"${text}"`) as string;
    } catch {
      // Said below, as for a string without an end.
    }
    this.at = at;
    return this.fail("json/syntax", "a string is not closed, or holds a control character or an unknown escape");
  }

  /** Skips characters that need no decoding and returns where they end. */
  plainRun(): number {
    const bytes = this.bytes;
    let at = this.at;
    for (let byte = bytes[at]!; byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH; ) byte = bytes[++at]!;
    this.at = at;
    return at;
  }

  decode(start: number, end: number): string {
    try {
      return utf8.decode(this.bytes.subarray(start, end));
    } catch {
      this.at = start;
      return this.fail("json/not-utf8", "a string is not valid UTF-8");
    }
  }

  scalar(): Json {
    let end = this.at;
    for (let byte = this.bytes[end]!; byte > 0x20 && byte !== 0x2c && byte !== 0x5d && byte !== 0x7d; )
      byte = this.bytes[++end]!;
    const word = String.fromCharCode(...this.bytes.subarray(this.at, Math.min(end, this.at + 1024)));
    if (word !== "true" && word !== "false" && word !== "null" && !NUMBER.test(word))
      this.fail(
        "json/syntax",
        word === "" ? "a value is missing" : `${JSON.stringify(word.slice(0, 40))} is not a JSON value`,
      );
    const value = JSON.parse(word) as number | boolean | null;
    if (typeof value === "number" && !Number.isFinite(value))
      this.fail("json/syntax", `${word.slice(0, 40)} is not finite`);
    this.at = end;
    return value;
  }
}
