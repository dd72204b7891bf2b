import { STATEMENT_TYPE } from "../../bundle/statement.ts";
import { areSameBytes } from "../../shared/collections.ts";
import { type InspectedDocument, inspectJson } from "../../shared/document.ts";
import { stringifyJson } from "../../shared/json.ts";
import { idOf, LINE, SHA256 } from "../../shared/shape/fields.ts";
import { object } from "../../shared/shape/object.ts";
import { exactly, literal } from "../../shared/shape/shape.ts";
import { TIME } from "../steps/step.ts";

/** The predicate of an output of a release. */
export const OUTPUT_TYPE = "urn:disjoint:output:v1";

/**
 * An output of a release: SHA-256 of its bytes, the release's id, and when it was signed, according to its signer (UTC,
 * to the millisecond).
 */
export type Output = { name: string; sha256: string; release: string; time: string };

/** The statement as a shape. */
export const OUTPUT_STATEMENT = object({
  _type: literal(STATEMENT_TYPE),
  subject: exactly(object({ name: LINE, digest: object({ sha256: SHA256 }) }), 1),
  predicateType: literal(OUTPUT_TYPE),
  predicate: object({ release: idOf("a release id"), time: TIME }),
});

/**
 * The in-toto statement about an output, as canonical JSON. It is signed apart from the output.
 *
 * @example
 * const release = `0x${"12".repeat(32)}`;
 * const output = { name: "answer.txt", sha256: "ab".repeat(32), release, time: "2026-01-31T12:00:00.000Z" };
 * console.log(makeOutputStatement(output).length > 100); // true
 */
export const makeOutputStatement = ({ name, sha256, release, time }: Output): Uint8Array =>
  new TextEncoder().encode(
    stringifyJson({
      _type: STATEMENT_TYPE,
      subject: [{ name, digest: { sha256 } }],
      predicateType: OUTPUT_TYPE,
      predicate: { release, time },
    }),
  );

/** Reads the statement about an output: only the one spelling that `makeOutputStatement` writes. */
export function inspectOutput(payload: Uint8Array): InspectedDocument<Output> {
  const read = inspectJson(payload, "the output", (reader, value) => OUTPUT_STATEMENT.read(reader, value, "$"));
  if (!("value" in read)) return read;
  const { subject, predicate } = read.value;
  const output = { name: subject[0]!.name, sha256: subject[0]!.digest.sha256, ...predicate };
  if (areSameBytes(makeOutputStatement(output), payload)) return { value: output, issues: [] };
  return { issues: [{ path: "$", reason: "is not in canonical JSON" }] };
}
