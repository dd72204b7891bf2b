import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { FULL } from "../support/full.ts";

const HARDHAT = join(PROJECT_ROOT, "node_modules/.bin/hardhat");

describe("Solidity tests", () => {
  it("all pass, and there are as many as there should be", { timeout: 24 * 3_600_000 }, async () => {
    const profile = FULL ? "full" : "default";
    const { stdout } = await promisify(execFile)(HARDHAT, ["test", "solidity", "--test-profile", profile], {
      cwd: PROJECT_ROOT,
      maxBuffer: 1 << 26,
    });
    expect(Number(/(\d+) passing/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(126);
    expect(stdout).not.toMatch(/\d+ (failing|skipped)/);
  });
});
