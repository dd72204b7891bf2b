import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readMultipliers } from "../../../prover/blocklist/accumulate.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

const SECRET = { confidential: true };

/** A folder with the factors of this many epochs. */
function withEpochs(count: number): string {
  const folder = folderWith();
  const epochs = Array.from({ length: count }, (_, i) => ({ whole: String(2 * i + 2), added: String(2 * i + 3) }));
  writeFileSync(join(folder, "multipliers.json"), JSON.stringify({ format: "disjoint/multipliers/v1", epochs }));
  return folder;
}

test("the factors of an epoch that a killed run did not publish do not lock the list", async () => {
  expect(await readMultipliers(withEpochs(2), SECRET, 1)).toEqual([{ whole: 2n, added: 3n }]);
});

test("the factors of an epoch of the list must be there", async () => {
  expect(await codeOf(() => readMultipliers(withEpochs(1), SECRET, 2))).toBe("blocklist/invalid");
  expect(await codeOf(() => readMultipliers(folderWith(), SECRET, 1))).toBe("blocklist/not-found");
});
