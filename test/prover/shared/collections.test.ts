import { expect, test } from "vitest";
import { appendAll, groupBy, haveSameMembers, maxOf, minOf } from "../../../prover/shared/collections.ts";

test("appends more items than a call takes arguments", () => {
  const items = [1];
  appendAll(
    items,
    Array.from({ length: 500_000 }, (_, i) => i),
  );
  expect([items.length, items[1], items.at(-1)]).toEqual([500_001, 0, 499_999]);
});

test("the largest and the smallest number are found among more than a call takes arguments", () => {
  const numbers = Array.from({ length: 500_000 }, (_, i) => (i * 7919) % 500_000);
  expect([maxOf(numbers), minOf(numbers), maxOf(numbers, 500_000), minOf(numbers, -1)]).toEqual([
    499_999, 0, 500_000, -1,
  ]);
  expect([maxOf([]), minOf([]), maxOf([], 0)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0]);
});

test("items are grouped in the order in which keys first occur", () => {
  const groups = groupBy([3, 1, 5, 2], (item) => (item % 2 === 0 ? "even" : "odd"));
  expect([...groups]).toEqual([
    ["odd", [3, 1, 5]],
    ["even", [2]],
  ]);
});

test("members count once and in any order", () => {
  expect(haveSameMembers([1, 2, 2], [2, 1])).toBe(true);
  expect(haveSameMembers([1, 2], [1, 3])).toBe(false);
  expect(haveSameMembers([1], [1, 3])).toBe(false);
});
