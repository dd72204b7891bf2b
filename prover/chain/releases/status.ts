import { atBlock, type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseReleaseStatus, type ReleaseStatus } from "../../rpc/node/decode.ts";
import type { ListId, ReleaseId } from "../../shared/ids.ts";
import type { Deployment } from "../deployment/document.ts";
import type { AtBlock } from "../ledger/status.ts";
import { type BorrowedShard, readBorrowedShards } from "./registrations.ts";

/**
 * How far the chain knows a release and all its ancestors to be clean against a list, according to its state after one
 * block; and which of their shards another vendor registered first, because a vendor who takes over a commitment is as
 * clean as its owner (null: the contract is of an earlier version, which does not record that).
 *
 * @param blockRef default: the newest block
 * @throws chain `chain/unknown-release`, `chain/unknown-list`, `chain/bad-answer`, `chain/unreachable`
 * @example
 * const { cleanEpoch, currentEpoch } = await readReleaseStatus(chain, deployment, published.list, release);
 * console.log(`clean up to epoch ${cleanEpoch} of ${currentEpoch}`); // clean up to epoch 1 of 1
 */
export async function readReleaseStatus(
  chain: Chain,
  deployment: Pick<Deployment, "releases">,
  list: ListId,
  release: ReleaseId,
  blockRef?: BlockRef,
): Promise<AtBlock<ReleaseStatus> & { borrowed: BorrowedShard[] | null }> {
  const found = await readCleanStatus(chain, deployment, list, release, blockRef);
  return { ...found, borrowed: await readBorrowedShards(chain, deployment, release, found.at) };
}

/** The same without the earlier registrations. */
export async function readCleanStatus(
  chain: Chain,
  deployment: Pick<Deployment, "releases">,
  list: ListId,
  release: ReleaseId,
  blockRef?: BlockRef,
): Promise<AtBlock<ReleaseStatus>> {
  const releases = await openContract(chain, "Releases", deployment.releases);
  const read = blockRef ?? (await readConfirmedBlock(chain));
  return { ...parseReleaseStatus(await view(releases, "statusOf", release, list, atBlock(read)), "status"), at: read };
}
