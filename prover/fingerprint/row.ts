import { createHash, type Hash } from "node:crypto";
import { dataError } from "../shared/errors.ts";
import type { Value } from "../source/row.ts";
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
 * @param values one per field of `fieldsOf(fingerprintings)`
 * @throws data `fingerprint/too-large` when a record in pieces meets a scheme that needs it whole; what a scheme throws
 */
export async function keysOfRow(
  fingerprintings: readonly Fingerprinting[],
  fields: readonly (string | undefined)[],
  values: readonly Value[],
): Promise<Uint8Array[]> {
  const [first] = values;
  if (first !== undefined && !(first instanceof Uint8Array)) return keysOfStream(fingerprintings, first);
  return fingerprintings.flatMap(({ scheme, field }) =>
    scheme.values(values[fields.indexOf(field)] as Uint8Array).map((value) => keyOf(scheme.name, value)),
  );
}

async function keysOfStream(fingerprintings: readonly Fingerprinting[], pieces: AsyncIterable<Uint8Array>) {
  const hashes = fingerprintings.map(({ scheme }): [string, Hash | undefined] => [
    scheme.name,
    scheme.algorithm === undefined ? undefined : createHash(scheme.algorithm),
  ]);
  for await (const piece of pieces) for (const [, hash] of hashes) hash?.update(piece);
  return hashes.map(([name, hash]) => {
    if (hash === undefined)
      throw dataError("fingerprint/too-large", `the record is too large for ${name}`, "Raise the largest record size.");
    return keyOf(name, hash.digest());
  });
}
