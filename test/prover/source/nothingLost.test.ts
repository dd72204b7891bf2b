import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { describe, expect, it, test } from "vitest";
import { normalizeText } from "../../../prover/fingerprint/text.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { formatNames } from "../../../prover/source/records/format.ts";
import type { Format } from "../../../prover/source/records/row.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { duckdbFile, FIELD } from "../../support/formats.ts";
import { readAll } from "../../support/rows.ts";

type Records = Exclude<Format, "files">;

const COMPRESSED = { "": (bytes: Uint8Array) => bytes, ".gz": gzipSync, ".zst": zstdCompressSync };

/** Files with content of which nothing is a record, by format; of lines and of files, everything is. */
const WITHOUT_RECORDS: Record<
  Exclude<Records, "lines" | "jsonl" | "warc" | "parquet" | "arrow">,
  () => Promise<Uint8Array> | Uint8Array
> = {
  json: () => Buffer.from(" [ ]\n"),
  csv: () => Buffer.from("id,text\r\n"),
  tsv: () => Buffer.from("id\ttext\n"),
  tar: () => Buffer.alloc(10_240),
  webdataset: () => Buffer.alloc(10_240),
};

/** Files that say themselves that they have no rows. */
const OF_NO_ROWS: Record<"parquet" | "arrow", () => Promise<Uint8Array> | Uint8Array> = {
  parquet: () => duckdbFile([], "FORMAT parquet"),
  arrow: () => tableToIPC(new Table({ id: vectorFromArray([], new Utf8()), text: vectorFromArray([], new Utf8()) })),
};

describe("a file that has content and gives no record", () => {
  const formats = Object.keys(WITHOUT_RECORDS) as (keyof typeof WITHOUT_RECORDS)[];

  it("exists in every format that allows it", () => {
    expect([...formats, ...Object.keys(OF_NO_ROWS), "files", "lines", "jsonl"].sort()).toEqual(
      formatNames()
        .filter((format) => format !== "warc")
        .sort(),
    );
  });

  it.each(formats)("is an error in %s, compressed or not", async (format) => {
    const bytes = await WITHOUT_RECORDS[format]();
    for (const [ending, compress] of Object.entries(COMPRESSED)) {
      const name = `data.${format}${ending}`;
      const path = join(folderWith({ [name]: compress(bytes) }), name);
      const read = () => readAll({ path, format }, { fields: [FIELD[format]] });
      expect({ name, code: await codeOf(read) }).toEqual({ name, code: "source/no-records" });
    }
  });
});

test.each(Object.keys(OF_NO_ROWS) as (keyof typeof OF_NO_ROWS)[])("%s that states no rows has none", async (format) => {
  const path = join(folderWith({ [`data.${format}`]: await OF_NO_ROWS[format]() }), `data.${format}`);
  expect((await readAll({ path, format }, { fields: [FIELD[format]] })).rows).toEqual([]);
});

const WORKS = ["first work", "a second work", "the last one"];
const documents = WORKS.map((text, id) => JSON.stringify({ id, text }));
const LINES: Record<"csv" | "tsv" | "lines" | "jsonl", string[]> = {
  csv: ["id,text", ...WORKS.map((text, id) => `${id},${text}`)],
  tsv: ["id\ttext", ...WORKS.map((text, id) => `${id}\t${text}`)],
  lines: WORKS,
  jsonl: documents,
};
const ENDING = { csv: "csv", tsv: "tsv", lines: "txt", jsonl: "jsonl" };
const ENDS = { LF: "\n", CRLF: "\r\n", CR: "\r" };

/** Whether every work is found as text, or the code of what is refused. */
async function outcomeOf(path: string, format: Format | "auto", field: string | undefined): Promise<string> {
  try {
    const { rows } = await readAll({ path, format }, { fields: [field] });
    const bad = rows.find((row) => row.bad !== undefined)?.bad;
    const texts = new Set(rows.flatMap(({ values = [] }) => values.map((value) => normal(value))));
    return bad ?? (WORKS.every((work) => texts.has(normal(work))) ? "found" : "missed");
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
}

const normal = (text: string) => Buffer.from(normalizeText(Buffer.from(text))).toString();

describe.each(Object.keys(LINES) as (keyof typeof LINES)[])("works in the lines of %s", (format) => {
  it.each(Object.keys(ENDS) as (keyof typeof ENDS)[])(
    "that end in %s are found, or the file is refused",
    async (end) => {
      for (const isLastEnded of [true, false])
        for (const [ending, compress] of Object.entries(COMPRESSED)) {
          const text = LINES[format].join(ENDS[end]) + (isLastEnded ? ENDS[end] : "");
          const name = `data.${ENDING[format]}${ending}`;
          const path = join(folderWith({ [name]: compress(Buffer.from(text)) }), name);
          for (const given of ["auto", format] as const) {
            const outcome = await outcomeOf(path, given, FIELD[format]);
            const isRefused = end === "CR" && /^(source|json)\/[a-z-]+$/.test(outcome);
            expect({ name, given, outcome: isRefused ? "found" : outcome }).toEqual({ name, given, outcome: "found" });
          }
        }
    },
  );
});
