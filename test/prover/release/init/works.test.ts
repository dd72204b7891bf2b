import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitShard } from "../../../../prover/commitment/commit.ts";
import { readShard } from "../../../../prover/commitment/shard/readShard.ts";
import { keyOf, keyToHex } from "../../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../../prover/fingerprint/schemes.ts";
import { loadConfig } from "../../../../prover/release/config/load.ts";
import { initConfig } from "../../../../prover/release/init/init.ts";
import { DisjointError } from "../../../../prover/shared/errors.ts";
import { findListedRecords } from "../../../../prover/statements/findings.ts";
import { writeList } from "../../../support/blocklist.ts";
import { folderWith } from "../../../support/folder.ts";
import { poseidon } from "../../../support/scene.ts";
import { FILES } from "./works/files.ts";
import type { Files, Work } from "./works/material.ts";
import { RECORDS } from "./works/records.ts";

/**
 * What becomes of a listed work in data that is released by an unedited proposal: every way to refuse is one of the
 * release's own.
 */
async function outcomeOf(files: Files, work: Work, isListKnown: boolean): Promise<string> {
  const folder = folderWith(Object.fromEntries(Object.entries(files).map(([name, file]) => [`data/${name}`, file])));
  const scheme = findScheme(work.scheme);
  const keys = (scheme.entryValues ?? scheme.values)(Buffer.from(work.content)).map((value) =>
    keyOf(scheme.name, value),
  );
  const path = join(folder, "list");
  const entries = keys.map((key) => ({ key: keyToHex(key), label: "work" }));
  const list = await writeList(path, entries, { scheme: work.scheme });
  await initConfig({ data: join(folder, "data"), lists: isListKnown ? [path] : [], folder, poseidon });
  try {
    const { shards } = await loadConfig(folder);
    let found = 0;
    for (const { name, ...options } of shards) {
      const out = join(folder, "shards", name);
      await commitShard({ ...options, out, poseidon });
      found += findListedRecords(await readShard(out, poseidon), list).length;
    }
    return found > 0 ? "found" : "missed";
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
}

describe.each([true, false])("a listed work, the list known: %s", (isListKnown) => {
  for (const [what, files, work, outcome, outcomeWithoutList = outcome] of [...RECORDS, ...FILES])
    it(`of ${what}`, async () => {
      expect(await outcomeOf(await files(), work, isListKnown)).toBe(isListKnown ? outcome : outcomeWithoutList);
    });
});
