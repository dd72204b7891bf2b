import { appendFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitShard } from "../../../../prover/commitment/commit.ts";
import { commitLayers } from "../../../../prover/commitment/layers.ts";
import type { CommitOptions } from "../../../../prover/commitment/reading/options.ts";
import { crowdedRecords } from "../../../../prover/commitment/shard/crowds.ts";
import { isMerkle, type Manifest } from "../../../../prover/commitment/shard/manifest.ts";
import { loadPoseidon } from "../../../../prover/native/poseidon.ts";
import { type CrowdedRecords, describeCrowds } from "../../../../prover/shared/crowds.ts";
import { type Poseidon, poseidonFrom } from "../../../../prover/shared/poseidon.ts";
import { CROWDS } from "../../../support/crowds.ts";
import { folderWith } from "../../../support/folder.ts";

const poseidon = await loadPoseidon();

const FILES = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`file ${i}.txt`, `file ${i}\n`]));

const filesOf = (numbers: readonly number[]) => Object.fromEntries(numbers.map((n) => [`${n}.txt`, String(n)]));

/** Counts what it hashes. */
const bitsOf = (manifest: Manifest) => (isMerkle(manifest) ? manifest.bucketBits : Number.NaN);

function counting(): { poseidon: Poseidon; count(): number } {
  let hashes = 0;
  const batch: Poseidon["batch"] = (arity, inputs) => {
    hashes += inputs.length / arity / 32;
    return poseidon.batch(arity, inputs);
  };
  return { poseidon: poseidonFrom("counting", batch), count: () => hashes };
}

/** Commits and measures: the depth, what was hashed, the bytes of the shard, and the records that are crowded. */
async function commit(
  sources: CommitOptions["sources"],
  scheme: { scheme: string; field?: string },
  bases: string[] = [],
) {
  const { poseidon: counted, count } = counting();
  const out = folderWith();
  const manifest = await commitShard({ sources, schemes: [scheme], out, poseidon: counted, bases });
  const bytes = readdirSync(out).reduce((sum, name) => sum + statSync(join(out, name)).size, 0);
  return { out, bits: bitsOf(manifest), hashes: count(), bytes, crowds: await crowdedRecords(out, manifest) };
}

const commitFiles = (files: Record<string, string>) =>
  commit([{ path: folderWith(files), format: "files" }], { scheme: "sha256" });

const namesIn = (crowds: readonly CrowdedRecords[]): string[][] =>
  crowds.map(({ records }) => records.map(({ source }) => source).sort());

const namesOf = (numbers: readonly number[]): string[] => numbers.map((n) => `${n}.txt`).sort();

test("17 of a thousand files that share 22 bits do not double what is stored, and are named", async () => {
  const honest = await commitFiles(FILES);
  const crowded = await commitFiles({ ...FILES, ...filesOf(CROWDS.sha256) });
  expect([honest.bits < 10, crowded.bits]).toEqual([true, 23]);
  expect(crowded.bytes).toBeLessThan(2 * honest.bytes);
  // A full tree has nine million nodes; here every key has a way of its own from the root, at most.
  expect(crowded.hashes).toBeLessThan(4 * 1017);
  expect(honest.crowds).toEqual([]);
  expect(crowded.crowds.map(({ bucketBits }) => bucketBits)).toEqual([23]);
  expect(namesIn(crowded.crowds)).toEqual([namesOf(CROWDS.sha256)]);
  expect(describeCrowds(crowded.crowds)).toEqual([
    expect.stringMatching(/^crowded: the keys of 17 records .* 2\^23 buckets.*("\d+\.txt", row 1(; )?){17}$/),
  ]);
});

test("34 files in two sets of 20 bits cost no more than that, and both sets are named", async () => {
  const honest = await commitFiles(FILES);
  const crowded = await commitFiles({ ...FILES, ...filesOf(CROWDS.sha256Twice.flat()) });
  expect(crowded.bits).toBe(21);
  expect(crowded.bytes).toBeLessThan(2 * honest.bytes);
  expect(crowded.hashes).toBeLessThan(4 * 1034);
  expect(namesIn(crowded.crowds).sort()).toEqual(CROWDS.sha256Twice.map(namesOf).sort());
});

test("rows of a CSV under another scheme are named by their rows", async () => {
  const rows = [...CROWDS.textTwice.flat(), ...Array.from({ length: 300 }, (_, i) => `title ${i}`)];
  const path = join(folderWith({ "works.csv": `title\n${rows.join("\n")}\n` }), "works.csv");
  const { bits, hashes, crowds } = await commit([{ path, format: "csv" }], { scheme: "text", field: "title" });
  expect(bits).toBe(21);
  expect(hashes).toBeLessThan(4 * rows.length);
  expect(crowds.map(({ records }) => records.map(({ row }) => row).sort((a, b) => a - b)).sort()).toEqual(
    CROWDS.textTwice.map((_, set) => Array.from({ length: 17 }, (_, i) => 17 * set + i + 1)).sort(),
  );
});

test("puts such files into one small deep layer", async () => {
  const data = folderWith(FILES);
  const folder = folderWith();
  const options = { sources: [{ path: data, format: "files" as const }], schemes: [{ scheme: "sha256" }] };
  const layersNow = async () => {
    const { poseidon: counted, count } = counting();
    const { layers, crowds } = await commitLayers({
      ...options,
      folder,
      cache: join(folder, "cache"),
      poseidon: counted,
    });
    return { layers, crowds, hashes: count() };
  };
  const first = await layersNow();
  for (const n of CROWDS.sha256) writeFileSync(join(data, `${n}.txt`), String(n));
  const second = await layersNow();
  expect(second.layers.map(({ manifest }) => bitsOf(manifest))).toEqual([bitsOf(first.layers[0]!.manifest), 23]);
  expect(second.hashes).toBeLessThan(40);
  expect([first.crowds, namesIn(second.crowds)]).toEqual([[], [namesOf(CROWDS.sha256)]]);
  expect((await layersNow()).crowds).toEqual(second.crowds);
});

test("all records that stop a commit are named in one run", async () => {
  const data = folderWith({ "data/rows.jsonl": `1\n2\n${CROWDS.tooDeep.flat().join("\n")}\n` });
  const sources = [{ path: join(data, "data") }];
  const error = await commit(sources, { scheme: "sha256" }).catch((error) => error);
  expect(error.code).toBe("tree/crowded");
  const rows = CROWDS.tooDeep.flat().map((_, i) => i + 3);
  const named = [...error.message.matchAll(/"rows\.jsonl", row (\d+)/g)].map(([, row]) => Number(row));
  expect(named.sort((a, b) => a - b)).toEqual(rows);
  expect(error.message.match(/17 keys: /g)).toHaveLength(CROWDS.tooDeep.length);
  // Without one record of each set there is room.
  mkdirSync(join(data, "fewer"));
  for (const set of CROWDS.tooDeep) appendFileSync(join(data, "fewer/rows.jsonl"), `${set.slice(1).join("\n")}\n`);
  const { bits } = await commit([{ path: join(data, "fewer") }], { scheme: "sha256" });
  expect(bits).toBeLessThanOrEqual(23);
});
