import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync, zstdCompressSync } from "node:zlib";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { keyOf, keyToHex } from "../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import type { Format } from "../../../prover/source/records/row.ts";
import { folderWith } from "../../support/folder.ts";
import { duckdbFile, FIELD, tarOf } from "../../support/formats.ts";
import { readAll } from "../../support/rows.ts";

type Records = Exclude<Format, "files">;

/**
 * A file as a program wrote it, and how that was asked for: the columns id, text and score, whose texts are `TEXTS`.
 * Those of programs that are not installed here are committed, each made once by the version that is named.
 */
type Written = { writer: string; how: string; format: Records; bytes: Uint8Array; schemes?: string[] };

/** Works that are spelled differently by many writers; the last has lines and paragraphs. */
const TEXTS = [
  "It was a bright cold day in April.",
  "Größe, naïve – “curly” 中文 😀 and a / slash",
  'She said "no, never", and left; 100 % sure.',
];
const PARAGRAPHS = 'first line\nsecond line, with a "quote"\n\nand a paragraph';

function committed(): Written[] {
  const vectors = JSON.parse(readFileSync(new URL("../../vectors/writers.json", import.meta.url), "utf8"));
  return vectors.map(({ gzip, ...rest }: Omit<Written, "bytes"> & { gzip: string }) => ({
    ...rest,
    bytes: gunzipSync(Buffer.from(gzip, "base64")),
  }));
}

const DUCKDB: [Records, string][] = [
  ["jsonl", "FORMAT json"],
  ["json", "FORMAT json, ARRAY true"],
  ["csv", "FORMAT csv"],
  ["csv", "FORMAT csv, FORCE_QUOTE *"],
  ["tsv", "FORMAT csv, DELIMITER '\t'"],
  ...[
    "",
    "COMPRESSION zstd",
    "COMPRESSION gzip",
    "COMPRESSION brotli",
    "COMPRESSION lz4_raw",
    "COMPRESSION uncompressed",
  ]
    .flatMap((compression) => ["V1", "V2"].map((version) => [compression, `PARQUET_VERSION ${version}`]))
    .map((options): [Records, string] => ["parquet", ["FORMAT parquet", ...options].filter(Boolean).join(", ")]),
];

/** What programs write that are here. */
async function made(): Promise<Written[]> {
  const texts = [...TEXTS, PARAGRAPHS];
  const written: Written[] = [];
  for (const [format, options] of DUCKDB) {
    const bytes = await duckdbFile(format === "tsv" ? TEXTS : texts, options);
    written.push({ writer: "DuckDB", how: options, format, bytes });
  }
  const table = tableFromArrays({ id: texts.map((_, i) => i), text: texts });
  for (const how of ["stream", "file"] as const)
    written.push({ writer: "apache-arrow", how, format: "arrow", bytes: tableToIPC(table, how) });
  const members = texts.map((content, i) => ({ name: `${i}.txt`, content }));
  const bytes = await tarOf(members);
  written.push({ writer: "tar-stream", how: "pack", format: "tar", bytes });
  written.push({ writer: "tar-stream", how: "pack", format: "webdataset", bytes });
  return written;
}

const COMPRESSIONS = { "": (bytes: Uint8Array) => bytes, ".gz": gzipSync, ".zst": zstdCompressSync };

/** The keys of the texts in a file, or the code of the error that it ends in. */
async function keysIn({ format, bytes }: Written, ending: string, scheme: string): Promise<Set<string> | string> {
  const name = `data.${format}${ending}`;
  const path = join(folderWith({ [name]: COMPRESSIONS[ending as keyof typeof COMPRESSIONS](bytes) }), name);
  try {
    const { rows } = await readAll({ path, format }, { fields: [FIELD[format]] });
    const bad = rows.find((row) => row.bad !== undefined)?.bad;
    return bad ?? new Set(rows.flatMap(({ values = [] }) => values.map((value) => keyIn(scheme, value))));
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
}

const keyIn = (scheme: string, text: string): string =>
  keyToHex(keyOf(scheme, findScheme(scheme).values(Buffer.from(text))[0]!));

async function outcomeOf(file: Written, ending: string, scheme: string): Promise<string> {
  const keys = await keysIn(file, ending, scheme);
  if (typeof keys === "string") return keys;
  const isWhole = file.format !== "tsv" && file.format !== "lines" && !file.how.includes("as Excel for the Mac");
  const missed = [...TEXTS, ...(isWhole ? [PARAGRAPHS] : [])].filter((work) => !keys.has(keyIn(scheme, work)));
  return missed.length === 0 ? "found" : `missed: ${missed.join(" | ")}`;
}

let all: Promise<Written[]> | undefined;
const written = () => (all ??= made().then((own) => [...committed(), ...own]));

// The records of a WARC come from a crawler, not from a table of works.
const formats = (Object.keys(FIELD) as Records[]).filter((format) => format !== "warc");

describe.each(formats)("works in %s", (format) => {
  it.each(Object.keys(COMPRESSIONS))("as every common writer leaves them are found%s", async (ending) => {
    const files = (await written()).filter((file) => file.format === format);
    const outcomes = {} as Record<string, string>;
    const expected = {} as Record<string, string>;
    for (const file of files)
      for (const scheme of file.schemes ?? ["sha256", "text"]) {
        const name = `${file.writer}, ${file.how}`;
        const outcome = await outcomeOf(file, ending, scheme);
        outcomes[`${name}: ${scheme}`] = outcome;
        expected[`${name}: ${scheme}`] = "found";
      }
    expect(outcomes).toEqual(expected);
    expect(files.length).toBeGreaterThan(3);
  });
});
