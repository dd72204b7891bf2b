import { STATEMENT_TYPE } from "../../bundle/statement.ts";
import { areSameBytes } from "../../shared/collections.ts";
import { type InspectedDocument, inspectJson } from "../../shared/document.ts";
import { usageError } from "../../shared/errors.ts";
import { stringifyJson } from "../../shared/json.ts";
import { idOf, LINE, SHA256 } from "../../shared/shape/fields.ts";
import { object } from "../../shared/shape/object.ts";
import { exactly, integer, list, literal, nullable, type Shape } from "../../shared/shape/shape.ts";
import { TIME } from "../steps/step.ts";

/** The predicate of a list of keys that sign outputs of a release. */
export const OUTPUT_KEYS_TYPE = "urn:disjoint:output-keys:v1";

/**
 * A key that signs outputs. `publicKey`: Ed25519, 32 bytes in hexadecimal; it counts from `from` on, and before `until`
 * if that is not null. `revoked`: from when on nobody may rely on it, and why.
 */
export type OutputKey = {
  publicKey: string;
  from: string;
  until: string | null;
  revoked: { at: string; reason: string } | null;
};

/**
 * The keys of a release, signed by its vendor. `sequence` grows with every change, so that an older list can be told
 * from a newer one. Times are UTC, to the millisecond.
 */
export type OutputKeys = { release: string; weights: string; sequence: number; keys: OutputKey[] };

const KEY: Shape<OutputKey> = object({
  publicKey: SHA256,
  from: TIME,
  until: nullable(TIME),
  revoked: nullable(object({ at: TIME, reason: LINE })),
});

/** The statement as a shape. */
export const OUTPUT_KEYS_STATEMENT = object({
  _type: literal(STATEMENT_TYPE),
  subject: exactly(object({ name: literal("weights"), digest: object({ sha256: SHA256 }) }), 1),
  predicateType: literal(OUTPUT_KEYS_TYPE),
  predicate: object({
    release: idOf("a release id"),
    sequence: integer(1, Number.MAX_SAFE_INTEGER),
    keys: list(KEY),
  }),
});

/**
 * The in-toto statement about the keys of a release, as canonical JSON. Its vendor signs it.
 *
 * @example
 * const keys = { release: `0x${"12".repeat(32)}`, weights: "ab".repeat(32), sequence: 1, keys: [] };
 * console.log(inspectOutputKeys(makeOutputKeysStatement(keys)).issues.length); // 0
 */
export const makeOutputKeysStatement = ({ release, weights, sequence, keys }: OutputKeys): Uint8Array =>
  new TextEncoder().encode(
    stringifyJson({
      _type: STATEMENT_TYPE,
      subject: [{ name: "weights", digest: { sha256: weights } }],
      predicateType: OUTPUT_KEYS_TYPE,
      predicate: { release, sequence, keys },
    }),
  );

/** Reads the statement about the keys of a release: only the one spelling that `makeOutputKeysStatement` writes. */
export function inspectOutputKeys(payload: Uint8Array): InspectedDocument<OutputKeys> {
  const read = inspectJson(payload, "the keys", (reader, value) => OUTPUT_KEYS_STATEMENT.read(reader, value, "$"));
  if (!("value" in read)) return read;
  const { subject, predicate } = read.value;
  const keys = { weights: subject[0]!.digest.sha256, ...predicate };
  if (areSameBytes(makeOutputKeysStatement(keys), payload)) return { value: keys, issues: [] };
  return { issues: [{ path: "$", reason: "is not in canonical JSON" }] };
}

/**
 * The list with a new key, which counts from `now` on; every other key counts no longer.
 *
 * @throws usage `custody/known-key`
 * @example
 * const none = { release: `0x${"12".repeat(32)}`, weights: "ab".repeat(32), sequence: 0, keys: [] };
 * const keys = rotateOutputKey(none, "cd".repeat(32), new Date());
 * console.log(keys.sequence, keys.keys.length); // 1 1
 */
export function rotateOutputKey({ sequence, keys, ...release }: OutputKeys, publicKey: string, now: Date): OutputKeys {
  if (keys.some((key) => key.publicKey === publicKey))
    throw usageError("custody/known-key", "the key is in the list already", "Make a new key.");
  const time = now.toISOString();
  const ended = keys.map((key) => ({ ...key, until: key.until === null || key.until > time ? time : key.until }));
  const added = { publicKey, from: time, until: null, revoked: null };
  return { ...release, sequence: sequence + 1, keys: [...ended, added] };
}

/**
 * The list with a key revoked: from `at` on nobody may rely on it. What it signed counts only if it was anchored
 * before, because a thief can sign with any date.
 *
 * @throws usage `custody/unknown-key`
 */
export function revokeOutputKey(
  { sequence, keys, ...release }: OutputKeys,
  publicKey: string,
  revoked: { at: string; reason: string },
): OutputKeys {
  const known = keys.find((key) => key.publicKey === publicKey);
  if (known === undefined)
    throw usageError(
      "custody/unknown-key",
      "the key is not in the list",
      "Give the one that is to be revoked as `publicKey`.",
    );
  // A revocation can be moved to an earlier time, never to a later one.
  const first = known.revoked !== null && known.revoked.at <= revoked.at ? known.revoked : revoked;
  const changed = keys.map((key) => (key === known ? { ...key, revoked: first } : key));
  return { ...release, sequence: sequence + 1, keys: changed };
}
