import type { Chain } from "../../rpc/connection.ts";
import { requireSigner, view } from "../../rpc/contract.ts";
import { badAnswer, type PublishedPage, parseCount } from "../../rpc/node/decode.ts";
import type { SentTransaction } from "../../rpc/transaction.ts";
import { dataError } from "../../shared/errors.ts";
import type { ListId } from "../../shared/ids.ts";
import type { Deployment } from "../deployment/document.ts";
import { blocklistsOf, readListState, sendToList } from "./access.ts";
import type { RecomputedAccumulators } from "./accumulators.ts";
import { readPages } from "./list.ts";
import { requireRecomputed } from "./reviewAccumulators.ts";

/**
 * A list as a reviewer has it: its pages, the hash of its root document, and recomputed accumulators, if any. The pages
 * are compared where the list has pages on the chain.
 */
export type ListToReview = {
  pages: readonly PublishedPage[];
  contentHash: string;
  accumulators?: RecomputedAccumulators;
};

/**
 * Confirms, as a reviewer, the epoch with exactly the content that the reviewer has: the hash of its root document and
 * every page, and the accumulators that the reviewer has recomputed. An epoch with other content is not confirmed.
 *
 * @throws data `chain/not-an-epoch`, `chain/other-accumulators`; chain `chain/not-reviewer`, `chain/already-reviewed`
 */
export async function reviewEpoch(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  { pages, contentHash, accumulators }: ListToReview,
): Promise<{ epoch: number; transactions: SentTransaction[] }> {
  const self = await requireSigner(chain).getAddress();
  const state = await readListState(chain, deployment, list);
  const blocklists = await blocklistsOf(chain, deployment);
  const published = await readPages(blocklists, list, state.at);
  const found = state.epochs.findLast(
    (each) => each.contentHash === contentHash && isAsLong(published.slice(0, each.pageCount), pages),
  );
  if (found === undefined)
    throw dataError(
      "chain/not-an-epoch",
      `list ${list} has no epoch of this content`,
      "Get the list as it was published.",
    );
  const there = published.slice(0, found.pageCount);
  if (!isOfAccumulators(there) && there.some((page, i) => !isSame(page, pages[i])))
    throw badAnswer(`pages of epoch ${found.epoch}`, "others than the document has");
  const { epoch } = found;
  const reviewed = state.reviews.find(({ reviewer }) => reviewer === self)?.epoch ?? 0;
  const epochs = state.epochs.map((each) => each.contentHash);
  await requireRecomputed(blocklists, list, { epoch, epochs, reviewed: Math.min(reviewed, epoch - 1) }, accumulators);
  const transactions = await sendToList(chain, deployment, "review", [list, epoch, contentHash], async (blocklists) => {
    return parseCount(await view(blocklists, "reviewedBy", list, self), "reviewedBy") >= epoch;
  });
  return { epoch, transactions };
}

type Page = PublishedPage | undefined;

/** An epoch of accumulators alone takes the place of a page; its entries are compared by the accumulators. */
const isOfAccumulators = (published: readonly Page[]): boolean => published.every((page) => page === undefined);

const isAsLong = (published: readonly Page[], pages: readonly PublishedPage[]): boolean =>
  isOfAccumulators(published) || published.length === pages.length;

const isSame = (page: Page, own: Page): boolean => page?.digest === own?.digest && page?.size === own?.size;
