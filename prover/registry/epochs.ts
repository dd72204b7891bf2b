/**
 * The confirmed epochs of a list, the first one first: how many pages the list has at each, and when it was published,
 * in seconds since 1970.
 */
export type Epochs = readonly { pageCount: number; time: number }[];

/** How far a number of leading pages reaches into a list. */
export type Reach = {
  cleanEpoch: number;
  currentEpoch: number;
  pageCount: number;
  epochsBehind: number;
  pagesBehind: number;
  since: number | null;
};

/**
 * The last epoch whose pages are all among the first `cleanPages`, as `Blocklists.statusOf` computes it: each epoch has
 * more pages than the one before.
 */
export function reachOf(epochs: Epochs, cleanPages: number): Reach {
  const currentEpoch = epochs.length;
  const pageCount = epochs.at(-1)?.pageCount ?? 0;
  const cleanEpoch = epochs.filter((epoch) => epoch.pageCount <= cleanPages).length;
  return {
    cleanEpoch,
    currentEpoch,
    pageCount,
    epochsBehind: currentEpoch - cleanEpoch,
    pagesBehind: Math.max(pageCount - cleanPages, 0),
    since: epochs[cleanEpoch]?.time ?? null,
  };
}
