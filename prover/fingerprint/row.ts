import { createHash } from "node:crypto";
import { DisjointError, dataError } from "../shared/errors.ts";
import { keyOf } from "./key.ts";
import type { Scheme } from "./scheme.ts";

/** A scheme and the field of each record it is applied to; the whole record without `field`. */
type Fingerprinting = { scheme: Scheme; field?: string | undefined };

/** The fields that readers must deliver, each once, in the order in which `keysOfRow` expects their cells. */
export const fieldsOf = (fingerprintings: readonly Fingerprinting[]): (string | undefined)[] => [
  ...new Set(fingerprintings.map(({ field }) => field)),
];

/** The content of a record's field in memory: a value, a list of values each good or bad, or why it cannot be read. */
export type Cell = Uint8Array | readonly (Uint8Array | DisjointError)[] | DisjointError;

/** Receives the result of a fingerprinting, by its number: a key, or why there is none. */
export type OnKey = (fingerprinting: number, key: Uint8Array | DisjointError) => void;

/**
 * The keys of one record under every scheme, each independent: an error under one costs no key of another. A key may
 * occur twice.
 *
 * @param cells one per field of `fields`, which is `fieldsOf(fingerprintings)`
 */
export function keysOfRow(
  fingerprintings: readonly Fingerprinting[],
  fields: readonly (string | undefined)[],
  cells: readonly Cell[],
  onKey: OnKey,
): void {
  for (const [number, { scheme, field }] of fingerprintings.entries()) {
    const cell = cells[fields.indexOf(field)]!;
    if (Array.isArray(cell)) for (const value of cell) keysOfValue(scheme, number, value, onKey);
    else keysOfValue(scheme, number, cell as Uint8Array | DisjointError, onKey);
  }
}

function keysOfValue(scheme: Scheme, number: number, value: Uint8Array | DisjointError, onKey: OnKey): void {
  if (value instanceof DisjointError) return void onKey(number, value);
  let keys: Uint8Array[];
  try {
    keys = scheme.values(value).map((each) => keyOf(scheme.name, each));
  } catch (error) {
    if (!(error instanceof DisjointError) || error.kind !== "data") throw error;
    return void onKey(number, error);
  }
  for (const key of keys) onKey(number, key);
}

/** The same for a record that comes in pieces. The pieces are read to their end, even after an error. */
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
