import { g2Words } from "../../accumulator/hashes.ts";
import type { ListRoot } from "../../bundle/listRoot.ts";
import { type Check, check } from "../../shared/verdict.ts";
import type { BlockFacts } from "../facts.ts";
import type { ChainDocument, ListReference } from "./document.ts";
import { asDisjointnessAccepted } from "./events.ts";
import { eventsOf, type Held } from "./held.ts";
import { asAppended, isAppendingTo } from "./published.ts";

/** What an event has in place of a point that was not published. */
const NO_POINT = "0,0,0,0";

/**
 * Every accumulator that the chain has of a list, up to its referenced epoch, is that of the same entries in the root
 * document: so a shard that the ledger has at an epoch is disjoint from the entries of the document. All epochs have to
 * be shown, because an accumulator of what an epoch added says nothing about the entries before.
 */
export function accumulatorsCheck(
  { name, root, accumulators }: ListRoot,
  { lists, blocklists }: Pick<ChainDocument, "lists" | "blocklists">,
  held: readonly Held[],
): Check {
  const result = (ok: boolean, problem = "no receipt shows each epoch up to this one, or its accumulators") =>
    check("published", ok, problem, `chain-accumulators-${name}`);
  const reference = lists.find((list) => list.root === root);
  if (reference === undefined || accumulators === undefined) return result(false);
  const shown = shownEpochs(reference, blocklists, held);
  const own = accumulators.epochs.map(({ whole, added }) => ({
    whole: g2Words(whole).join(),
    added: g2Words(added).join(),
  }));
  const places = new Map<number, number>();
  for (const [epoch, event] of [...shown].sort(([a], [b]) => a - b)) {
    if (!("powers" in event) || event.powers !== accumulators.powers) continue;
    const { whole, added, since } = event;
    const place = own.findIndex((each) => (whole === NO_POINT ? each.added === added : each.whole === whole));
    const reachesBack = [...places].every(([base, at]) => base < since || at >= place - 1);
    if (place < 0 || (added !== NO_POINT && !(own[place]!.added === added && reachesBack)))
      return result(false, `at epoch ${epoch} it has an accumulator of other entries`);
    places.set(epoch, place);
  }
  const isShown = shown.size === reference.epoch && shown.get(reference.epoch)?.contentHash === `0x${root}`;
  return result(isShown && places.get(reference.epoch) === own.length - 1);
}

/**
 * The epochs up to the referenced one that events show. If an epoch was dropped and published again, the last one
 * counts; the event with its accumulators follows the one with its pages.
 */
function shownEpochs(reference: ListReference, blocklists: string, held: readonly Held[]) {
  const own = eventsOf(held, blocklists, asAppended).filter(({ event }) => isAppendingTo(reference)(event));
  return new Map(own.map(({ event }) => [Number(event.epoch), event]));
}

/** The block in which the ledger accepted that a shard is disjoint from a list up to exactly its referenced epoch. */
export function disjointSince(
  { commitment, powers }: { commitment: bigint; powers: string },
  root: string,
  { lists, ledger }: Pick<ChainDocument, "lists" | "ledger">,
  held: readonly Held[],
): BlockFacts | undefined {
  const isAccepted = isDisjointUpTo(lists.find((list) => list.root === root));
  return eventsOf(held, ledger, asDisjointnessAccepted).find(
    ({ event }) => event.commitment === commitment && event.powers === powers && isAccepted(event),
  )?.block;
}

/** The events that say that a shard is disjoint from a list up to exactly its referenced epoch. */
export const isDisjointUpTo =
  (reference: ListReference | undefined) =>
  ({ list, epoch }: { list: string; epoch: bigint }): boolean =>
    reference !== undefined && list === reference.list && epoch === BigInt(reference.epoch);
