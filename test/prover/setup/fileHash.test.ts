import { appendFile, open, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { installedFileSha256 } from "../../../prover/setup/fileHash.ts";
import { sha256File } from "../../../prover/shared/files.ts";
import { folderWith } from "../../support/folder.ts";

const PLANTED = "ab".repeat(32);
const later = () => Date.now() + 10_000;

let folder: string;
let path: string;
let cache: string;
beforeEach(async () => {
  folder = folderWith();
  path = join(folder, "key");
  cache = join(folder, "cache");
  await writeFile(path, Buffer.alloc(1 << 20, 7));
});

const hash = (now = later) => installedFileSha256(path, { cache, now });
const known = async () => (await readdir(cache).catch(() => [])).map((name) => join(cache, name));

/** Puts a wrong hash into the cache, so that a hash from there shows. */
async function plant(content = PLANTED): Promise<void> {
  expect(await hash()).toBe(await sha256File(path));
  const [file, ...others] = await known();
  expect(others).toEqual([]);
  await writeFile(file!, content);
}

test("reads a file that stays the same once", async () => {
  await plant();
  expect(await hash()).toBe(PLANTED);
});

test("stores what it knows for the user alone", async () => {
  await plant();
  for (const file of await known()) expect((await stat(file)).mode & 0o077).toBe(0);
});

test.each<[string, () => Promise<void>]>([
  ["longer", () => appendFile(path, "x")],
  [
    "of other content and of the old length and time",
    async () => {
      const { atime, mtime } = await stat(path);
      const file = await open(path, "r+");
      await file.write("x", 5);
      await file.close();
      await utimes(path, atime, mtime);
    },
  ],
  ["touched", () => utimes(path, 1, 1)],
])("hashes a file again that is %s", async (_, change) => {
  await plant();
  await change();
  expect(await hash()).toBe(await sha256File(path));
});

test("does not trust a file that has just changed", async () => {
  expect(await hash(Date.now)).toBe(await sha256File(path));
  expect(await known()).toEqual([]);
});

test("always hashes a small file", async () => {
  await writeFile(path, "small");
  expect(await hash()).toBe(await sha256File(path));
  expect(await known()).toEqual([]);
});

test("hashes again when the stored value is not a hash", async () => {
  await plant("damaged");
  expect(await hash()).toBe(await sha256File(path));
});

test("works where nothing can be stored", async () => {
  await writeFile(cache, "a file where the folder should be");
  expect(await hash()).toBe(await sha256File(path));
});

test("says so when there is no such file", async () => {
  await expect(installedFileSha256(join(folder, "nowhere"), { cache })).rejects.toMatchObject({ code: "ENOENT" });
});
