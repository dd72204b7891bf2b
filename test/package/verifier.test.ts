import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { withTools } from "./support/install.ts";

test("disjoint/verify uses nothing that Node 20 and browsers of 2023 lack, and nothing of Node", async () => {
  const options = { cwd: PROJECT_ROOT, env: withTools() };
  const found = await promisify(execFile)("tsc", ["-p", "tsconfig.verify.json"], options).catch(({ stdout }) => ({
    stdout,
  }));
  expect(found.stdout).toBe("");
});
