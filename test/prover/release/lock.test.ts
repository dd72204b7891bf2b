import { expect, it } from "vitest";
import { withLock } from "../../../prover/release/lock.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

it("lets one run work in a folder, and the next one when it has ended, however it ended", async () => {
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
