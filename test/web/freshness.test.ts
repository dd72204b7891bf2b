import { describe, expect, it } from "vitest";
import { coveredEpochs, publishedEpochs } from "../../web/data/freshness.ts";
import { list, START } from "../support/registrySnapshot.ts";

/** Two pages each, a day apart. */
const { epochs } = list(0, "opt-outs", 3);
const DAY = 86_400;

const daysOf = (steps: readonly { time: number; value: number }[]) =>
  steps.map(({ time, value }) => [(time - START) / DAY, value]);

describe("freshness", () => {
  it("rises when proofs come, also of several epochs at once", () => {
    expect(daysOf(coveredEpochs(epochs, [{ time: START + 5 * DAY, pages: 6 }]))).toEqual([[5, 3]]);
    const history = [
      { time: START + 0.5 * DAY, pages: 2 },
      { time: START + 1.5 * DAY, pages: 3 },
      { time: START + 4 * DAY, pages: 5 },
    ];
    expect(daysOf(coveredEpochs(epochs, history))).toEqual([
      [0.5, 1],
      [4, 2],
    ]);
  });

  it("does not count an epoch before it was published", () => {
    expect(daysOf(coveredEpochs(epochs, [{ time: START - DAY, pages: 6 }]))).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it("is nothing without proofs, or without epochs", () => {
    expect(coveredEpochs(epochs, [])).toEqual([]);
    expect(coveredEpochs(epochs, [{ time: START, pages: 1 }])).toEqual([]);
    expect(coveredEpochs([], [{ time: START, pages: 1 }])).toEqual([]);
  });

  it("is compared with the epochs as they were published", () => {
    expect(daysOf(publishedEpochs(epochs))).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });
});
