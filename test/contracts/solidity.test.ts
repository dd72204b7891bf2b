import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { fuzz, runSolidityTests } from "../../scripts/fuzz.ts";
import { FULL } from "../support/full.ts";

const FORGERIES = readFileSync(join(PROJECT_ROOT, "test/contracts/FORGERIES.md"), "utf8");
const NO_LIMIT = 24 * 3_600_000;

describe("Solidity tests", () => {
  let stdout: string;
  beforeAll(async () => {
    stdout = FULL ? await fuzz() : await runSolidityTests();
  }, NO_LIMIT);

  const numbers = (pattern: RegExp) => [...stdout.matchAll(pattern)].map(([, digits]) => Number(digits));

  it("all pass, and none is missing", () => {
    expect(numbers(/(\d+) passing/g).reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(250);
    expect(stdout).not.toMatch(/\d+ (failing|skipped)/);
  });

  it("refuse every forgery of the list", () => {
    const named = [...FORGERIES.matchAll(/`(test_forgery_\w+)`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThanOrEqual(35);
    for (const name of named) expect(stdout).toContain(`✔ ${name}()`);
  });

  /** The number of calls in a run of an invariant is the depth in hardhat.config.ts. */
  it("try the required number of inputs and calls", () => {
    const inputs = numbers(/✔ testFuzz_.*\(runs: (\d+)/g);
    expect(inputs.length).toBeGreaterThan(40);
    expect(Math.min(...inputs)).toBeGreaterThanOrEqual(FULL ? 100_000 : 32);
    const runs = numbers(/✔ invariant_.*\(runs: (\d+)/g);
    expect(runs.length).toBeGreaterThanOrEqual(10);
    const calls = runs.reduce((sum, each) => sum + each, 0) * (FULL ? 500 : 64);
    expect(calls).toBeGreaterThanOrEqual(FULL ? 1_000_000 : 6_000);
  });
});

describe("branches", () => {
  it.runIf(FULL)("are all taken", { timeout: NO_LIMIT }, async () => {
    const { stdout } = await promisify(execFile)("node", ["scripts/coverage.ts"], { cwd: PROJECT_ROOT });
    const [, taken, all] = /(\d+) of (\d+) branches taken/.exec(stdout)!;
    expect(taken).toBe(all);
    expect(Number(all)).toBeGreaterThan(400);
  });
});
