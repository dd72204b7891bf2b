import { asStatus, type ShardStatus } from "./answers.ts";
import type { Chain } from "./connection.ts";
import type { Deployment } from "./deployment.ts";
import { contractAt, view } from "./send.ts";

/**
 * How far the chain knows a shard to be clean against a list.
 *
 * @throws chain `chain/unknown-list`, `chain/bad-answer`, `chain/unreachable`
 */
export async function status(
  chain: Chain,
  deployment: Deployment,
  list: string,
  commitment: bigint,
): Promise<ShardStatus> {
  const ledger = await contractAt(chain, "Ledger", deployment.ledger);
  return asStatus(await view(ledger, "statusOf", commitment, list), "status");
}

/** Whether a shard or release is clean up to the list's current epoch; a list with no page yet makes nobody clean. */
export const isCleanNow = ({ cleanEpoch, currentEpoch }: { cleanEpoch: number; currentEpoch: number }): boolean =>
  currentEpoch > 0 && cleanEpoch >= currentEpoch;
