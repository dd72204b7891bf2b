import { readsSameEvents } from "../../chain/receipts/statedEvents.ts";
import { checkOnChain } from "../../chain/releases/confirm.ts";
import type { StatedBlock } from "../../evidence/chain/stated.ts";
import type { ReleaseFacts } from "../../evidence/facts.ts";
import { isOnChain, readConfirmedBlock } from "../../rpc/block.ts";
import { openChain } from "../../rpc/connection.ts";
import type { Check } from "../../shared/verdict.ts";
import { addressOf } from "../chain/where.ts";
import type { Values } from "../commands/definition.ts";

/**
 * `blocks`: hashes of those that are on the chain; `events`: of stated ones that hold the events that they are said
 * to.
 */
type Confirmed = { blocks: string[]; events: string[]; checks: Check[] };

/**
 * Asks a node, with --verify-rpc two: which of the blocks are on the chain, which of the stated ones hold their
 * events, what the contracts say now of every list, shard, release and parent, for a circuit may have been revoked
 * since, and whether a list has grown.
 */
export async function confirm(values: Values, facts: ReleaseFacts, said: readonly StatedBlock[]): Promise<Confirmed> {
  const { chain: stated } = facts;
  const rpc = addressOf(values, "rpc");
  const verifyRpc = addressOf(values, "verify-rpc");
  const chain = await openChain({ rpc: rpc!, ...(verifyRpc && { verifyRpc }) });
  try {
    const checks = await checkOnChain(chain, { ...facts, chain: stated! }, await readConfirmedBlock(chain));
    if (chain.chainId !== stated!.chainId) return { blocks: [], events: [], checks };
    const blocks: string[] = [];
    for (const block of stated!.blocks) if (await isOnChain(chain, block)) blocks.push(block.hash);
    const events: string[] = [];
    for (const block of said) if (await readsSameEvents(chain, block)) events.push(block.hash);
    return { blocks, events, checks };
  } finally {
    await chain.close();
  }
}
