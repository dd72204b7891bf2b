import { appendFileSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTree, TREE_FILES, writeTree } from "../../../prover/tree/store.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { committedTree } from "../../support/scene.ts";

const tree = await committedTree(300);

async function stored(): Promise<string> {
  const folder = folderWith();
  await writeTree(folder, tree);
  return folder;
}

test("a stored tree is read as it was", async () => {
  const read = await readTree(await stored(), tree.bucketBits);
  expect(tree.bucketBits).toBeGreaterThan(4);
  expect(read.bucketBits).toBe(tree.bucketBits);
  expect(Buffer.from(read.keys).equals(tree.keys)).toBe(true);
  expect(read.levels.map((level) => Buffer.from(level).toString("hex"))).toEqual(
    tree.levels.map((level) => Buffer.from(level).toString("hex")),
  );
});

test("a tree without keys is stored too", async () => {
  const folder = folderWith();
  const empty = await committedTree(0);
  await writeTree(folder, empty);
  const read = await readTree(folder, 4);
  expect(read.keys).toHaveLength(0);
  expect(Buffer.concat(read.levels).equals(Buffer.concat(empty.levels))).toBe(true);
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
