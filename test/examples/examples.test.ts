import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { FULL } from "../support/full.ts";

/** Runs an example as its readers do; it must end well. */
const run = async (name: string, ...args: string[]): Promise<string[]> => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(PROJECT_ROOT, "examples", name), ...args]);
  return stdout.trimEnd().split("\n");
};

test("a vendor proves a corpus clean, and sees which listed work got in", async () => {
  expect(await run("vendor.ts")).toEqual([
    expect.stringMatching(/^clean: 14 poems hold no entry of "poets' opt-outs"; 1 proof in .*bundle\.json$/),
    "opted out: dirty.jsonl, row 15: In Xanadu did Kubla Khan A stately pleasure-dome decree:",
  ]);
});

test("a regulator sees who is clean, and who is behind when the list grows", async () => {
  expect(await run("regulator.ts")).toEqual([
    "vendor: proofs made 1, reused 0; accepted by the contract 1, there already 0",
    "regulator: the release is clean, clean up to epoch 1 of 1",
    "regulator: the release is behind by 1 page, clean up to epoch 1 of 2",
    "vendor: proofs made 1, reused 1; accepted by the contract 1, there already 1",
    "regulator: the release is clean, clean up to epoch 2 of 2",
  ]);
});

test.runIf(FULL)("a chain of custody is verified by somebody who trusts two keys", async () => {
  expect(await run("custody.ts")).toEqual([
    "6 steps from 4 shards to 1000 outputs",
    "every link holds",
    expect.stringMatching(/^an output: 7: \w+/),
  ]);
});

test("a CI job makes what is missing, once, and writes a report for every reader", async () => {
  const first = await run("ci.ts", "--fresh");
  const second = await run("ci.ts");
  expect([first, second].map(([plan]) => plan)).toEqual(["proofs to make: 1", "proofs to make: 0"]);
  for (const lines of [first, second])
    expect(lines).toContain(`v1.0.0 is clean: its shards hold no entry of "poets' opt-outs"`);
  const reports = readdirSync(join(PROJECT_ROOT, "build/examples/ci/reports"));
  expect(reports.sort()).toEqual(["report.json", "report.sarif", "report.xml", "summary.md"]);
});
