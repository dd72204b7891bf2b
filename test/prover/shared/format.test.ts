import { expect, test } from "vitest";
import { count } from "../../../prover/shared/format.ts";

test("one thing is singular, and zero or several are plural", () => {
  expect([0, 1, 2].map((n) => count(n, "page"))).toEqual(["0 pages", "1 page", "2 pages"]);
  expect([1, 2].map((n) => count(n, "entry", "entries"))).toEqual(["1 entry", "2 entries"]);
});
