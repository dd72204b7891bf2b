import { createHash } from "node:crypto";
import { DisjointError, dataError } from "../shared/errors.ts";
import { keyOf } from "./key.ts";
import type { Scheme } from "./scheme.ts";

/** A scheme and the field of each record it is applied to; the whole record without `field`. */
type Fingerprinting = { scheme: Scheme; field?: string | undefined };

/** The fields that readers must deliver, each once, in the order in which `valuesOfRow` expects their cells. */
export const fieldsOf = (fingerprintings: readonly Fingerprinting[]): (string | undefined)[] => [
  ...new Set(fingerprintings.map(({ field }) => field)),
];

/** The content of a record's field in memory: a value, a list of values each good or bad, or why it cannot be read. */
export type Cell = Uint8Array | readonly (Uint8Array | DisjointError)[] | DisjointError;

/** Receives the result of a fingerprinting, by its number: a key, or why there is none. */
export type OnKey = (fingerprinting: number, key: Uint8Array | DisjointError) => void;

/**
 * Receives what a fingerprinting, by its number, makes of a record: of a scheme with `content` that content, of another
 * a value; or why there is none.
 */
export type OnValue = (fingerprinting: number, value: Uint8Array | DisjointError) => void;

/**
 * What the keys of one record are made of (`KeyBatch`), under every scheme, each independent: an error under one costs
 * no key of another. A value may occur twice.
 *
 * @param cells one per field of `fields`, which is `fieldsOf(fingerprintings)`
 */
export function valuesOfRow(
  fingerprintings: readonly Fingerprinting[],
  fields: readonly (string | undefined)[],
  cells: readonly Cell[],
  onValue: OnValue,
): void {
  for (const [number, { scheme, field }] of fingerprintings.entries()) {
    const cell = cells[fields.indexOf(field)]!;
    if (Array.isArray(cell)) for (const each of cell) valuesOfCell(scheme, number, each, onValue);
    else valuesOfCell(scheme, number, cell as Uint8Array | DisjointError, onValue);
  }
}

function valuesOfCell(scheme: Scheme, number: number, cell: Uint8Array | DisjointError, onValue: OnValue): void {
  if (cell instanceof DisjointError) return void onValue(number, cell);
  let values: Uint8Array[];
  try {
    values = scheme.content ? [scheme.content(cell)] : scheme.values(cell);
  } catch (error) {
    if (!(error instanceof DisjointError) || error.kind !== "data") throw error;
    return void onValue(number, error);
  }
  for (const value of values) onValue(number, value);
}

/** The keys of a record that comes in pieces. They are read to their end, even after an error. */
export async function keysOfPieces(
  fingerprintings: readonly Fingerprinting[],
  pieces: AsyncIterable<Uint8Array>,
  onKey: OnKey,
): Promise<void> {
  const hashes = fingerprintings.map(({ scheme }) => scheme.algorithm && createHash(scheme.algorithm));
  for await (const piece of pieces) for (const hash of hashes) if (hash) hash.update(piece);
  for (const [number, { scheme }] of fingerprintings.entries()) {
    const hash = hashes[number];
    onKey(number, hash ? keyOf(scheme.name, hash.digest()) : tooLarge(scheme.name));
  }
}

const tooLarge = (scheme: string): DisjointError =>
  dataError(
    "fingerprint/too-large",
    `the record is too large for the scheme ${scheme}, which needs it whole`,
    "Raise the largest size of a record, `limits.rowBytes`. Or leave it out by `onBadRow: skip`.",
  );
