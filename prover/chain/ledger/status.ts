import { at, type Moment, momentOf } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { contractAt, view } from "../../rpc/contract.ts";
import { asStatus, type ShardStatus } from "../../rpc/node/decode.ts";
import type { Deployment } from "../deployment/document.ts";

/** A status and the block that it was read at. */
export type At<T> = T & { at: Moment };

/**
 * How far the chain knows a shard to be clean against a list, as its state says after one block.
 *
 * @param moment the block; the newest one if it is not given
 * @throws chain `chain/unknown-list`, `chain/bad-answer`, `chain/unreachable`
 */
export async function status(
  chain: Chain,
  deployment: Pick<Deployment, "ledger">,
  list: string,
  commitment: bigint,
  moment?: Moment,
): Promise<At<ShardStatus>> {
  const ledger = await contractAt(chain, "Ledger", deployment.ledger);
  const read = moment ?? (await momentOf(chain));
  return { ...asStatus(await view(ledger, "statusOf", commitment, list, at(read)), "status"), at: read };
}

/** Whether a shard or release is clean up to the list's current epoch; a list with no page yet makes nobody clean. */
export const isCleanNow = ({ cleanEpoch, currentEpoch }: { cleanEpoch: number; currentEpoch: number }): boolean =>
  currentEpoch > 0 && cleanEpoch >= currentEpoch;
