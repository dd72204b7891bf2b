import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withLock } from "../../../../prover/release/steps/lock.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";

test("lets only one run work in a folder at a time, however the last one ended", async () => {
  const folder = folderWith();
  const inner = await withLock(folder, () => codeOf(() => withLock(folder, async () => "in")));
  expect(inner).toBe("release/busy");
  const failed = withLock(folder, async () => {
    throw new Error("failed");
  });
  await expect(failed).rejects.toThrow("failed");
  expect(await withLock(folder, async () => "in")).toBe("in");
  expect(await withLock(folderWith(), () => withLock(folder, async () => "elsewhere"))).toBe("elsewhere");
});

test("keeps the salts of its folder out of git, and leaves a .gitignore that is there as it is", async () => {
  const folder = folderWith();
  await withLock(folder, async () => "in");
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  writeFileSync(join(folder, ".gitignore"), "*\n!report.json\n");
  await withLock(folder, async () => "in");
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n!report.json\n");
});

test.each([
  ["a file in the folder's place", () => join(folderWith({ out: "" }), "out")],
  ["a folder below a file", () => join(folderWith({ out: "" }), "out/deeper")],
  ["a lock that is no database", () => folderWith({ "lock.sqlite": "not a database, ".repeat(100) })],
])("says that it cannot write: %s", async (_, folder) => {
  expect(await codeOf(() => withLock(folder(), async () => "in"))).toBe("release/output");
});

test.runIf(process.getuid?.() !== 0)("reports a read-only folder as one", async () => {
  const folder = folderWith();
  chmodSync(folder, 0o500);
  expect(await codeOf(() => withLock(folder, async () => "in"))).toBe("release/output");
});
