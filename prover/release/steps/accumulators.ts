import type { Blocklist } from "../../blocklist/list.ts";
import { epochWith, type PublishedAccumulators } from "../../chain/lists/accumulators.ts";
import type { Span } from "../../statements/planDisjointness.ts";

// Epochs of a list's document and epochs of the list on the chain are counted apart: a publisher may skip some of the
// document's, and many pages make several epochs on the chain. Their accumulators tell which belong together.

/** A list with its accumulators, if it has any. */
type Accumulated = Pick<Blocklist, "epochs" | "accumulators">;

/** The epoch of the chain, counted from 1, that has the accumulator of a span of a list's document; or undefined. */
export function epochOfSpan(
  { accumulators }: Pick<Accumulated, "accumulators">,
  { from, to }: Span,
  published: readonly PublishedAccumulators[],
): number | undefined {
  const epoch = accumulators?.epochs[to - 1];
  if (accumulators === undefined || epoch === undefined) return undefined;
  const kind = from === 0 ? "whole" : "added";
  return epochWith(published, kind, accumulators.powers, epoch[kind]);
}

/** The epoch of the chain that an epoch of a list's document was published as, with either accumulator. */
const publishedAs = (
  list: Accumulated,
  epoch: number,
  published: readonly PublishedAccumulators[],
): number | undefined =>
  epochOfSpan(list, { from: 0, to: epoch }, published) ??
  (epoch === 1 ? undefined : epochOfSpan(list, { from: epoch - 1, to: epoch }, published));

/**
 * The last epoch of a list's document with accumulators on the chain, and the epoch there. Both count from 1.
 *
 * @param most the last epoch of the chain to consider; default: all
 */
export function lastPublishedEpoch(
  list: Accumulated,
  published: readonly PublishedAccumulators[],
  most = published.length,
): { epoch: number; onChain: number } | undefined {
  for (let epoch = list.epochs.length; epoch > 0; epoch--) {
    const onChain = publishedAs(list, epoch, published);
    if (onChain !== undefined && onChain <= most) return { epoch, onChain };
  }
  return undefined;
}

/**
 * Whether the ledger would accept a proof of a span: the chain has its accumulator, and what it was added to reaches
 * the epoch that the chain demands.
 */
export function isAccepted(list: Accumulated, span: Span, published: readonly PublishedAccumulators[]): boolean {
  const epoch = epochOfSpan(list, span, published);
  if (epoch === undefined || span.from === 0) return epoch !== undefined;
  const base = publishedAs(list, span.from, published);
  return base !== undefined && base >= published[epoch - 1]!.since;
}
