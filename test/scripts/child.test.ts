import { once } from "node:events";
import { expect, test } from "vitest";
import { killChildren, startChild } from "../support/child.ts";

test("a child that a test has left is ended", async () => {
  const child = startChild(process.execPath, ["-e", "console.log('there'); setInterval(() => {}, 1000)"]);
  await once(child.stdout, "data");
  const ended = once(child, "exit");
  killChildren();
  expect(await ended).toEqual([null, "SIGTERM"]);
});
