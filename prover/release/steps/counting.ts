import { atEpoch } from "../../blocklist/epoch.ts";
import type { Blocklist } from "../../blocklist/list.ts";
import { type AccumulatorsToPublish, hashesOf, type PublishedAccumulators } from "../../chain/lists/accumulators.ts";
import type { CurrentList, PublishedList } from "../../chain/lists/list.ts";
import { PAGES_PER_APPEND } from "../../chain/lists/publish.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import type { ListId } from "../../shared/ids.ts";
import type { Config, Policy } from "../config/config.ts";
import { lastPublishedEpoch } from "./accumulators.ts";

/**
 * A list that a release is proved against. `counting`: its pages at the chain's current epoch; `list`: all pages of the
 * folder, which may be more. `missing`: pages of the current epoch that the folder lacks. `published`: the accumulators
 * of the chain's epochs, up to the current one, if a shard needs them.
 */
export type CountedList = {
  id: ListId;
  epoch: number;
  list: Blocklist;
  counting: Blocklist;
  /** The root document of `counting`, whose SHA-256 is its root. */
  document: Uint8Array;
  missing: number;
  published: readonly PublishedAccumulators[];
  /**
   * What the chain lacks of one of the signer's own lists: how many pages (0 for an epoch with accumulators alone), the
   * accumulators, and whether the list itself is new.
   */
  unpublished?: { pages: number; isNew: boolean; accumulators?: AccumulatorsToPublish };
};

/** A list as it is in its folder. */
export type ReadList = Pick<CountedList, "list" | "document">;

/** What of a list is known to be on the chain. */
type OnChain<L = PublishedList> = { there: L; published: readonly PublishedAccumulators[] };

/** The pages of one of the signer's own lists that count once it is published: all, if the chain has fewer. */
export function countOwn(
  read: ReadList,
  onChain: OnChain,
  { isNew, accumulators }: { isNew: boolean; accumulators: AccumulatorsToPublish | undefined },
  config: Config,
): CountedList {
  const { list, document } = read;
  const { there, published } = onChain;
  const pages = list.pages.length - there.pages.length;
  if (pages <= 0) return countPages(read, onChain, config);
  requireSamePages(list, there);
  const epoch = there.epoch + Math.ceil(pages / PAGES_PER_APPEND);
  requireEpoch(list, epoch, config.policy);
  const unpublished = { pages, isNew, ...(accumulators && { accumulators }) };
  const whole = { id: there.list, epoch, list, counting: list, document, missing: 0, unpublished };
  return { ...whole, published: withUnpublished(published, epoch, accumulators) };
}

/** One of the signer's own lists of accumulators alone, with the epoch that the signer will publish if there is one. */
export function countOwnAccumulators(
  read: ReadList,
  onChain: OnChain<CurrentList>,
  accumulators: AccumulatorsToPublish,
  config: Config,
): CountedList {
  const { list, document } = read;
  const { there, published } = onChain;
  const known = lastPublishedEpoch(list, published);
  if (known === undefined || known.epoch === list.epochs.length) return countAccumulators(read, onChain, config);
  const epoch = there.epoch + 1;
  requireEpoch(list, epoch, config.policy);
  const unpublished = { pages: 0, isNew: false, accumulators };
  const whole = { id: there.list, epoch, list, counting: list, document, missing: 0, unpublished };
  return { ...whole, published: withUnpublished(published, epoch, accumulators) };
}

/** The accumulators on the chain once those of an epoch are published as well. */
function withUnpublished(
  published: readonly PublishedAccumulators[],
  epoch: number,
  accumulators: AccumulatorsToPublish | undefined,
): PublishedAccumulators[] {
  const between = Array.from({ length: epoch - 1 - published.length }, () => ({ since: 0 }));
  return [...published, ...between, accumulators ? hashesOf(accumulators, published.length) : { since: 0 }];
}

