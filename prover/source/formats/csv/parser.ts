import { QUOTE, quoteFrom, withoutDoubles } from "./quotes.ts";

const LF = 0x0a;
const CR = 0x0d;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NONE = Buffer.alloc(0);
const UNKNOWN = -2;

/** `width`: the record's number of values. `values`: those of the wanted columns, in the order they were asked for. */
export type SeparatedRecord = { offset: number; width: number; values: Buffer[]; fault?: RecordFault };

/** What makes one record bad while the next ones can be told apart. */
type RecordFault = "source/stray-quote" | "source/line-end";

/** Records cannot be told apart. `offset`: of the record, in bytes from the start of the content. */
export class SeparatedFault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The separator, whether values may be quoted, and the largest record in bytes. */
type Dialect = { delimiter: number; quotes: boolean; limit: number };

/** Splits content into records of values (RFC 4180). Lines end in CRLF or LF, or all in CR, as the first line shows. */
export class Separated {
  readonly #dialect: Dialect;
  #wanted: readonly number[] | undefined;
  /** The beginning of a record, left from earlier chunks. */
  #data: Buffer = NONE;
  /** Of the first byte of `#data`. */
  #offset = 0;
  #endsInCr: boolean | undefined;
  #isEnd = false;
  /** Positions of the next quote, carriage return and delimiter in `#data`; -1 for none, UNKNOWN until searched for. */
  #quoteAt = UNKNOWN;
  #crAt = UNKNOWN;
  #delimiterAt = UNKNOWN;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Restricts the values of the following records to these columns. */
  want(columns: readonly number[]): void {
    this.#wanted = columns;
  }

