import type { Log } from "../../ethereum/header.ts";
import { bitmap } from "./accepted.ts";
import { isDisjointUpTo } from "./accumulators.ts";
import type { ChainDocument, ListReference } from "./document.ts";
import { asDisjointnessAccepted, asPagesAccepted, asReleaseRegistered } from "./events.ts";
import { asAppended, isAppendingTo } from "./published.ts";

/**
 * What a document is about: shards, and for each list the pages that matter. `page`: only one page, as in an exclusion
 * certificate.
 */
export type Subjects = {
  commitments: readonly bigint[];
  lists: readonly { reference: ListReference; pages: readonly number[]; page?: number }[];
};

/** Whether an event is about these subjects: an epoch, an acceptance by any circuit, or the release. */
export function neededFor(
  { blocklists, ledger, releases, release }: Pick<ChainDocument, "blocklists" | "ledger" | "releases" | "release">,
  { commitments, lists }: Subjects,
): (log: Log) => boolean {
  const shards = new Set(commitments);
  const wanted = lists.map(({ reference, pages, page }) => ({
    list: reference.list,
    isAppended: isAppendingTo(reference, page),
    isDisjoint: isDisjointUpTo(reference),
    bits: bitmap(pages),
  }));
  const isAppended = (log: Log) => {
    const event = log.address === blocklists ? asAppended(log) : undefined;
    return event !== undefined && wanted.some((one) => one.isAppended(event));
  };
  const isAccepted = (log: Log) => {
    if (log.address !== ledger) return false;
    const whole = asDisjointnessAccepted(log);
    if (whole !== undefined) return shards.has(whole.commitment) && wanted.some((one) => one.isDisjoint(whole));
    const event = asPagesAccepted(log);
    if (event === undefined || !shards.has(event.commitment)) return false;
    return wanted.some(({ list, bits }) => list === event.list && ((bits.get(event.word) ?? 0n) & event.bits) !== 0n);
  };
  const isRegistered = (log: Log) =>
    log.address === releases && release !== null && asReleaseRegistered(log)?.release === release;
  return (log) => isAppended(log) || isAccepted(log) || isRegistered(log);
}
