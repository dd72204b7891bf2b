import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { BlocklistPage } from "../../../../prover/blocklist/format.ts";
import { commitShard } from "../../../../prover/commitment/commit.ts";
import { type MerkleShard, readShard } from "../../../../prover/commitment/shard/readShard.ts";
import { CIRCUITS } from "../../../../prover/plan/circuits.ts";
import { openingOf } from "../../../../prover/plan/opening.ts";
import { witnessInput } from "../../../../prover/witness/exclusion.ts";
import { inclusionInput } from "../../../../prover/witness/inclusion.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";
import { poseidon, sortKeys, workKey } from "../../../support/scene.ts";
import { readMerkleShard } from "../../../support/shard.ts";

const vector = (name: string) => fileURLToPath(new URL(`../../../vectors/${name}`, import.meta.url));

/** A copy of the stored shard, of which most buckets are empty, with its manifest changed. */
function stored(change: (manifest: Record<string, unknown>) => object = (manifest) => manifest): string {
  const folder = folderWith();
  cpSync(vector("shard.v2"), folder, { recursive: true });
  const path = join(folder, "manifest.json");
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")))));
  return folder;
}

/** All that a proof is made from: of a page that opens buckets all over the tree, and of a key that is there. */
function witnesses({ commitment, tree, salt }: MerkleShard) {
  const page: BlocklistPage = {
    size: 16,
    salt: 0n,
    keys: sortKeys(Array.from({ length: 16 }, (_, i) => workKey(`no record ${i}`))),
  };
  const opening = openingOf(page, tree.bucketBits);
  return [
    witnessInput({ commitment, pageDigest: 1n }, page, tree, salt, opening, CIRCUITS[0]!),
    inclusionInput(commitment, tree.keys.read(0, 1), tree, salt),
  ];
}

const withoutCoverage = ({ coverage: _, ...manifest }: Record<string, unknown>) => ({
  ...manifest,
  format: "disjoint/manifest/v1",
});

test("shards of older manifests give the proofs of a shard that is committed now", async () => {
  const out = folderWith();
  writeFileSync(join(out, "salt"), "12345\n");
  await commitShard({
    sources: [{ path: vector("shard.v2.jsonl"), format: "jsonl" }],
    schemes: [{ scheme: "sha256", field: "text" }],
    out,
    poseidon,
  });
  const now = await readMerkleShard(out);
  expect([now.manifest.format, now.tree.bucketBits]).toEqual(["disjoint/manifest/v3", 7]);
  for (const folder of [vector("shard.v2"), stored(), stored(withoutCoverage)]) {
    const shard = await readMerkleShard(folder);
    expect(shard.commitment).toBe(now.commitment);
    expect(witnesses(shard)).toEqual(witnesses(now));
  }
});

test("a tree is not read in the layout of another version", async () => {
  const folder = stored((manifest) => ({ ...manifest, format: "disjoint/manifest/v3" }));
  expect(await codeOf(() => readShard(folder, poseidon))).toBe("tree/size");
});
