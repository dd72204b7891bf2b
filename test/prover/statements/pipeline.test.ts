import { expect, test } from "vitest";
import { pipeline } from "../../../prover/statements/pipeline.ts";

/** Runs a pipeline and writes down what happens, in order. Uses end when `release` is called, oldest first. */
function run(items: string[], failing: { prepare?: string; use?: string } = {}) {
  const log: string[] = [];
  const running: (() => void)[] = [];
  const result = pipeline(
    items,
    async (item) => {
      log.push(`prepare ${item}`);
      if (item === failing.prepare) throw new Error(`cannot prepare ${item}`);
      return item.toUpperCase();
    },
    async (item, prepared) => {
      log.push(`use ${item} ${prepared}`);
      await new Promise<void>((resolve) => running.push(resolve));
      log.push(`used ${item}`);
      if (item === failing.use) throw new Error(`cannot use ${item}`);
      return prepared;
    },
    (prepared) => log.push(`discard ${prepared}`),
  );
  result.catch(() => {});
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    log,
    result,
    release: async () => {
      await settle();
      running.shift()!();
      await settle();
    },
  };
}

test("prepares the next item while one is used, and no more than one", async () => {
  const { log, result, release } = run(["a", "b", "c"]);
  for (let i = 0; i < 3; i++) await release();
  expect(await result).toEqual(["A", "B", "C"]);
  expect(log).toEqual([
    "prepare a",
    "use a A",
    "prepare b",
    "used a",
    "use b B",
    "prepare c",
    "used b",
    "use c C",
    "used c",
  ]);
});

test("discards what was prepared when a use fails", async () => {
  const { log, result, release } = run(["a", "b", "c"], { use: "a" });
  await release();
  await expect(result).rejects.toThrow("cannot use a");
  expect(log).toEqual(["prepare a", "use a A", "prepare b", "used a", "discard B"]);
});

test("finishes an item before the error of the next one's preparation", async () => {
  const { log, result, release } = run(["a", "b", "c"], { prepare: "b" });
  await release();
  await expect(result).rejects.toThrow("cannot prepare b");
  expect(log).toEqual(["prepare a", "use a A", "prepare b", "used a"]);
});

test("throws the error of the first that fails, of a use before the next preparation", async () => {
  const { log, result, release } = run(["a", "b"], { use: "a", prepare: "b" });
  await release();
  await expect(result).rejects.toThrow("cannot use a");
  expect(log).not.toContain("discard B");
});

test("does nothing for no items", async () => {
  expect(await run([]).result).toEqual([]);
});
