import { expect, test } from "vitest";
import { documentReader, strictReader } from "../../../../../prover/source/formats/text/jsonl.ts";
import { readPlainObject } from "../../../../../prover/source/formats/text/plainObject.ts";
import { FieldNames } from "../../../../../prover/source/records/fieldNames.ts";
import type { Row } from "../../../../../prover/source/records/row.ts";
import { FULL } from "../../../../support/full.ts";
import { random } from "../../../../support/random.ts";

/** Mutated documents that are compared: a million on request. */
const COUNT = FULL ? 1_000_000 : 8_000;

const DOCUMENTS = [
  '{"id":1,"text":"plain"}',
  '{"id": -12.5, "text": "two \\"words\\"\\n", "ok": true}',
  '{"text":"\\ud83d\\ude00 é 😀","lang":null,"other":"x"}',
  '{"text":"","__proto__":"p","a.b":"c","n":123456789012345678}',
  '{"meta":{"text":"inner"},"text":"outer","list":["a",1]}',
  '{"1":"number","text":"t","e":1e5,"big":1e999}',
  '{"text":7,"other":"\\u0041\\\\"}',
  ' {"text":"spaces" , "x" : false } ',
  '{"text":"cr"}\r',
  "[]",
];

/** Pieces that decide between good and bad JSON. */
const PIECES = [
  '"',
  "\\",
  "{",
  "}",
  ",",
  ":",
  " ",
  "\t",
  "\0",
  "0",
  "-",
  "e",
  "\\u",
  "\\ud800",
  '"text":"x"',
  "[",
  "]",
];

function mutated(next: () => number): Buffer {
  const pick = (count: number) => Math.floor(next() * count);
  let bytes = Buffer.from(DOCUMENTS[pick(DOCUMENTS.length)]!);
  for (let changes = pick(4); changes > 0; changes--) {
    const at = pick(bytes.length + 1);
    const piece = next() < 0.2 ? Buffer.from([pick(256)]) : Buffer.from(PIECES[pick(PIECES.length)]!);
    bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + pick(3))]);
  }
  return bytes;
}

const FIELDS = [["text"], [undefined], ["text", undefined, "other"], ["a.b"], ["list[]", "text"], ["text", "text"]];

const shown = (row: Row) =>
  "bad" in row
    ? { row: row.row, offset: row.offset, code: row.bad.code, message: row.bad.message }
    : { row: row.row, offset: row.offset, values: JSON.stringify(row.values) };

test(`reads ${COUNT} mutated documents as the strict parser does, with the same errors at the same bytes`, () => {
  const next = random(18);
  let plain = 0;
  for (let i = 0; i < COUNT; i++) {
    const bytes = mutated(next);
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
])("%s is plain: %s", (text, isPlain) => {
  expect(readPlainObject(Buffer.from(text), ["text"]) !== undefined).toBe(isPlain);
});
