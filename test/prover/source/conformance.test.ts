import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { folderWith } from "../../support/folder.ts";
import { readAll } from "../../support/rows.ts";
import { type Case, corpus } from "./corpus.ts";

/**
 * The corpus as it is committed, for readers in any language: the content of each file as base64 of gzip. It is
 * written by corpus.ts when DISJOINT_VECTORS is `write`.
 */
const VECTORS = new URL("../../vectors/conformance.json", import.meta.url);
type Vector = Omit<Case, "bytes"> & { gzip: string };

function committed(): Case[] {
  const vectors = JSON.parse(readFileSync(VECTORS, "utf8")) as Vector[];
  return vectors.map(({ gzip, ...rest }) => ({ ...rest, bytes: gunzipSync(Buffer.from(gzip, "base64")) }));
}

async function verdictOf({ name, bytes, field }: Omit<Case, "verdict">): Promise<string[] | string> {
  const path = join(folderWith({ [name]: bytes }), name);
  const format = name.includes("webdataset") ? ("webdataset" as const) : undefined;
  try {
    const { rows, accounts } = await readAll({ path, ...(format && { format }) }, { fields: [field] });
    expect(accounts).toEqual([{ bytes: bytes.length, sha256: sha256(bytes), rows: rows.length }]);
    const values = field?.endsWith("[]")
      ? rows.map((row) => row.values?.join("|"))
      : rows.map((row) => row.values?.[0]);
    return rows.map((row, i) => row.bad ?? values[i] ?? "");
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
}

describe("the conformance corpus", () => {
  it("has every case of corpus.ts", async () => {
    const cases = await corpus();
    const vectors = cases.map(({ bytes, ...rest }): Vector => ({ ...rest, gzip: gzipSync(bytes).toString("base64") }));
    if (process.env.DISJOINT_VECTORS === "write") writeFileSync(VECTORS, `${JSON.stringify(vectors, null, 1)}\n`);
    const verdicts = (list: Case[]) => list.map(({ name, field, verdict }) => ({ name, field, verdict }));
    expect(verdicts(committed())).toEqual(verdicts(cases));
    // What is text is here as it was written; archives and compressed files are as their libraries wrote them then.
    const isText = ({ name }: Case) => /\.(jsonl|json|csv|tsv|txt)$/.test(name);
    for (const [i, file] of committed().entries())
      if (isText(file)) expect(Buffer.compare(file.bytes, cases[i]!.bytes)).toBe(0);
  });

  it("has the expected verdict for each file", { timeout: 60_000 }, async () => {
    const files = committed();
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    expect(files.length).toBeGreaterThan(120);
    for (const file of files)
      expect({ name: file.name, verdict: await verdictOf(file) }).toEqual({ name: file.name, verdict: file.verdict });
  });

  it("has the same verdicts when compressed", { timeout: 60_000 }, async () => {
    const files = committed().filter(({ name }) => !/\.(gz|zst)$/.test(name));
    for (const { name, bytes, field, verdict } of files)
      for (const [ending, compress] of [
        [".gz", gzipSync],
        [".zst", zstdCompressSync],
      ] as const) {
        const file = { name: name + ending, bytes: compress(bytes), ...(field === undefined ? {} : { field }) };
        expect({ name: file.name, verdict: await verdictOf(file) }).toEqual({ name: file.name, verdict });
      }
  });
});
