import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { commitShard } from "../../../prover/commitment/commit.ts";
import { loadPoseidon } from "../../../prover/native/poseidon.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import type { Poseidon } from "../../../prover/shared/poseidon.ts";
import type { Compression, Format } from "../../../prover/source/records/row.ts";
import { folderWith } from "../../support/folder.ts";
import { compress, ENDING, FIELD, filesOf } from "../../support/formats.ts";

const TEXTS = Array.from({ length: 40 }, (_, i) => `record ${i}, "é" ${"漢字 ".repeat(i % 5)}`);

let poseidon: Poseidon;
beforeAll(async () => {
  poseidon = await loadPoseidon();
});

/** The hash of the keys that a folder of files gives under two schemes. */
async function keysOf(path: string, format: Format, field: string | undefined): Promise<string> {
  const out = folderWith();
  const schemes = ["sha256", "text"].map((scheme) => ({ scheme, field }));
  const { keys, rows } = await commitShard({ sources: [{ path, format }], schemes, out, poseidon });
  expect([keys, rows]).toEqual([2 * TEXTS.length, TEXTS.length]);
  return sha256(readFileSync(join(out, "keys.bin")));
}

test("the same records give the same keys from every format and compression", { timeout: 120_000 }, async () => {
  const asFiles = folderWith(Object.fromEntries(TEXTS.map((text, i) => [`${i}.bin`, text])));
  const expected = await keysOf(asFiles, "files", undefined);
  const files = await filesOf(TEXTS);
  const found: Record<string, string> = {};
  for (const format of Object.keys(files) as Exclude<Format, "files">[])
    for (const compression of Object.keys(ENDING) as Compression[]) {
      const name = `data.${format}${ENDING[compression]}`;
      const folder = folderWith({ [name]: compress(files[format], compression) });
      found[name] = await keysOf(folder, format, FIELD[format]);
    }
  expect(Object.keys(found)).toHaveLength(30);
  expect(new Set(Object.values(found))).toEqual(new Set([expected]));
});
