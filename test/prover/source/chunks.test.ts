import { describe, expect, it } from "vitest";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { readerOf } from "../../../prover/source/readers.ts";
import { readingOf } from "../../../prover/source/records/format.ts";
import { LIMITS, type Row } from "../../../prover/source/records/row.ts";
import { type Case, corpus } from "./corpus.ts";

/** Records, or the code of the error over the file, when its bytes come in chunks of this size. */
async function readIn(size: number, { name, bytes, field }: Case): Promise<string> {
  const { format } = readingOf(name);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const source = { name, path: name, format, compression: "none", size: bytes.length, identity: "" } as const;
  const read = await readerOf(format);
  const rows: Row[] = [];
  try {
    const options = { fields: [field], limits: { ...LIMITS, rowBytes: 1 << 20 } };
    for await (const batch of read({ source, chunks, start: 0, rowsBefore: 0 }, options)) rows.push(...batch);
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
  return JSON.stringify(rows.map((row) => ("bad" in row ? [row.row, row.offset, row.bad.message] : row)));
}

describe("records do not depend on where the bytes are split", () => {
  it.each(["jsonl", "json", "csv", "tsv", "txt", "tar", "warc"])("in %s", async (ending) => {
    const isOf = ({ name, bytes }: Case) => name.endsWith(`.${ending}`) && bytes.length < 20_000;
    const files = (await corpus()).filter(isOf);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const whole = await readIn(file.bytes.length + 1, file);
      for (const size of [1, 2, 3, 7]) expect(await readIn(size, file), `${file.name} in ${size}`).toBe(whole);
    }
  });
});
