import { isUtf8 } from "node:buffer";
import { DisjointError } from "../../shared/errors.ts";
import { at, type SourceCode, sourceError } from "./errors.ts";
import { columnsOf } from "./fields.ts";
import type { Cell, ReadOptions } from "./row.ts";

/** Most rows and bytes per batch: a page or an Arrow batch may hold millions. */
export const BATCH_ROWS = 4096;
export const BATCH_BYTES = 16 << 20;

/** Least that an element of a list counts against the bound on a record, in bytes: its slot in memory. */
const ELEMENT_BYTES = 16;

/**
 * Where a table holds values: a column, or a path within one, such as `messages[].content`. The path of a whole column
 * is its name, unparsed.
 */
export type Place = {
  path: string;
  /** The format's name for the type, for errors. */
  type: string;
  /** Whether the type is text or bytes. */
  isReadable: boolean;
  /** Whether the values are declared to be text. */
  isText: boolean;
  /** Whether the path goes through a list, so that a row may have any number of values. */
  isList: boolean;
  /** Whether it is a whole column, whose name takes precedence over an equal path. */
  isColumn: boolean;
};

/**
 * The places that the fields name.
 *
 * @throws data `source/missing-column`, `source/duplicate-column`, `source/column-type`
 */
export function placesOf<P extends Place>(fields: readonly string[], all: readonly P[], name: string): P[] {
  const columns = new Set(all.filter(({ isColumn }) => isColumn).map(({ path }) => path));
  const places = all.filter(({ path, isColumn }) => isColumn || !columns.has(path));
  const paths = places.map(({ path }) => path);
  return columnsOf(fields, paths, name).map((index) => {
    const place = places[index]!;
    if (place.isReadable) return place;
    const shown = JSON.stringify(place.path);
    throw sourceError("source/column-type", name, `column ${shown} is of type ${place.type}, not text or bytes`);
  });
}

/** The cells of one place, row by row. Counts the bytes returned. */
export class Cells {
  readonly #place: Place;
  readonly #name: string;
  readonly #limit: number;
  #row = 0;
  #elements: (Uint8Array | DisjointError)[] = [];
  #size = 0;
  bytes = 0;

  constructor(place: Place, name: string, { limits }: ReadOptions) {
    this.#place = place;
    this.#name = name;
    this.#limit = limits.rowBytes;
  }

  /** A value of a row, or that it is null. */
  one(value: Uint8Array | undefined, row: number): Uint8Array | DisjointError {
    if (value === undefined) return this.#bad(row, "source/not-text", "is null");
    if (value.length > this.#limit) return this.#bad(row, "source/row-too-large", `has ${value.length} bytes`);
    if (this.#place.isText && !isUtf8(value)) return this.#bad(row, "source/not-utf8", "is not UTF-8");
    this.bytes += value.length;
    return value;
  }

  begin(row: number): void {
    this.#row = row;
    this.#elements = [];
    this.#size = 0;
  }

  /** One more element of the current row. */
  add(value: Uint8Array | undefined): void {
    this.#size += (value?.length ?? 0) + ELEMENT_BYTES;
    if (this.#size <= this.#limit) this.#elements.push(this.one(value, this.#row));
    else this.#elements.length = 0;
  }

  end(): Cell {
    if (this.#size <= this.#limit) return this.#elements;
    return this.#bad(this.#row, "source/row-too-large", `has lists of ${this.#size} bytes`);
  }

  #bad(row: number, code: SourceCode, problem: string): DisjointError {
    return sourceError(code, at(this.#name, { row }), `column ${JSON.stringify(this.#place.path)} ${problem}`);
  }
}

/** Whatever a library, or the decoding of a file, throws is the file's fault. */
export function wrapErrors<T>(code: SourceCode, name: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof DisjointError) throw error;
    throw sourceError(code, name, (error as Error).message, undefined, error);
  }
}
