import { atEpoch } from "../../blocklist/epoch.ts";
import type { Blocklist } from "../../blocklist/list.ts";
import type { PublishedList } from "../../chain/lists/list.ts";
import { PAGES_PER_APPEND } from "../../chain/lists/publish.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import type { ListId } from "../../shared/ids.ts";
import type { Config, Policy } from "../config/config.ts";

/**
 * A list that a release is proved against. `counting`: its pages at the chain's current epoch; `list`: all pages of the
 * folder, which may be more. `missing`: pages of the current epoch that the folder lacks.
 */
export type CountedList = {
  id: ListId;
  epoch: number;
  list: Blocklist;
  counting: Blocklist;
  /** The root document of `counting`, whose SHA-256 is its root. */
  document: Uint8Array;
  missing: number;
  /** What the chain lacks of one of the signer's own lists: how many pages, and whether the list itself is new. */
  unpublished?: { pages: number; isNew: boolean };
};

/** A list as it is in its folder. */
type ReadList = Pick<CountedList, "list" | "document">;

/** One of the signer's own lists on the chain. `isNew`: it is not there yet. */
export type OwnList = PublishedList & { isNew: boolean };

/** The pages of one of the signer's own lists that count once it is published: all, if the chain has fewer. */
export function countOwn(read: ReadList, { isNew, ...there }: OwnList, config: Config): CountedList {
  const { list, document } = read;
  const pages = list.pages.length - there.pages.length;
  if (pages <= 0) return readCountedList(read, there, config);
  requireSamePages(list, there);
  const epoch = there.epoch + Math.ceil(pages / PAGES_PER_APPEND);
  requireEpoch(list, epoch, config.policy);
  return { id: there.list, epoch, list, counting: list, document, missing: 0, unpublished: { pages, isNew } };
}

/** The pages of a list that count. A folder may be ahead of the chain, but behind it only as the policy allows. */
export function readCountedList({ list, document }: ReadList, there: PublishedList, { policy }: Config): CountedList {
  const { list: id, epoch, pages, uri } = there;
  requireSamePages(list, there);
  requireEpoch(list, epoch, policy);
  const missing = Math.max(0, pages.length - list.pages.length);
  if (missing > policy.maximumLag)
    throw dataError(
      "release/list-behind",
      `${list.name} has ${pages.length} pages on the chain and ${list.pages.length} in its folder`,
      `Fetch it again${uri ? ` from ${uri}` : " from its publisher"}, or let $.policy.maximumLag allow it.`,
    );
  const known = list.epochs.filter((end) => end <= pages.length).length;
  if (known === list.epochs.length) return { id, epoch, list, counting: list, document, missing };
  const { document: earlier, ...counting } = atEpoch(list, known);
  return { id, epoch, list, counting, document: new TextEncoder().encode(earlier), missing };
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
