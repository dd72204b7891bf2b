import { expect, test } from "vitest";
import type { Blocklist } from "../../../../prover/blocklist/list.ts";
import { CIRCUITS } from "../../../../prover/plan/circuits.ts";
import { type Known, planRelease, totalsOf } from "../../../../prover/release/steps/plan.ts";
import { toCommitment, toListId } from "../../../../prover/shared/ids.ts";
import { sortKeys, workKey } from "../../../support/scene.ts";

const listOf = (count: number, id = "1"): Known["list"] => ({
  id: toListId(`0x${id.padStart(64, "0")}`),
  counting: {
    pages: Array.from({ length: count }, (_, page) => ({
      size: 16,
      salt: 0n,
      digest: BigInt(page + 1),
      labels: [],
      keys: sortKeys([workKey(`page ${page}`)]),
    })),
  } as unknown as Blocklist,
});

const shardOf = (shard: string, bucketBits = 10): Known["shard"] => ({
  shard,
  folder: shard,
  commitment: toCommitment(BigInt(shard.length)),
  manifest: { bucketBits },
});

const known = (accepted: number[], stored: number[], pages = 4, circuits = CIRCUITS): Known => ({
  circuits,
  shard: shardOf("web"),
  list: listOf(pages),
  accepted: new Set(accepted),
  stored: new Set(stored),
});

const summary = (pair: Known) => {
  const [{ prove, submit }] = planRelease([pair]) as [ReturnType<typeof planRelease>[number]];
  return { prove: prove.map(({ index }) => index), submit };
};

test.each<[string, number[], number[], number[], number[]]>([
  ["nothing is there", [], [], [0, 1, 2, 3], [0, 1, 2, 3]],
  ["everything is there", [0, 1, 2, 3], [0, 1, 2, 3], [], []],
  ["a run ended before it submitted", [], [0, 1, 2, 3], [], [0, 1, 2, 3]],
  ["a run ended between two batches", [0, 1], [0, 1, 2, 3], [], [2, 3]],
  ["the list grew", [0, 1, 2], [0, 1, 2], [3], [3]],
  ["proofs of accepted pages were lost", [0, 1, 2, 3], [1], [0, 2, 3], []],
])("plans what is missing when %s", (_, accepted, stored, prove, submit) => {
  expect(summary(known(accepted, stored))).toEqual({ prove, submit });
});

test("plans every shard against every list by itself", () => {
  const pairs = ["web", "books"].flatMap((name) =>
    [listOf(2, "1"), listOf(3, "2")].map((list) => ({ ...known([], []), shard: shardOf(name), list })),
  );
  const totals = totalsOf(planRelease(pairs));
  expect(totals).toEqual({
    pages: 10,
    accepted: 0,
    stored: 0,
    prove: 10,
    submit: 10,
    circuits: { exclusion_16x60: 10 },
    disjointness: [],
  });
});

test.each<[string, string[], string]>([
  ["all circuits", ["exclusion_16x60", "exclusion_16x138"], "exclusion_16x60"],
  ["only a larger one", ["exclusion_16x138", "exclusion_256x992"], "exclusion_16x138"],
  ["none for pages of this size", ["exclusion_256x992"], "exclusion_16x60"],
])("plans with what the ledger takes when it has %s", (_, names, expected) => {
  const taken = CIRCUITS.filter(({ name }) => names.includes(name));
  const [pair] = planRelease([known([], [], 1, taken)]);
  expect(pair!.prove.map(({ circuit }) => circuit.name)).toEqual([expected]);
});

test("plans one circuit for all sizes of a shard, unless speed is requested", () => {
  const full = { ...listOf(1), counting: { pages: [fullPage] } as unknown as Blocklist };
  const planned = (choice?: "uniform" | "smallest") =>
    [10, 23].map((bits) => {
      const [pair] = planRelease([{ ...known([], []), shard: shardOf("web", bits), list: full }], choice);
      return pair!.prove[0]!.circuit.name;
    });
  expect(planned()).toEqual(["exclusion_16x138", "exclusion_16x138"]);
  expect(planned("smallest")).toEqual(["exclusion_16x60", "exclusion_16x138"]);
});

const fullPage = {
  size: 16,
  salt: 0n,
  digest: 1n,
  labels: [],
  keys: sortKeys(Array.from({ length: 16 }, (_, i) => workKey(`entry ${i}`))),
};
