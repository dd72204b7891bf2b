import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KEYS_FILE, keysInFolder, keysInMemory } from "../../../prover/tree/keys.ts";
import { folderWith } from "../../support/folder.ts";
import { sortKeys, workKey } from "../../support/scene.ts";

test.each([0, 1, 511, 512, 513, 3000])("%i keys are found in memory and in a file, and no other", (count) => {
  // Every third key shares the first 48 bits of the one before it.
  const all = Array.from({ length: 2 * count }, (_, i) => {
    const key = Uint8Array.from(workKey(`work ${i % 3 === 2 ? i - 1 : i}`));
    return i % 3 === 2 ? key.with(30, key[30]! ^ 1) : key;
  });
  const sorted = sortKeys(all.slice(0, count));
  const folder = folderWith();
  writeFileSync(join(folder, KEYS_FILE), Buffer.concat(sorted));
  for (const keys of [keysInMemory(Buffer.concat(sorted)), keysInFolder(folder)]) {
    expect(keys.count).toBe(count);
    expect(all.map((key) => keys.has(key))).toEqual(all.map((_, i) => i < count));
  }
});

test("many equal first bits do not hide a key", () => {
  const keys = Array.from({ length: 2000 }, (_, i) =>
    new Uint8Array(31)
      .fill(9)
      .with(29, i >> 8)
      .with(30, i & 255),
  );
  const held = keysInMemory(Buffer.concat(keys.filter((_, i) => i % 2 === 0)));
  expect(keys.map((key) => held.has(key))).toEqual(keys.map((_, i) => i % 2 === 0));
});
