import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { folderWith } from "../support/folder.ts";

/** `scripts/ci` in a folder, outside of GitHub. */
function ci(folder: string, ...args: string[]) {
  const { GITHUB_ACTIONS: _, ...env } = process.env;
  const { status, stdout } = spawnSync(join(PROJECT_ROOT, "scripts/ci"), args, { cwd: folder, env, encoding: "utf8" });
  return { status, stdout };
}

test.each([[], ["release"], ["release", ""], ["release", "--help"], ["prove", "v1"]])(
  "is not run with %j",
  (...args) => {
    expect(ci(folderWith(), ...args)).toEqual({ status: 2, stdout: "" });
  },
);

test("ends as the release ends, without words for GitHub and without a report of an earlier run", () => {
  const folder = folderWith({ "disjoint-reports/report.json": "{}", "disjoint-reports/outputs.env": "status=clean\n" });
  expect(ci(folder, "release", "v1")).toEqual({ status: 2, stdout: "" });
  expect(readdirSync(join(folder, "disjoint-reports"))).toEqual([]);
});

test("says what it does when it is asked", () => {
  const { status, stdout } = ci(folderWith(), "--help");
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^usage: scripts\/ci release\|freshness TAG /),
  });
});

test("does not take an exit code without a report for a verdict", () => {
  expect(ci(folderWith(), "release", "v1", "--help").status).toBe(70);
});
