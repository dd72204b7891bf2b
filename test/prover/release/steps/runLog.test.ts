import { expect, test } from "vitest";
import { RunLog } from "../../../../prover/release/steps/runLog.ts";

test("a stage that comes back counts once, at its first place, and one that fails counts too", async () => {
  const log = new RunLog();
  await log.stage("checks", async () => undefined);
  await expect(log.stage("commit", () => Promise.reject(new Error("no room")))).rejects.toThrow("no room");
  const [before] = log.seconds.map(({ seconds }) => seconds);
  await log.stage("checks", () => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(log.seconds.map(({ stage }) => stage)).toEqual(["checks", "commit"]);
  expect(log.seconds[0]!.seconds).toBeGreaterThan(before!);
});
