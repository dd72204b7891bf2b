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

/** A list as a reviewer has it: its pages, the hash of its root document, and recomputed accumulators, if any. */
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
  const isWithoutPages = pages.length === 0;
  const found = state.epochs.findLast(
    (each) => each.contentHash === contentHash && (isWithoutPages || each.pageCount === pages.length),
  );
  if (found === undefined)
    throw dataError(
      "chain/not-an-epoch",
      `list ${list} has no epoch of this content`,
      "Get the list as it was published.",
    );
  const blocklists = await blocklistsOf(chain, deployment);
  const there = (await readPages(blocklists, list, state.at)).slice(0, found.pageCount);
  if (there.some((page, i) => page?.digest !== pages[i]?.digest || page?.size !== pages[i]?.size))
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
