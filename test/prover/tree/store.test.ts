import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bigIntToBytesLE } from "../../../prover/shared/field.ts";
import { silent } from "../../../prover/shared/progress.ts";
import { type HashNodes, hashNodes } from "../../../prover/tree/build.ts";
import { childCount, levelCount, levelWidth } from "../../../prover/tree/shape.ts";
import { readTree, TREE_FILES, writeTree } from "../../../prover/tree/store.ts";
import { childrenOf, rootOf, type Tree } from "../../../prover/tree/tree.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { committedTree, poseidon } from "../../support/scene.ts";

const tree = await committedTree(300);

/** All of a tree, to be compared. */
const contentOf = ({ bucketBits, keys, hashes, places }: Tree) => ({
  bucketBits,
  keys: Buffer.from(keys.read(0, keys.count)),
  hashes: Buffer.from(hashes.read(0, hashes.length)),
  counts: places.counts,
});

/** The hashes of all nodes of all levels, end to end. */
const fullHashes = (some: Tree): Buffer =>
  Buffer.concat([
    bigIntToBytesLE(rootOf(some)),
    ...Array.from({ length: levelCount(some.bucketBits) }, (_, level) =>
      Array.from({ length: levelWidth(some.bucketBits, level) }, (_, index) =>
        childrenOf(some, level, index)
          .slice(0, childCount(some.bucketBits, level))
          .map((hash) => bigIntToBytesLE(hash)),
      ).flat(),
    ).flat(),
  ]);

/** A folder with the keys of a tree and, made from them, its hashes. */
async function stored(some = tree): Promise<string> {
  const folder = folderWith();
  writeFileSync(join(folder, TREE_FILES[0]), some.keys.read(0, some.keys.count));
  expect(contentOf(await writeTree(folder, poseidon))).toEqual(contentOf(some));
  expect(readdirSync(folder).sort()).toEqual(TREE_FILES);
  return folder;
}

test("a stored tree is read back unchanged", async () => {
  const read = await readTree(await stored(), tree.bucketBits);
  expect(tree.bucketBits).toBeGreaterThan(4);
  expect(contentOf(read)).toEqual(contentOf(tree));
});

test("a tree without keys is stored too", async () => {
  const empty = await committedTree(0);
  expect(contentOf(await readTree(await stored(empty), 4))).toEqual(contentOf(empty));
});

test("a full tree, as older versions stored it, is read as the same tree", async () => {
  for (const count of [0, 1, 20, 300]) {
    const some = await committedTree(count);
    const folder = await stored(some);
    writeFileSync(join(folder, TREE_FILES[1]), fullHashes(some));
    const read = await readTree(folder, some.bucketBits, "full");
    expect({ ...contentOf(read), hashes: "" }).toEqual({ ...contentOf(some), hashes: "" });
    expect(fullHashes(read)).toEqual(fullHashes(some));
    expect(await codeOf(() => readTree(folder, some.bucketBits))).toBe("tree/size");
  }
});

test.each(TREE_FILES)("%s of a wrong size is refused", async (name) => {
  for (const change of [1, 32, -1, -32]) {
    const folder = await stored();
    const path = join(folder, name);
    if (change > 0) appendFileSync(path, new Uint8Array(change));
    else truncateSync(path, readFileSync(path).length + change);
    expect(await codeOf(() => readTree(folder, tree.bucketBits))).toBe("tree/size");
  }
});

test.each([-1, 0, 3, 24, 48, 4.5, Number.NaN, Number.POSITIVE_INFINITY])("bucketBits %d is refused", async (bits) => {
  const folder = await stored();
  expect(await codeOf(() => readTree(folder, bits))).toBe("tree/size");
});

test("the files of a tree of another depth are refused", async () => {
  const folder = await stored();
  for (let bits = 4; bits <= 23; bits++)
    expect(await codeOf(() => readTree(folder, bits))).toBe(bits === tree.bucketBits ? "accepted" : "tree/size");
});

test("the hashes of others are checked, from buckets up to the root", async () => {
  const folder = folderWith({ [TREE_FILES[0]]: tree.keys.read(0, 60) });
  const codes: string[] = [];
  for (const wrong of [undefined, 0, 1, 2]) {
    const hash: HashNodes = (whole, onNodes) =>
      hashNodes(whole, (level, hashes) => onNodes(level, level === wrong ? hashes.map((byte) => byte ^ 1) : hashes));
    codes.push(
      await codeOf(async () => expect((await writeTree(folder, poseidon, silent, hash)).places.counts).toHaveLength(3)),
    );
  }
  expect(codes).toEqual(["accepted", ...Array(3).fill("tree/wrong-hash")]);
});
