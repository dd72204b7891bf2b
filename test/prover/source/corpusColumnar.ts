import { Float64, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { parquetOf } from "../../support/formats.ts";
import type { Case } from "./corpus.ts";
import { arrowCases } from "./corpusArrow.ts";
import { parquetCases } from "./corpusParquet.ts";

const utf8 = (text: string) => Buffer.from(text, "utf8");

/** Parquet and Arrow. */
export async function columnar(): Promise<Case[]> {
  const parquet = await parquetOf(["a", "b"]);
  const arrow = Buffer.from(tableToIPC(new Table({ text: vectorFromArray(["a", "b"], new Utf8()) }), "stream"));
  const file = Buffer.from(tableToIPC(new Table({ text: vectorFromArray(["a", "b"], new Utf8()) }), "file"));
  const numbers = Buffer.from(tableToIPC(new Table({ text: vectorFromArray([1, 2], new Float64()) }), "stream"));
  const cases: [string, Uint8Array, string[] | string, string?][] = [
    ["plain.parquet", parquet, ["a", "b"]],
    ["null.parquet", await parquetOf(["a", null]), ["a", "source/not-text"]],
    ["no-rows.parquet", await parquetOf([]), []],
    ["missing-column.parquet", parquet, "source/missing-column", "body"],
    ["number-column.parquet", parquet, "source/column-type", "id"],
    ["cut.parquet", parquet.subarray(0, -1), "source/bad-parquet"],
    ["cut-front.parquet", parquet.subarray(1), "source/bad-parquet"],
    ["garbage-after.parquet", Buffer.concat([parquet, utf8("x")]), "source/bad-parquet"],
    ["empty.parquet", utf8(""), "source/bad-parquet"],
    ["stream.arrow", arrow, ["a", "b"]],
    ["file.arrow", file, ["a", "b"]],
    ["missing-column.arrow", arrow, "source/missing-column", "body"],
    ["number-column.arrow", numbers, "source/column-type"],
    ["no-end-mark.arrow", arrow.subarray(0, -8), "source/truncated"],
    ["cut.arrow", arrow.subarray(0, -20), "source/truncated"],
    ["garbage-after.arrow", Buffer.concat([arrow, utf8("x")]), "source/trailing-garbage"],
    ["file-cut.arrow", file.subarray(0, -1), "source/truncated"],
    ["empty.arrow", utf8(""), "source/truncated"],
    ...parquetCases,
    ...arrowCases,
  ];
  return cases.map(([name, bytes, verdict, field = "text"]) => ({ name, bytes, field, verdict }));
}
