import { contractChecks } from "../../chain/confirmRelease.ts";
import { type Chain, openChain } from "../../chain/connection.ts";
import { isOnChain, type Moment, momentOf } from "../../chain/moment.ts";
import { grownSince } from "../../chain/reach.ts";
import { holdsEvents } from "../../chain/statedEvents.ts";
import type { StatedBlock } from "../../evidence/chain/stated.ts";
import type { ReleaseFacts } from "../../evidence/facts.ts";
import { behindCheck, type Check, check } from "../../shared/check.ts";
import { optional, required, type Values } from "../command.ts";

/** `blocks`: hashes of those that are on the chain; `events`: of stated ones that hold the events that they are said to. */
export type Confirmed = { blocks: string[]; events: string[]; checks: Check[] };

/**
 * Asks a node, with --witness-rpc two: which of the blocks are on the chain, which of the stated ones hold their events,
 * what the contracts say now of every list, shard, release and parent, for a circuit may have been distrusted since, and
 * whether a list has grown.
 */
export async function confirm(values: Values, facts: ReleaseFacts, said: readonly StatedBlock[]): Promise<Confirmed> {
  const { chain: stated } = facts;
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
    checks.push(...(await contractChecks(chain, { ...facts, chain: stated! }, moment)));
    return { blocks, events, checks: [...checks, ...(await grown(chain, facts, moment))] };
  } finally {
    await chain.close();
  }
}

/** Lists of which the chain has a later epoch than the one that the pack is about. */
async function grown(chain: Chain, { chain: stated, lists }: ReleaseFacts, moment: Moment): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { name, chain: reference } of lists) {
    const upTo = reference && (await grownSince(chain, stated!, { id: reference.list, name }, reference.epoch, moment));
    if (upTo) checks.push(behindCheck(`node-current-${name}`, upTo));
  }
  return checks;
}
