import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { folderWith } from "../../support/folder.ts";
import { readAll } from "../../support/rows.ts";
import { type Case, corpus } from "./corpus.ts";

async function verdictOf({ name, bytes, field }: Omit<Case, "verdict">): Promise<string[] | string> {
  const path = join(folderWith({ [name]: bytes }), name);
  const format = name.includes("webdataset") ? ("webdataset" as const) : undefined;
  try {
    const { rows, accounts } = await readAll({ path, ...(format && { format }) }, { fields: [field] });
    expect(accounts).toEqual([{ bytes: bytes.length, sha256: sha256(bytes), rows: rows.length }]);
    return rows.map((row) => row.bad ?? row.values?.[0] ?? "");
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
}

describe("the conformance corpus", () => {
  it("gives its verdicts, each file as it is", { timeout: 60_000 }, async () => {
    const files = await corpus();
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    expect(files.length).toBeGreaterThan(120);
    for (const file of files)
      expect({ name: file.name, verdict: await verdictOf(file) }).toEqual({ name: file.name, verdict: file.verdict });
  });

  it("gives the same verdicts compressed", { timeout: 60_000 }, async () => {
    const files = (await corpus()).filter(({ name }) => !/\.(gz|zst)$/.test(name));
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
