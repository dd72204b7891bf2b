import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { BlocklistPage } from "../../../prover/blocklist/format.ts";
import { ALL_CIRCUITS, CIRCUITS } from "../../../prover/plan/circuits.ts";
import { openingOf } from "../../../prover/plan/opening.ts";
import { planProofs } from "../../../prover/plan/plan.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { sortKeys, workKey } from "../../support/scene.ts";

const pages: BlocklistPage[] = Array.from({ length: 9 }, (_, page) => ({
  size: page % 3 === 0 ? 256 : 16,
  salt: 0n,
  keys: sortKeys(Array.from({ length: 16 }, (_, i) => workKey(`listed ${page} ${i}`))),
}));

test("every page that is not proved has one task, in the order of the list", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(12)), fc.integer({ min: 4, max: 23 }), (proved, bucketBits) => {
      const tasks = planProofs(bucketBits, pages, new Set(proved));
      const missing = pages.flatMap((_, index) => (proved.includes(index) ? [] : [index]));
      expect(tasks.map(({ index }) => index)).toEqual(missing);
      for (const { index, page, opening, circuit } of tasks) {
        expect(page).toBe(pages[index]);
        expect(opening).toEqual(openingOf(page, bucketBits));
        expect(circuit.entries).toBe(page.size);
        expect(circuit.nodes).toBeGreaterThanOrEqual(opening.nodeIds.length);
      }
    }),
  );
});

test("without a record of earlier proofs all pages are to be proved, and no page gives no task", () => {
  expect(planProofs(10, pages).map(({ index }) => index)).toEqual(pages.map((_, index) => index));
  expect(planProofs(10, [])).toEqual([]);
});

test("every circuit that can be planned has its file", () => {
  const files = ALL_CIRCUITS.map(({ name }) => join(PROJECT_ROOT, "circuits/main", `${name}.circom`));
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test("the smallest preferred circuit with room is planned, and the smallest of all where none has room", () => {
  const preferred = CIRCUITS.filter(({ name }) => ["exclusion_16x138", "exclusion_256x365"].includes(name));
  const planned = (bucketBits: number) =>
    planProofs(bucketBits, pages.slice(0, 2), new Set(), preferred, "smallest").map(({ circuit }) => circuit.name);
  expect(planned(4)).toEqual(["exclusion_256x365", "exclusion_16x138"]);
  expect(planProofs(4, pages.slice(1, 2), new Set(), [], "smallest").map(({ circuit }) => circuit.name)).toEqual([
    "exclusion_16x60",
  ]);
});
