import type { HistoryStep, SnapshotEpoch } from "../../prover/registry.ts";

/** From a time on, in seconds since 1970, so many epochs. */
type EpochStep = { time: number; value: number };

/** The epochs of a list by the time of their publication. */
export const publishedEpochs = (epochs: readonly SnapshotEpoch[]): EpochStep[] =>
  epochs.map(({ time }, i) => ({ time, value: i + 1 }));

/**
 * The last epoch that proofs covered, over time: of those that were published by then, the last one whose pages were
 * all excluded.
 */
export function coveredEpochs(epochs: readonly SnapshotEpoch[], history: readonly HistoryStep[]): EpochStep[] {
  const times = [...epochs, ...history].map(({ time }) => time).sort((a, b) => a - b);
  const steps: EpochStep[] = [];
  for (const time of new Set(times)) {
    const pages = history.findLast((step) => step.time <= time)?.pages ?? 0;
    const value = epochs.filter((epoch) => epoch.time <= time && epoch.pageCount <= pages).length;
    if (value !== (steps.at(-1)?.value ?? 0)) steps.push({ time, value });
  }
  return steps;
}
