import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Deployment } from "../../../prover/chain/deployment/document.ts";
import { ALL_CIRCUITS } from "../../../prover/plan/circuits.ts";
import { readPinnedCircuits } from "../../../prover/setup/pinned.ts";
import { installedCircuit } from "../../support/artifacts.ts";
import { runCommand } from "../../support/command.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

/** A folder in which the small circuit of the tests stands for one of each kind. */
async function oneOfEach(): Promise<string> {
  const folder = folderWith();
  for (const name of ["exclusion_16x60", "inclusion", "listing_256"]) await installedCircuit(folder, name, name);
  return folder;
}

const found = async (...args: Parameters<typeof readPinnedCircuits>) =>
  (await readPinnedCircuits(...args)).map(({ kind, pageSize }) => `${kind} ${pageSize}`);

test("pins a circuit for the purpose that its name says, and only exclusion unless requested", async () => {
  const folder = await oneOfEach();
  expect(await found(folder)).toEqual(["exclusion 16"]);
  expect(await found(folder, ["inclusion"])).toEqual(["inclusion 1"]);
  expect(await found(folder, ["listing", "exclusion"])).toEqual(["exclusion 16", "listing 256"]);
  expect(new Set(ALL_CIRCUITS.map(({ name }) => name)).size).toBe(ALL_CIRCUITS.length);
});

test("does not use a circuit of another kind for a missing one", async () => {
  const folder = await installedCircuit(folderWith(), "inclusion", "inclusion");
  expect(await codeOf(() => readPinnedCircuits(folder))).toBe("setup/no-artifacts");
  await installedCircuit(folder, "inclusion");
  expect(await codeOf(() => readPinnedCircuits(folder))).toBe("setup/lock-differs");
});

test("a ledger is deployed with circuits for exclusion alone", async () => {
  const folder = folderWith();
  const artifacts = await oneOfEach();
  const values = { state: join(folder, "chain"), artifacts, "without-256": true };
  const { json } = await runCommand("chain deploy", [], values);
  const { circuits } = (json as { deployment: Deployment }).deployment;
  expect(circuits.map(({ entries }) => entries)).toEqual([16]);
});

test("only the keys that are named are read, and a name alone makes no circuit trusted", async () => {
  const folder = await oneOfEach();
  const circuitId = (await readPinnedCircuits(folder))[0]!.circuitId;
  const named = new Set([circuitId]);
  const other = new Set([`0x${"1".repeat(64)}`]);
  expect(await found(folder, ["exclusion"], named)).toEqual(["exclusion 16"]);
  expect(await found(folder, ["inclusion"], named)).toEqual(["inclusion 1"]);
  expect(await found(folder, ["exclusion", "listing"], other)).toEqual([]);
  await writeFile(join(folder, "exclusion_16x60/verification_key.json"), "{}");
  expect(await found(folder, ["exclusion"], other)).toEqual([]);
  expect(await codeOf(() => readPinnedCircuits(folder, ["exclusion"], named))).toBe("setup/hash-differs");
});
