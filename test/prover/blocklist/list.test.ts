import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIST_FILE, pageFile } from "../../../prover/blocklist/format.ts";
import { computePageDigest } from "../../../prover/blocklist/page.ts";
import { readBlocklist } from "../../../prover/blocklist/read.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { someEntries, writeList } from "../../support/blocklist.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { poseidon } from "../../support/scene.ts";

const bytesOf = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");
const modeOf = (folder: string, name: string) => statSync(join(folder, name)).mode & 0o777;

describe("a list", () => {
  it.each([
    [1, [1]],
    [16, [16]],
    [17, [16, 1]],
    [256, Array<number>(16).fill(16)],
  ])("of %i entries is read as it was written, page by page", async (count, lengths) => {
    const folder = folderWith();
    const written = await writeList(folder, someEntries(count));
    const list = await readBlocklist(folder, poseidon);
    expect(list).toEqual(written);
    expect(list.pages.map(({ keys }) => keys.length)).toEqual(lengths);
    const labels = new Map(someEntries(count).map(({ key, label }) => [key, label]));
    const listed = list.pages.flatMap((page) =>
      page.keys.map((key, i) => [Buffer.from(key).toString("hex"), page.labels[i]!] as const),
    );
    expect(listed.map(([key]) => key)).toEqual([...labels.keys()].sort());
    expect(new Map(listed)).toEqual(labels);
    for (const page of list.pages) expect(page.digest).toBe(await computePageDigest(page, poseidon));
  });

  it("with pages of 256 has one for 256 entries and two for 257", async () => {
    for (const [count, lengths] of [
      [256, [256]],
      [257, [256, 1]],
    ] as const) {
      const list = await writeList(folderWith(), someEntries(count), { pageSize: 256 });
      expect(list.pages.map(({ keys }) => keys.length)).toEqual(lengths);
    }
  });

  it("is a function of the set of its entries", async () => {
    const entries = someEntries(20);
    const expected = await writeList(folderWith(), entries);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.subarray(entries),
        async (shuffled, repeated) => {
          const list = await writeList(folderWith(), [...shuffled, ...repeated]);
          expect(list.root).toBe(expected.root);
        },
      ),
      { numRuns: 5 },
    );
  });

  it("keeps the first label of an entry that is named twice", async () => {
    const [entry] = someEntries(1);
    const list = await writeList(folderWith(), [entry!, { ...entry!, label: "later" }]);
    expect(list.pages.map(({ labels }) => labels)).toEqual([["listed 0"]]);
  });

  it("needs an entry", async () => {
    const folder = folderWith();
    expect(await codeOf(() => writeList(folder, []))).toBe("blocklist/nothing-new");
    expect(existsSync(join(folder, LIST_FILE))).toBe(false);
  });
});

describe("an append", () => {
  it("adds pages and an epoch, and leaves every older page as it is", async () => {
    const folder = folderWith();
    const first = await writeList(folder, someEntries(17));
    const old = [0, 1].map((page) => bytesOf(folder, pageFile(page)));
    const second = await writeList(folder, [...someEntries(17), ...someEntries(3, "later")], {}, first);
    expect(second.epochs).toEqual([2, 3]);
    expect([0, 1].map((page) => bytesOf(folder, pageFile(page)))).toEqual(old);
    expect(second.pages.slice(0, 2)).toEqual(first.pages);
    expect(second.pages[2]!.labels.toSorted()).toEqual(["later 0", "later 1", "later 2"]);
    expect(second.root).not.toBe(first.root);
    expect(await readBlocklist(folder, poseidon)).toEqual(second);
    const third = await writeList(folder, someEntries(40, "last"), {}, second);
    expect(third.epochs).toEqual([2, 3, 6]);
  });

  it("of entries that the list already has is refused and changes nothing", async () => {
    const folder = folderWith();
    const list = await writeList(folder, someEntries(17));
    const before = bytesOf(folder, LIST_FILE);
    expect(await codeOf(() => writeList(folder, someEntries(5), {}, list))).toBe("blocklist/nothing-new");
    expect(bytesOf(folder, LIST_FILE)).toBe(before);
  });

  it("that was interrupted leaves the list unchanged, and can be repeated", async () => {
    const folder = folderWith();
    const first = await writeList(folder, someEntries(5));
    const root = bytesOf(folder, LIST_FILE);
    const more = someEntries(20, "later");
    const whole = await writeList(folder, more, {}, first);
    const kept = [LIST_FILE, pageFile(1), pageFile(2)].map((name) => bytesOf(folder, name));
    // What kill -9 leaves before the root document is renamed: pages without it, the last of them another's.
    writeFileSync(join(folder, LIST_FILE), root);
    writeFileSync(join(folder, pageFile(2)), "{}");
    const left = await readBlocklist(folder, poseidon);
    expect(left).toEqual(first);
    expect(await writeList(folder, more, {}, left)).toEqual(whole);
    expect([LIST_FILE, pageFile(1), pageFile(2)].map((name) => bytesOf(folder, name))).toEqual(kept);
  });
});

describe("confidential lists", () => {
  it("have a salt of its own for every page, in files that only their owner can read", async () => {
    const folder = folderWith();
    const list = await writeList(folder, someEntries(40), { confidential: true });
    const salts = list.pages.map(({ salt }) => salt);
    expect(new Set(salts).size).toBe(3);
    expect(salts.every((salt) => salt > 0n && salt < FIELD_ORDER)).toBe(true);
    expect(list.pages.map((_, i) => modeOf(folder, pageFile(i)))).toEqual([0o600, 0o600, 0o600]);
    for (const salt of salts) expect(bytesOf(folder, LIST_FILE)).not.toContain(`${salt}`);
    expect(await readBlocklist(folder, poseidon)).toEqual(list);
  });

  it("with the same entries have other digests", async () => {
    const lists = await Promise.all([1, 2].map(() => writeList(folderWith(), someEntries(3), { confidential: true })));
    expect(lists[0]!.pages[0]!.digest).not.toBe(lists[1]!.pages[0]!.digest);
  });

  it("stay so when they grow", async () => {
    const folder = folderWith();
    const list = await writeList(folder, someEntries(3), { confidential: true });
    const grown = await writeList(folder, someEntries(3, "later"), { confidential: true }, list);
    expect(new Set(grown.pages.map(({ salt }) => salt)).size).toBe(2);
    expect(modeOf(folder, pageFile(1))).toBe(0o600);
  });

  it("are the only ones with salts", async () => {
    const folder = folderWith();
    const list = await writeList(folder, someEntries(40));
    expect(list.pages.map(({ salt }) => salt)).toEqual([0n, 0n, 0n]);
    expect(modeOf(folder, pageFile(0)) & 0o044).toBe(0o044);
  });
});
