import { describe, expect, it, test } from "vitest";
import { estimateRelease, type ReleaseWork } from "../../../../prover/release/steps/estimate.ts";
import { CORE_HOUR_DOLLARS, priceOf } from "../../../../prover/release/steps/price.ts";

const NOTHING: ReleaseWork = { circuits: {}, disjointness: [], transactions: [] };
const BILLION = 1e9;

const committing = (keys: number, commitment: "merkle" | "accumulator"): ReleaseWork => ({
  ...NOTHING,
  commits: [{ keys, commitment }],
});

describe("an estimate", () => {
  it("counts machine-hours of committing and proving together, and prices the hours of all cores", async () => {
    const work: ReleaseWork = { ...committing(BILLION, "merkle"), circuits: { exclusion_256x582: 1_000 } };
    const { seconds, commitSeconds, machineHours, cores, dollars } = await estimateRelease(work);
    expect(seconds).toBeGreaterThan(0);
    expect(commitSeconds).toBeGreaterThan(0);
    expect(machineHours).toBeCloseTo((seconds + commitSeconds) / 3_600);
    expect(dollars).toBeCloseTo(machineHours * cores * CORE_HOUR_DOLLARS);
    expect((await estimateRelease(work, 2 * CORE_HOUR_DOLLARS)).dollars).toBeCloseTo(2 * dollars);
  });

  it.each(["merkle", "accumulator"] as const)(
    "grows with the keys of a %s commitment up to a billion",
    async (kind) => {
      const [million, billion] = await Promise.all(
        [1e6, BILLION].map((keys) => estimateRelease(committing(keys, kind))),
      );
      expect(billion!.commitSeconds).toBeCloseTo(1_000 * million!.commitSeconds);
      expect(million!.commitSeconds).toBeGreaterThan(0);
    },
  );

  it("takes an accumulator for more work than a tree, and a whole list of a billion keys for finite work", async () => {
    const [tree, point] = await Promise.all([
      estimateRelease(committing(BILLION, "merkle")),
      estimateRelease({ ...committing(BILLION, "accumulator"), disjointness: [{ keys: BILLION, entries: 1e6 }] }),
    ]);
    expect(point.commitSeconds).toBeGreaterThan(tree.commitSeconds);
    expect(point.dollars).toBeGreaterThan(tree.dollars);
    expect(Number.isFinite(point.dollars)).toBe(true);
  });

  it("is of nothing when nothing is to be done", async () => {
    expect(await estimateRelease(NOTHING)).toMatchObject({ seconds: 0, commitSeconds: 0, machineHours: 0, dollars: 0 });
  });
});

test("an hour of a machine with four cores costs four core hours", () => {
  expect(priceOf(3_600, 4, 0.25)).toEqual({ machineHours: 1, cores: 4, dollars: 1 });
});
