import { expect, test } from "vitest";
import { mapConcurrently } from "../../../prover/shared/promises.ts";

/** Runs work that ends when `end` is called for its item, and writes down what happens, in order. */
function run(items: string[], { limit, failing = [] }: { limit: number; failing?: string[] }) {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const work = async (item: string): Promise<string> => {
    log.push(`begin ${item}`);
    await new Promise<void>((resolve) => ends.set(item, resolve));
    log.push(`end ${item}`);
    if (failing.includes(item)) throw new Error(`${item} failed`);
    return item.toUpperCase();
  };
  const result = mapConcurrently(items, work, limit);
  result.catch(() => {});
  const end = async (item: string) => {
    ends.get(item)!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { log, result, end };
}

test("begins the next item when one ends, and gives the results in the order of the items", async () => {
  const { log, result, end } = run(["a", "b", "c"], { limit: 2 });
  for (const item of ["b", "a", "c"]) await end(item);
  expect(await result).toEqual(["A", "B", "C"]);
  expect(log).toEqual(["begin a", "begin b", "end b", "begin c", "end a", "end c"]);
});

test("begins nothing after a failure, and awaits what is under way", async () => {
  const { log, result, end } = run(["a", "b", "c"], { limit: 2, failing: ["b"] });
  await end("b");
  let settled = false;
  void result.catch(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(settled).toBe(false);
  await end("a");
  await expect(result).rejects.toThrow("b failed");
  expect(log).toEqual(["begin a", "begin b", "end b", "end a"]);
});

test("throws what the first item in order threw, not the first in time", async () => {
  const { result, end } = run(["a", "b"], { limit: 2, failing: ["a", "b"] });
  await end("b");
  await end("a");
  await expect(result).rejects.toThrow("a failed");
});

test("does nothing for no items", async () => {
  expect(await run([], { limit: 2 }).result).toEqual([]);
});
