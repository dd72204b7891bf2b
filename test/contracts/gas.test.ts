import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GAS_FILE, GAS_PAGE, gasPage, measureGas } from "../../scripts/gas.ts";

test("gas matches contracts/gas.json and GAS.md, and stays within the documented limits", {
  timeout: 300_000,
}, async () => {
  const gas = await measureGas();
  expect(gas).toEqual(JSON.parse(readFileSync(GAS_FILE, "utf8")));
  expect(readFileSync(GAS_PAGE, "utf8")).toBe(gasPage(gas));
  expect(gas["submit 1 page, the first of 256"]).toBeLessThanOrEqual(260_000);
  expect(gas["submitBatch of 64, per page"]).toBeLessThanOrEqual(60_000);
  expect(gas["submit a disjointness proof, the first"]).toBeLessThanOrEqual(230_000);
  expect(gas["a further shard, the same list"]).toBeLessThanOrEqual(95_000);
  expect(gas["a further list"]).toBeLessThanOrEqual(95_000);
  expect(gas["a further list, the second of two shards"]).toBeLessThanOrEqual(95_000);
  expect(gas["statusOf, a disjointness proof"]).toBeLessThanOrEqual(60_000);
  expect(gas["isClean, 1,000 pages"]).toBeLessThanOrEqual(60_000);
  expect(gas["statusOf, 1,000 pages"]).toBeLessThanOrEqual(60_000);
  expect(gas["statusOf a release, 1,000 pages"]).toBeLessThanOrEqual(60_000);
  expect(gas["statusOf a release of 8 shards, 1,000,000 pages"]).toBeLessThanOrEqual(1_000_000);
});
