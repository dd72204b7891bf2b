import { expect, test } from "vitest";
import { documentReader, strictReader } from "../../../../../prover/source/formats/text/jsonl.ts";
import { readPlainObject } from "../../../../../prover/source/formats/text/plainObject.ts";
import { FieldNames } from "../../../../../prover/source/records/fieldNames.ts";
import type { Row } from "../../../../../prover/source/records/row.ts";
import { FULL } from "../../../../support/full.ts";
import { documents } from "../../../../support/jsonDocuments.ts";
import { random } from "../../../../support/random.ts";

/** Mutated documents that are compared: a million on request. */
const COUNT = FULL ? 1_000_000 : 8_000;

const FIELDS = [["text"], [undefined], ["text", undefined, "other"], ["a.b"], ["list[]", "text"], ["text", "text"]];

/** An object with this many names, `text` the last. */
function objectOf(names: number): string {
  const others = Array.from({ length: names - 1 }, (_, i) => [`n${i}`, i]);
  return JSON.stringify(Object.fromEntries([...others, ["text", ""]]));
}

const shown = (row: Row) =>
  "bad" in row
    ? { row: row.row, offset: row.offset, code: row.bad.code, message: row.bad.message }
    : { row: row.row, offset: row.offset, values: JSON.stringify(row.values) };

test(`reads ${COUNT} mutated documents as the strict parser does, with the same errors at the same bytes`, () => {
  const next = documents(random(18));
  let plain = 0;
  for (let i = 0; i < COUNT; i++) {
    const bytes = next();
    const fields = FIELDS[i % FIELDS.length]!;
    const line = { row: i + 1, offset: 7 * i, length: bytes.length, bytes };
    const quickNames = new FieldNames();
    const strictNames = new FieldNames();
    const quick = documentReader("data", { fields, fieldNames: quickNames })(line);
    const strict = strictReader("data", { fields, fieldNames: strictNames })(line);
    const what = `${JSON.stringify(bytes.toString("latin1"))} by ${fields}`;
    expect(shown(quick), what).toEqual(shown(strict));
    expect(quickNames.notChosen(fields), what).toEqual(strictNames.notChosen(fields));
    if (readPlainObject(bytes, []) !== undefined) plain++;
  }
  // Both ways are taken often.
  expect(plain).toBeGreaterThan(COUNT / 10);
  expect(plain).toBeLessThan(COUNT / 1.2);
});

test.each([
  ['{"id":1,"text":"a"}', true],
  ['{"id": 1, "text": "a\\n"}', true],
  ['{"text":"a","text":"b"}', false],
  ['{"text":"\\ud800"}', false],
  ['{"text":"a"} x', false],
  ['{"text":{"a":1}}', false],
  [objectOf(256), true],
  [objectOf(257), false],
])("%s is plain: %s", (text, isPlain) => {
  expect(readPlainObject(Buffer.from(text), ["text"]) !== undefined).toBe(isPlain);
});
