import { atBlock, type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseShardStatus, type ShardStatus } from "../../rpc/node/decode.ts";
import type { Commitment, ListId } from "../../shared/ids.ts";
import type { Deployment } from "../deployment/document.ts";

/** A status and the block that it was read at. */
export type AtBlock<T> = T & { at: BlockRef };

/**
 * The status of a shard against a list, in the state after a block.
 *
 * @param blockRef default: the newest block
 * @throws chain `chain/unknown-list`, `chain/bad-answer`, `chain/unreachable`
 */
export async function readShardStatus(
  chain: Chain,
  deployment: Pick<Deployment, "ledger">,
  list: ListId,
  commitment: Commitment,
  blockRef?: BlockRef,
): Promise<AtBlock<ShardStatus>> {
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const read = blockRef ?? (await readConfirmedBlock(chain));
  return { ...parseShardStatus(await view(ledger, "statusOf", commitment, list, atBlock(read)), "status"), at: read };
}

/**
 * Whether a shard or release is clean up to the list's current epoch. Never true of a list without pages.
 *
 * @example
 * const status = await readShardStatus(chain, deployment, published.list, shard.commitment);
 * console.log(isCleanNow(status)); // true
 */
export const isCleanNow = ({ cleanEpoch, currentEpoch }: { cleanEpoch: number; currentEpoch: number }): boolean =>
  currentEpoch > 0 && cleanEpoch >= currentEpoch;
