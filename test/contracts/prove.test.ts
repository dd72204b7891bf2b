import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { FULL } from "../support/full.ts";

/** `npm run prove:contracts` fails if a property cannot be proved, or can be proved where it is false. */
test("properties of the contracts' arithmetic hold for all inputs", { timeout: 3_600_000 }, async () => {
  const only = FULL ? [] : ["WhatAnItemIsPromisedReachesIt"];
  const { stdout } = await promisify(execFile)("node", [join(PROJECT_ROOT, "scripts/prove.ts"), ...only]);
  expect(stdout).toContain(FULL ? "7 of 7 properties shown" : "1 of 1 properties shown");
});
