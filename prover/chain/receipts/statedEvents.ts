import type { StatedBlock } from "../../evidence/chain/stated.ts";
import type { Chain } from "../../rpc/connection.ts";
import { ask } from "../../rpc/node/errors.ts";
import { isSame } from "./eventBlocks.ts";

/** Whether the chain has a block with this number, hash and time that holds all the stated events. */
export async function readsSameEvents(chain: Chain, { number, hash, time, events }: StatedBlock): Promise<boolean> {
  const block = await ask(() => chain.provider.getBlock(number));
  if (block?.hash !== hash || block.timestamp !== time) return false;
  const address = [...new Set(events.map((event) => event.address))];
  const found = await ask(() => chain.provider.getLogs({ address, fromBlock: number, toBlock: number }));
  const there = found.filter(({ blockHash }) => blockHash === hash);
  return events.every((event) => there.some((log) => log.transactionIndex === event.transaction && isSame(event, log)));
}