/** The pages of a list that count. A folder may be ahead of the chain, but behind it only as the policy allows. */
export function countPages({ list, document }: ReadList, { there, published }: OnChain, config: Config): CountedList {
  const { list: id, epoch, pages, uri } = there;
  requireSamePages(list, there);
  requireEpoch(list, epoch, config.policy);
  const missing = Math.max(0, pages.length - list.pages.length);
  requireNear(list, { there: pages.length, here: list.pages.length, uri }, config.policy);
  const known = list.epochs.filter((end) => end <= pages.length).length;
  return { id, epoch, list, missing, published, ...countingAt({ list, document }, known) };
}

/**
 * The epoch of a list of accumulators alone that counts: the last one whose accumulators the chain has, and behind the
 * current epoch only as the policy allows.
 *
 * @throws data `release/other-list`, `release/list-behind`
 */
export function countAccumulators(
  { list, document }: ReadList,
  { there, published }: OnChain<CurrentList>,
  { policy }: Config,
): CountedList {
  const { list: id, epoch, scheme, contentHash, uri } = there;
  const known = lastPublishedEpoch(list, published);
  if (scheme !== list.scheme || known === undefined) throw otherList(list, there);
  requireEpoch(list, epoch, policy);
  requireNear(list, { there: epoch, here: known.onChain, uri }, policy);
  const counting = countingAt({ list, document }, known.epoch);
  if (known.onChain === epoch && contentHash !== `0x${counting.counting.root}`) throw otherList(list, there);
  return { id, epoch, list, missing: epoch - known.onChain, published, ...counting };
}

/** A list as it is at one of its epochs, counted from 1. */
function countingAt({ list, document }: ReadList, epoch: number): Pick<CountedList, "counting" | "document"> {
  if (epoch === list.epochs.length) return { counting: list, document };
  const { document: earlier, ...counting } = atEpoch(list, epoch);
  return { counting, document: new TextEncoder().encode(earlier) };
}

/** @throws data `release/list-behind` */
function requireNear(
  { name }: Blocklist,
  { there, here, uri }: { there: number; here: number; uri: string },
  { maximumLag }: Policy,
): void {
  if (there - here <= maximumLag) return;
  throw dataError(
    "release/list-behind",
    `${name} has ${there} pages on the chain and ${here} in its folder`,
    `Fetch it again${uri ? ` from ${uri}` : " from its publisher"}, or let $.policy.maximumLag allow it.`,
  );
}

/** @throws data `release/other-list` */
function requireSamePages(list: Blocklist, { list: id, scheme, pages }: PublishedList): void {
  const { name } = list;
  const differs = pages.findIndex(
    ({ digest, size }, i) => i < list.pages.length && !(list.pages[i]!.digest === digest && list.pageSize === size),
  );
  if (scheme === list.scheme && differs < 0) return;
  throw dataError(
    "release/other-list",
    scheme === list.scheme
      ? `page ${differs} of ${name} is not that of list ${id}`
      : `${name} is of scheme ${list.scheme}, list ${id} of ${scheme}`,
    "Fetch the list again from its publisher, or correct its id.",
  );
}

const otherList = ({ name, scheme }: Blocklist, { list: id, scheme: published }: CurrentList) =>
  dataError(
    "release/other-list",
    published === scheme
      ? `list ${id} has accumulators alone, and none of ${name}`
      : `${name} is of scheme ${scheme}, list ${id} of ${published}`,
    "Fetch the list again from its publisher, or correct its id.",
  );

/** @throws usage `release/early-epoch` */
function requireEpoch({ name }: Blocklist, epoch: number, { minimumEpoch, lists }: Policy): void {
  if (minimumEpoch <= epoch || !isDemanded(lists, name)) return;
  throw usageError(
    "release/early-epoch",
    `${name} is at epoch ${epoch}, and the policy demands epoch ${minimumEpoch}`,
    "Wait until it is published (and confirmed, if the list has reviewers), or correct $.policy.minimumEpoch.",
  );
}

export const isDemanded = (lists: readonly string[], name: string): boolean =>
  lists.length === 0 || lists.includes(name);
