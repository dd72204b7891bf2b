import { expect, test } from "vitest";
import { LINE, type ReadPlainObjects } from "../../../prover/shared/plainObjects.ts";
import { documentReader } from "../../../prover/source/formats/text/jsonl.ts";
import { splitLines } from "../../../prover/source/formats/text/lines.ts";
import { batchReader } from "../../../prover/source/formats/text/plainLines.ts";
import { FieldNames } from "../../../prover/source/records/fieldNames.ts";
import type { Cell, Row } from "../../../prover/source/records/row.ts";
import { FULL } from "../../support/full.ts";
import { documents } from "../../support/jsonDocuments.ts";
import { random } from "../../support/random.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

const FILES = FULL ? 2_000 : 30;
const DOCUMENTS = 500;

const FIELDS = [["text"], [undefined], ["text", undefined, "other"], ["a.b"], ["list[]", "text"], ["text", "text"]];

/** Each row with its values or its error, and the names of the fields. */
async function read(bytes: Buffer, chunkBytes: number, fields: (string | undefined)[], fast: ReadPlainObjects) {
  const fieldNames = new FieldNames();
  const readLine = documentReader("data", { fields, fieldNames });
  const readLines = batchReader(readLine, fields, fast);
  const rows: Row[] = [];
  for await (const lines of splitLines({ chunks: () => chunksOf(bytes, chunkBytes), start: 0, rowsBefore: 0 }, 1000))
    rows.push(...readLines(lines));
  return { rows: rows.map(shown), names: fieldNames.notChosen(fields) };
}

/** As long as no line is one, each is read by itself. */
const none: ReadPlainObjects = (_bytes, bounds, wanted) => ({
  places: new Uint32Array((bounds.length / 2) * (1 + 2 * wanted.length)),
  texts: new Uint8Array(0),
});

async function* chunksOf(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const shown = (row: Row) =>
  "bad" in row
    ? { row: row.row, offset: row.offset, code: row.bad.code, message: row.bad.message }
    : { row: row.row, offset: row.offset, values: row.values.map(shownCell) };

function shownCell(cell: Cell): unknown {
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString("latin1");
  return Array.isArray(cell) ? cell.map(shownCell) : String(cell);
}

await describeKernels("plain objects", ({ native, addon }: Kernel) => {
  test(`${FILES * DOCUMENTS} changed documents are read as line by line, with the same errors`, async () => {
    const next = documents(random(19));
    const numbers = random(20);
    let fast = 0;
    const counted: ReadPlainObjects = (bytes, bounds, wanted) => {
      const found = native.readPlainObjects(bytes, bounds, wanted);
      for (let at = 0; at < found.places.length; at += 1 + 2 * wanted.length)
        if (found.places[at] === LINE.sameNames) fast++;
      return found;
    };
    for (let i = 0; i < FILES; i++) {
      const end = i % 7 === 0 ? "\r\n" : "\n";
      const all = Array.from({ length: DOCUMENTS }, () => Buffer.concat([next(), Buffer.from(end)]));
      const bytes = Buffer.concat(all);
      // A byte that is no UTF-8 leaves its whole batch to the other reader: most files have none.
      const text = i % 5 === 0 ? bytes : Buffer.from(bytes.toString("utf8"));
      const chunkBytes = 1 + Math.floor(numbers() ** 2 * 40_000);
      const fields = FIELDS[i % FIELDS.length]!;
      expect(await read(text, chunkBytes, fields, counted)).toEqual(await read(text, chunkBytes, fields, none));
    }
    expect(fast).toBeGreaterThan((FILES * DOCUMENTS) / 20);
  });

  test("bounds outside of the bytes, or other places, are refused", () => {
    const bytes = Buffer.from('{"text":"a"}');
    for (const bounds of [
      [0, 13],
      [5, 4],
      [0xffffffff, 0xffffffff],
    ])
      expect(() => native.readPlainObjects(bytes, Uint32Array.from(bounds), [])).toThrow(/is not within the bytes/);
    for (const [bounds, places] of [
      [7, 4],
      [8, 3],
      [8, 8],
    ] as const) {
      const call = () => addon.plainObjects(bytes, new Uint8Array(bounds), [], new Uint8Array(places), bytes);
      expect(call).toThrow(/whole numbers of 32 bits for each line/);
    }
  });

  test("without room for the texts, lines with escapes are left to the other reader", () => {
    const bytes = Buffer.from('{"text":"a\\n"}');
    const places = new Uint8Array(12);
    addon.plainObjects(
      bytes,
      new Uint8Array(Uint32Array.of(0, bytes.length).buffer),
      ["text"],
      places,
      places.slice(0, 4),
    );
    expect(places[0]).toBe(LINE.other);
  });
});
