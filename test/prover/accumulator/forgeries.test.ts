import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { allDisjoint, areDisjoint, isMember } from "../../../prover/accumulator/verify.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { BATCHES } from "./forgeries/batches.ts";
import { DISJOINTNESS } from "./forgeries/disjointness.ts";
import { KEYS } from "./forgeries/keys.ts";
import { POINTS } from "./forgeries/points.ts";
import { A, claim, common, dirty, otherClaim, tau } from "./forgeries/scene.ts";
import { witnessOf } from "./known.ts";

const FORGERIES = [...DISJOINTNESS, ...POINTS, ...BATCHES, ...KEYS];

test("the originals are accepted", () => {
  expect(areDisjoint(claim)).toBe(true);
  expect(allDisjoint([claim, otherClaim])).toBe(true);
  expect(isMember(A, common, witnessOf(dirty, common), tau)).toBe(true);
});

describe("forgeries", () => {
  it.each(FORGERIES.map((each) => [each.name, each.check, each] as const))("%s: %s", (_, check, forgery) => {
    if (forgery.wouldPass !== undefined) expect(forgery.wouldPass()).toBe(true);
    let answer: unknown;
    try {
      answer = forgery.attempt();
    } catch (error) {
      if (!(error instanceof DisjointError)) throw error;
      answer = error.code;
    }
    expect(answer).toBe(check.includes("/") ? check : false);
  });

  it("match the table, each with its check", () => {
    const table = readFileSync(join(PROJECT_ROOT, "test/prover/accumulator/FORGERIES.md"), "utf8");
    const rows = [...table.matchAll(/^\| (.+?) \| `?(.+?)`? \|$/gm)].map(([, name, check]) => [name, check]);
    expect(rows.slice(1)).toEqual(FORGERIES.map(({ name, check }) => [name, check]));
    expect(new Set(FORGERIES.map(({ name }) => name)).size).toBe(FORGERIES.length);
    expect(FORGERIES.length).toBeGreaterThan(25);
  });
});
