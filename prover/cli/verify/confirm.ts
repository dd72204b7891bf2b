import { openChain } from "../../chain/connection.ts";
import { isOnChain, momentOf } from "../../chain/moment.ts";
import { holdsEvents } from "../../chain/statedEvents.ts";
import { status } from "../../chain/status.ts";
import type { StatedBlock } from "../../evidence/chain/stated.ts";
import type { ReleaseFacts } from "../../evidence/facts.ts";
import { type Check, check } from "../../groth16/verify.ts";
import { count } from "../../shared/words.ts";
import { optional, required, type Values } from "../command.ts";

/** `blocks`: hashes of those that are on the chain; `events`: of stated ones that hold the events that they are said to. */
export type Confirmed = { blocks: string[]; events: string[]; checks: Check[] };

/**
 * Asks a node, with --witness-rpc two: which of the blocks are on the chain, which of the stated ones hold their events, and whether the ledger still says of every
 * shard and list what its events said, for a circuit may have been distrusted since.
 */
export async function confirm(values: Values, facts: ReleaseFacts, said: readonly StatedBlock[]): Promise<Confirmed> {
  const { chain: stated, lists, shards } = facts;
  const witness = optional(values, "witness-rpc");
  const chain = await openChain({ rpc: required(values, "rpc"), ...(witness && { witness }) });
  try {
    const sameChain = check("node-chain", chain.chainId === stated!.chainId, `the node is of chain ${chain.chainId}`);
    if (!sameChain.ok) return { blocks: [], events: [], checks: [sameChain] };
    const blocks: string[] = [];
    for (const block of stated!.blocks) if (await isOnChain(chain, block)) blocks.push(block.hash);
    const events: string[] = [];
    for (const block of said) if (await holdsEvents(chain, block)) events.push(block.hash);
    const checks = [sameChain];
    const moment = await momentOf(chain);
    for (const { name, pages, chain: reference } of lists)
      for (const [i, { commitment }] of shards.entries()) {
        const now = reference && (await status(chain, stated!, reference.list, BigInt(commitment), moment));
        const problem = `at block ${moment.number} the ledger has ${now?.cleanPages ?? 0} of ${count(pages, "page")}`;
        checks.push(check(`node-shard-${i}-${name}`, now !== null && now.cleanPages >= pages, problem));
      }
    return { blocks, events, checks };
  } finally {
    await chain.close();
  }
}
