import type { ListRoot } from "../../bundle/listRoot.ts";
import type { Log } from "../../ethereum/header.ts";
import { type Check, check } from "../../shared/verdict.ts";
import type { ChainDocument, ListReference } from "./document.ts";
import { asAccumulatorsAppended, asPagesAppended, type PagesAppended } from "./events.ts";
import { eventsOf, type Held } from "./held.ts";

/** The epochs with pages appended to a list up to the referenced one, in the order of the blocks. */
const appendedTo = (reference: ListReference, blocklists: string, held: readonly Held[]): PagesAppended[] =>
  eventsOf(held, blocklists, asPagesAppended).flatMap(({ event }) => (isAppendingTo(reference)(event) ? event : []));

/**
 * The referenced epoch was published with this root document. If an epoch was dropped and published again, the last one
 * counts.
 */
const isEpochOf = (appended: readonly PagesAppended[], { root, epoch }: ListReference): PagesAppended | undefined => {
  const last = appended.filter((event) => event.epoch === BigInt(epoch)).at(-1);
  return last?.contentHash === `0x${root}` ? last : undefined;
};

/**
 * Compares pages with the events. Pages of a later transaction replace those of a dropped epoch.
 *
 * @returns those of the pages that no event shows with this digest and size
 */
function notShown(
  appended: readonly PagesAppended[],
  { pages }: Pick<ListRoot, "pages">,
  which: Iterable<number>,
): number[] {
  const shown = new Map<number, { digest: bigint; size: bigint }>();
  for (const event of appended)
    for (const [i, page] of event.pages.entries()) shown.set(Number(event.firstPage) + i, page);
  return [...which].filter((page) => {
    const own = pages[page];
    const there = shown.get(page);
    return own?.pageDigest !== there?.digest || BigInt(own?.pageSize ?? 0) !== there?.size;
  });
}

/**
 * The epoch was published with this root document, and every page of the document has the same index on the chain,
 * regardless of the transaction that appended it.
 */
export function epochCheck(list: ListRoot, { lists, blocklists }: ChainDocument, held: readonly Held[]): Check {
  const name = `chain-epoch-${list.name}`;
  const reference = lists.find(({ root }) => root === list.root);
  if (reference === undefined) return check("published", false, "the chain document does not refer to it", name);
  const appended = appendedTo(reference, blocklists, held);
  const epoch = isEpochOf(appended, reference);
  if (epoch === undefined || epoch.pageCount !== BigInt(list.pages.length))
    return check("published", false, "no receipt shows that an epoch has this root document and so many pages", name);
  const missing = notShown(appended, list, list.pages.keys());
  return check(
    "published",
    missing.length === 0,
    `no receipt shows that these pages were appended: ${missing.join(", ")}`,
    name,
  );
}

/** One page of a list was appended at its index, and the referenced epoch has the list's root document. */
export function pageChecks(
  page: { page: number; pageSize: number; pageDigest: bigint },
  reference: ListReference,
  blocklists: string,
  held: readonly Held[],
): Check[] {
  const appended = appendedTo(reference, blocklists, held);
  const isEpoch = isEpochOf(appended, reference) !== undefined;
  const pages = new Array<ListRoot["pages"][number]>(page.page);
  pages[page.page] = page;
  const isThere = notShown(appended, { pages }, [page.page]).length === 0;
  return [
    check("published", isEpoch, "no receipt shows that an epoch of the list has this root document", "chain-epoch"),
    check("published", isThere, `no receipt shows that page ${page.page} was appended with this digest`, "chain-page"),
  ];
}

/** An epoch that is appended to a list: its pages, or its accumulators. */
export const asAppended = (log: Log) => asAccumulatorsAppended(log) ?? asPagesAppended(log);

/** The events that a list's reference needs: all up to its epoch, or, for one page, the page's and the epoch's. */
export const isAppendingTo =
  ({ list, epoch }: ListReference, page?: number) =>
  (event: NonNullable<ReturnType<typeof asAppended>>): boolean => {
    if (event.list !== list || event.epoch > epoch) return false;
    if (page === undefined || "powers" in event) return page === undefined;
    const at = page - Number(event.firstPage);
    return event.epoch === BigInt(epoch) || (at >= 0 && at < event.pages.length);
  };
