import { sourceError } from "../../records/errors.ts";
import type { Line } from "./lines.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const END_BRACKET = 0x5d;
const BRACE = 0x7b;
const END_BRACE = 0x7d;

/**
 * The splitter's state: before the outermost value, before an element (the first may be missing), in one, after all.
 */
type State = "start" | "first" | "next" | "element" | "object" | "between" | "after";

const isBlank = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Splits JSON at the ends of its outermost values, independent of how it is chunked. The strict parser validates what
 * is between.
 */
export class JsonSplitter {
  readonly #name: string;
  readonly #limit: number;
  #state: State = "start";
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Bytes of the file before the chunk. */
  #before: number;
  #row = 0;
  #offset = 0;
  #length = 0;
  #pieces: Uint8Array[] = [];

  constructor(name: string, offset: number, limit: number) {
    this.#name = name;
    this.#before = offset;
    this.#limit = limit;
  }

  /** @throws data `source/not-array`, `source/trailing-garbage` */
  *push(chunk: Uint8Array): Generator<Line> {
    for (let at = 0; at < chunk.length; ) {
      if (this.#state !== "element" && this.#state !== "object") {
        if (!isBlank(chunk[at])) at += this.#enter(chunk[at]!, this.#before + at);
        else at++;
        continue;
      }
      const end = this.#scan(chunk, at);
      this.#hold(chunk.subarray(at, end));
      at = end;
      if (end === chunk.length && (this.#depth > 0 || this.#state === "element")) break;
      const line = this.#take();
      if (this.#state === "object") this.#state = "between";
      else this.#state = chunk[at++] === COMMA ? "next" : "after";
      yield line;
    }
    this.#before += chunk.length;
  }

  /**
   * Offset of the value that has not ended, if there is one.
   *
   * @throws data `source/not-array` for a file without a value
   */
  end(): { row: number; offset: number } | undefined {
    if (this.#state === "start") throw this.#notArray();
    if (this.#state === "between" || this.#state === "after") return undefined;
    return { row: this.#row, offset: this.#offset };
  }

  /** Handles a byte outside all elements. Returns whether the byte has been consumed. */
  #enter(byte: number, offset: number): 0 | 1 {
    if (this.#state === "after" || (this.#state === "between" && byte !== BRACE))
      throw sourceError("source/trailing-garbage", this.#name, `something follows the JSON value at byte ${offset}`);
    if (this.#state === "start" && byte === BRACKET) {
      this.#state = "first";
      return 1;
    }
    if (this.#state === "start" && byte !== BRACE) throw this.#notArray();
    if (this.#state === "first" && byte === END_BRACKET) {
      this.#state = "after";
      return 1;
    }
    this.#state = this.#state === "start" || this.#state === "between" ? "object" : "element";
    this.#row++;
    this.#offset = offset;
    return 0;
  }

  /** The end of the element within the chunk, or the end of the chunk. */
  #scan(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      if (this.#inString) {
        i = this.#scanString(chunk, i);
        continue;
      }
      const byte = chunk[i]!;
      if (byte === QUOTE) this.#inString = true;
      else if (byte === BRACE || byte === BRACKET) this.#depth++;
      else if (this.#depth === 0 && this.#state === "element" && (byte === COMMA || byte === END_BRACKET)) return i;
      else if (byte === END_BRACE || byte === END_BRACKET) {
        this.#depth--;
        if (this.#depth === 0 && this.#state === "object") return i + 1;
      }
    }
    return chunk.length;
  }

  /**
   * Moves to the quote that ends a string, or to the end of the chunk. A quote after an odd number of backslashes is
   * escaped.
   */
  #scanString(chunk: Uint8Array, from: number): number {
    const begin = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    for (let at = begin; ; ) {
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote === -1 ? chunk.length : quote;
      let first = end;
      while (first > begin && chunk[first - 1] === BACKSLASH) first--;
      const isEscaped = (end - first) % 2 === 1;
      if (quote === -1) this.#escaped = isEscaped;
      else if (isEscaped) {
        at = quote + 1;
        continue;
      } else this.#inString = false;
      return end;
    }
  }

  #hold(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#length <= this.#limit) this.#pieces.push(piece);
    else this.#pieces = [];
  }

  #take(): Line {
    const isHeld = this.#length <= this.#limit;
    let bytes: Uint8Array | undefined;
    if (isHeld) bytes = trimmed(this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces));
    const line = { row: this.#row, offset: this.#offset, length: bytes?.length ?? this.#length, bytes };
    this.#pieces = [];
    this.#length = 0;
    return line;
  }

  #notArray() {
    const hint = "For other documents one a line, give the format jsonl; a whole file is a record as files.";
    return sourceError("source/not-array", this.#name, "is neither a JSON array nor JSON objects", hint);
  }
}

/** Without the blanks between a value and the following comma or bracket. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (isBlank(bytes[end - 1])) end--;
  return bytes.subarray(0, end);
}