  /**
   * The records that a chunk completes; undefined marks the end of the content.
   *
   * @throws SeparatedFault
   */
  *records(chunk: Uint8Array | undefined): Generator<SeparatedRecord> {
    this.#isEnd = chunk === undefined;
    if (chunk) {
      const more = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      this.#data = this.#data.length === 0 ? more : Buffer.concat([this.#data, more]);
    }
    this.#quoteAt = UNKNOWN;
    this.#crAt = UNKNOWN;
    this.#delimiterAt = UNKNOWN;
    let at = 0;
    if (this.#offset === 0 && this.#data.length < MARK.length && !this.#isEnd) return;
    if (this.#offset === 0 && this.#data.subarray(0, MARK.length).equals(MARK)) at = MARK.length;
    while (at < this.#data.length) {
      const parsed = this.#isPlain(at) ? this.#plain(at) : this.#record(at);
      if (parsed === undefined) break;
      yield parsed.record;
      at = parsed.end;
    }
    this.#data = this.#data.subarray(at);
    this.#offset += at;
    if (this.#data.length > this.#dialect.limit)
      throw new SeparatedFault(`a record has more than ${this.#dialect.limit} bytes`, this.#offset);
  }

  /** Whether the record has no quote and ends in LF, so that it can be split without examining every byte. */
  #isPlain(at: number): boolean {
    if (this.#endsInCr !== false) return false;
    if (this.#quoteAt !== -1 && this.#quoteAt < at) this.#quoteAt = this.#data.indexOf(QUOTE, at);
    if (this.#quoteAt === -1 || !this.#dialect.quotes) return true;
    const end = this.#data.indexOf(LF, at);
    return end !== -1 && end < this.#quoteAt;
  }

  #plain(at: number): { record: SeparatedRecord; end: number } | undefined {
    const data = this.#data;
    const found = data.indexOf(LF, at);
    if (found === -1 && !this.#isEnd) return undefined;
    const next = found === -1 ? data.length : found;
    const end = found > at && data[found - 1] === CR ? found - 1 : next;
    const record: SeparatedRecord = { offset: this.#offset + at, width: 0, values: [] };
    let start = at;
    for (let stop = this.#delimiterFrom(at); stop !== -1 && stop < end; stop = this.#delimiterFrom(start)) {
      this.#put(record, start, stop);
      start = stop + 1;
    }
    this.#put(record, start, end);
    if (this.#crAt !== -1 && this.#crAt < at) this.#crAt = data.indexOf(CR, at);
    if (this.#crAt !== -1 && this.#crAt < end) record.fault = "source/line-end";
    return { record, end: next + 1 };
  }

  /** The next delimiter. A chunk without one is searched once, not once per line. */
  #delimiterFrom(at: number): number {
    if (this.#delimiterAt !== -1 && this.#delimiterAt < at)
      this.#delimiterAt = this.#data.indexOf(this.#dialect.delimiter, at);
    return this.#delimiterAt;
  }

  #put(record: SeparatedRecord, start: number, end: number): void {
    const isWanted = this.#wanted === undefined || this.#wanted.includes(record.width);
    record.values.push(isWanted ? this.#data.subarray(start, end) : NONE);
    record.width++;
  }

  #record(at: number): { record: SeparatedRecord; end: number } | undefined {
    const record: SeparatedRecord = { offset: this.#offset + at, width: 0, values: [] };
    for (let start = at; ; ) {
      const stop =
        this.#dialect.quotes && this.#data[start] === QUOTE ? this.#quoted(start, record) : this.#bare(start, record);
      if (stop === undefined) return undefined;
      if (this.#data[stop] === this.#dialect.delimiter) start = stop + 1;
      else {
        const end = this.#lineEnd(stop, record);
        return end === undefined ? undefined : { record, end };
      }
    }
  }

  /** Takes a quoted value and returns the position after it; undefined when it does not end yet. */
  #quoted(start: number, record: SeparatedRecord): number | undefined {
    const data = this.#data;
    let isDoubled = false;
    let close = data.indexOf(QUOTE, start + 1);
    for (; close !== -1 && data[close + 1] === QUOTE; close = quoteFrom(data, close + 2)) isDoubled = true;
    if (close === -1 && this.#isEnd) throw new SeparatedFault("a quote is not closed", record.offset);
    if (close === -1 || (close + 1 === data.length && !this.#isEnd)) return undefined;
    const after = data[close + 1];
    if (after !== undefined && after !== this.#dialect.delimiter && after !== LF && after !== CR)
      throw new SeparatedFault("text follows a closing quote", record.offset);
    this.#put(record, start + 1, close);
    if (isDoubled) record.values[record.width - 1] = withoutDoubles(record.values[record.width - 1]!);
    return close + 1;
  }

  /** The same for an unquoted value. A quote in it, or a carriage return that ends no line, makes the record bad. */
  #bare(start: number, record: SeparatedRecord): number | undefined {
    const { delimiter, quotes } = this.#dialect;
    const data = this.#data;
    for (let at = start; at < data.length; at++) {
      const byte = data[at];
      if (byte === delimiter || byte === LF || (byte === CR && this.#isLineEnd(at))) {
        this.#put(record, start, at);
        return at;
      }
      if (byte === CR && at + 1 < data.length) record.fault ??= "source/line-end";
      if (byte === QUOTE && quotes) record.fault ??= "source/stray-quote";
    }
    if (!this.#isEnd) return undefined;
    this.#put(record, start, data.length);
    return data.length;
  }

  /**
   * Whether the carriage return ends a line, alone or with a line feed. At the end of the data the answer waits for the
   * next chunk.
   */
  #isLineEnd(at: number): boolean {
    if (at + 1 === this.#data.length) return this.#isEnd && this.#endsInCr !== false;
    return this.#data[at + 1] === LF || this.#endsInCr !== false;
  }

  /**
   * The position after the end of a line; undefined when that is not available yet. The first line end decides for all.
   */
  #lineEnd(at: number, { offset }: SeparatedRecord): number | undefined {
    const data = this.#data;
    if (at === data.length) return this.#isEnd ? at : undefined;
    const isCr = data[at] === CR && data[at + 1] !== LF;
    if (isCr && at + 1 === data.length && !this.#isEnd) return undefined;
    this.#endsInCr ??= isCr;
    if (isCr !== this.#endsInCr) throw new SeparatedFault("some lines end in CR alone and others do not", offset);
    return at + (data[at] === CR && !isCr ? 2 : 1);
  }
}
