import { createHash } from "node:crypto";
import { dataError } from "../shared/errors.ts";
import { keyOf } from "./key.ts";
import type { Scheme } from "./scheme.ts";

/** A scheme and the field of each record it is applied to; the whole record without `field`. */
export type Fingerprinting = { scheme: Scheme; field?: string | undefined };

/** The fields that readers must deliver, each once, in the order in which `keysOfRow` expects their values. */
export const fieldsOf = (fingerprintings: readonly Fingerprinting[]): (string | undefined)[] => [
  ...new Set(fingerprintings.map(({ field }) => field)),
];

/**
 * The keys of one record under every scheme; a key may occur twice.
 *
 * @param values one per field of `fields`, which is `fieldsOf(fingerprintings)`
 * @throws what a scheme throws
 */
export const keysOfRow = (
  fingerprintings: readonly Fingerprinting[],
  fields: readonly (string | undefined)[],
  values: readonly Uint8Array[],
): Uint8Array[] =>
  fingerprintings.flatMap(({ scheme, field }) =>
    scheme.values(values[fields.indexOf(field)]!).map((value) => keyOf(scheme.name, value)),
  );

/**
 * The same of a record that comes in pieces. The pieces are read to their end, whatever is wrong.
 *
 * @throws data `fingerprint/too-large` for a scheme that needs the record whole
 */
export async function keysOfPieces(
  fingerprintings: readonly Fingerprinting[],
  pieces: AsyncIterable<Uint8Array>,
): Promise<Uint8Array[]> {
  const hashes = fingerprintings.map(({ scheme }) => scheme.algorithm && createHash(scheme.algorithm));
  for await (const piece of pieces) for (const hash of hashes) if (hash) hash.update(piece);
  return fingerprintings.map(({ scheme }, i) => {
    const hash = hashes[i];
    if (hash) return keyOf(scheme.name, hash.digest());
    throw dataError(
      "fingerprint/too-large",
      `the record is too large for the scheme ${scheme.name}, which needs it whole`,
      "Raise the largest record size, --max-row.",
    );
  });
}
