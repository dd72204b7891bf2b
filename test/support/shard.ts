import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { commitShard } from "../../prover/commitment/commit.ts";
import { isMerkleShard, type MerkleShard, readShard } from "../../prover/commitment/shard/readShard.ts";
import { keyOf, keyToHex } from "../../prover/fingerprint/key.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import type { SourceSpec } from "../../prover/source/records/spec.ts";
import { poseidon } from "./scene.ts";

/** Writes files below `folder/data`, and `rows` to `folder/rows.jsonl`, and commits them to `folder/shard`. */
export async function commitFiles(
  folder: string,
  files: Record<string, string>,
  rows?: string[],
): Promise<MerkleShard> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, "data", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  const sources: SourceSpec[] = [{ path: join(folder, "data"), format: "files" }];
  if (rows !== undefined) {
    sources.push({ path: join(folder, "rows.jsonl") });
    await writeFile(join(folder, "rows.jsonl"), `${rows.join("\n")}\n`);
  }
  const out = join(folder, "shard");
  await commitShard({ sources, schemes: [{ scheme: "sha256" }], out, poseidon });
  return readMerkleShard(out);
}

/** A shard that must be committed to by a Merkle tree. */
export async function readMerkleShard(folder: string): Promise<MerkleShard> {
  const shard = await readShard(folder, poseidon);
  if (isMerkleShard(shard)) return shard;
  throw new Error(`${folder} has no tree`);
}

/** Files of one made-up text each. */
export const someFiles = (count: number, prefix = "work"): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}-${i}.txt`, `${prefix} ${i}`]));

/** The entry of a blocklist for a text. */
export const entryOf = (text: string, label = "", scheme = "sha256") => ({
  key: keyToHex(keyOf(scheme, findScheme(scheme).values(Buffer.from(text))[0]!)),
  label,
});
