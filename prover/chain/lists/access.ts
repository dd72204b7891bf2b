import type { Contract } from "ethers";
import { atBlock, type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, requireSigner, view } from "../../rpc/contract.ts";
import { parseAddress, parseCount, parseHash, parseScheme, parseText } from "../../rpc/node/decode.ts";
import { type SentTransaction, sendUnless } from "../../rpc/transaction.ts";
import { usageError } from "../../shared/errors.ts";
import type { ListId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";
import type { ListConfig } from "./list.ts";

// The roles of a list and the transactions of each. Nothing is sent that has already taken effect.

/** An epoch of a list; `time` in seconds since 1970. */
export type EpochState = { epoch: number; time: number; pageCount: number; contentHash: string; uri: string };

/**
 * A list as the chain has it. `pendingOwner` is null for nobody; `reviews`: the last epoch that each reviewer
 * confirmed.
 */
export type ListState = ListConfig & {
  list: ListId;
  owner: string;
  pendingOwner: string | null;
  pageCount: number;
  currentEpoch: number;
  epochs: EpochState[];
  reviews: { reviewer: string; epoch: number }[];
  at: BlockRef;
};

export const blocklistsOf = (chain: Chain, { blocklists }: Deployment) => openContract(chain, "Blocklists", blocklists);

/**
 * Reads everything that the chain has about a list, in the state after a block.
 *
 * @throws chain `chain/unknown-list`
 */
export async function readListState(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  blockRef?: BlockRef,
): Promise<ListState> {
  const blocklists = await blocklistsOf(chain, deployment);
  const read = blockRef ?? (await readConfirmedBlock(chain));
  const asked = (method: string, ...args: unknown[]) => view(blocklists, method, list, ...args, atBlock(read));
  const owner = parseAddress(await asked("ownerOf"), "ownerOf");
  const pendingOwner = parseAddress(await asked("pendingOwner"), "pendingOwner");
  const config = readConfig(await asked("configOf"));
  const epochs = Array.from({ length: parseCount(await asked("epochCount"), "epochCount") }, (_, i) => i + 1);
  return {
    list,
    owner,
    pendingOwner: BigInt(pendingOwner) === 0n ? null : pendingOwner,
    ...config,
    pageCount: parseCount(await asked("pageCount"), "pageCount"),
    currentEpoch: parseCount(await asked("currentEpoch"), "currentEpoch"),
    epochs: await mapConcurrently(epochs, async (epoch) => readEpoch(epoch, await asked("epochOf", epoch))),
    reviews: await mapConcurrently(config.reviewers, async (reviewer) => ({
      reviewer,
      epoch: parseCount(await asked("reviewedBy", reviewer), "reviewedBy"),
    })),
    at: read,
  };
}

type Fields = Record<string, unknown>;

function readConfig(value: unknown): ListConfig {
  const { scheme, reviewers, threshold } = value as Fields;
  return {
    scheme: parseScheme(scheme, "scheme"),
    metadata: parseText(value, 1, "metadata"),
    reviewers: [...(reviewers as unknown[])].map((each) => parseAddress(each, "reviewer")),
    threshold: parseCount(threshold, "threshold"),
  };
}

function readEpoch(epoch: number, value: unknown): EpochState {
  const { time, pageCount, contentHash } = value as Fields;
  return {
    epoch,
    time: parseCount(time, "time"),
    pageCount: parseCount(pageCount, "pageCount"),
    uri: parseText(value, 3, "uri"),
    contentHash: parseHash(contentHash, "contentHash"),
  };
}

/** Sends a call about a list unless it has already taken effect. */
export async function sendToList(
  chain: Chain,
  deployment: Deployment,
  method: string,
  args: readonly unknown[],
  isSo: (blocklists: Contract) => Promise<boolean>,
): Promise<SentTransaction[]> {
  const blocklists = await blocklistsOf(chain, deployment);
  return sendUnless(chain, blocklists, method, args, () => isSo(blocklists));
}

/**
 * Grants an account permission to publish in a list, or revokes it. For the owner.
 *
 * @throws usage `chain/owner-publishes` when it would revoke the owner's
 */
export async function setPublisher(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  publisher: string,
  allowed: boolean,
): Promise<SentTransaction[]> {
  const owner = parseAddress(await view(await blocklistsOf(chain, deployment), "ownerOf", list), "ownerOf");
  if (owner === publisher && !allowed)
    throw usageError("chain/owner-publishes", `${publisher} owns list ${list}`, "Transfer the list to another owner.");
  return sendToList(chain, deployment, "setPublisher", [list, publisher, allowed], async (blocklists) => {
    return (await view(blocklists, "mayPublish", list, publisher)) === allowed;
  });
}

/** Starts the transfer of a list to another owner, who has to accept; the zero address cancels it. For the owner. */
export const transferOwnership = (
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  to: string,
): Promise<SentTransaction[]> =>
  sendToList(chain, deployment, "transferOwnership", [list, to], async (blocklists) => {
    return parseAddress(await view(blocklists, "pendingOwner", list), "pendingOwner") === to;
  });

/** Accepts the ownership of a list that is being transferred to the signer. */
export async function acceptOwnership(chain: Chain, deployment: Deployment, list: ListId): Promise<SentTransaction[]> {
  const self = await requireSigner(chain).getAddress();
  return sendToList(chain, deployment, "acceptOwnership", [list], async (blocklists) => {
    return parseAddress(await view(blocklists, "ownerOf", list), "ownerOf") === self;
  });
}

/**
 * Drops an epoch that is not confirmed yet, and all later ones. The owner can do that alone; from a reviewer it is an
 * objection, which takes effect when as many reviewers as the list's threshold have made it.
 *
 * @returns whether it is dropped now
 * @throws chain `chain/unknown-epoch`, `chain/epoch-already-confirmed`, `chain/not-reviewer`
 */
export async function dropEpochs(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  epoch: number,
): Promise<{ dropped: boolean; transactions: SentTransaction[] }> {
  const blocklists = await blocklistsOf(chain, deployment);
  const { contentHash } = readEpoch(epoch, await view(blocklists, "epochOf", list, epoch));
  const isDropped = async () => parseCount(await view(blocklists, "epochCount", list), "epochCount") < epoch;
  const self = await requireSigner(chain).getAddress();
  const transactions = await sendUnless(chain, blocklists, "drop", [list, epoch, contentHash], async () => {
    const objects = await view(blocklists, "objectsTo", list, self, epoch, contentHash);
    return objects === true || (await isDropped());
  });
  return { dropped: await isDropped(), transactions };
}
