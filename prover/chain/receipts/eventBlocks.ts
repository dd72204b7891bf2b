import type { Log } from "ethers";
import { logsOf, readHeader } from "../../ethereum/header.ts";
import type { ChainDocument } from "../../evidence/chain/document.ts";
import type { StatedBlock } from "../../evidence/chain/stated.ts";
import type { Chain } from "../../rpc/connection.ts";
import { badAnswer } from "../../rpc/node/decode.ts";
import { ask } from "../../rpc/node/errors.ts";
import { getBytes } from "../../shared/ethers.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import { readProvableBlock } from "./block.ts";
import { reasonOf, unprovable } from "./unprovable.ts";

type ShownBlock = ChainDocument["blocks"][number];

/** A block of a document: proved, or only stated. */
type Made = { shown?: ShownBlock; stated?: StatedBlock };

/** The longest reason that a document may hold, in characters. */
const LONGEST = 512;

/**
 * The blocks of these events, in order: each with the receipts of the transactions that emitted them or, if these
 * cannot be proved, with the events that the node returned.
 */
export async function findBlocks(
  chain: Chain,
  logs: readonly Log[],
): Promise<Pick<ChainDocument, "blocks" | "stated">> {
  const sorted = logs.toSorted((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
  const byHash = [...Map.groupBy(sorted, ({ blockHash }) => blockHash)];
  const made = await mapConcurrently(byHash, async ([hash, some]): Promise<Made> => {
    try {
      return { shown: await shownBlock(chain, hash, some) };
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      return { stated: await statedBlock(chain, hash, some, reason) };
    }
  });
  const blocks = made.flatMap(({ shown }) => shown ?? []);
  const stated = made.flatMap(({ stated }) => stated ?? []);
  return { blocks, ...(stated.length > 0 && { stated }) };
}

/** Reads the receipt as a verifier does: one in a form that a verifier does not know would prove nothing. */
async function shownBlock(chain: Chain, hash: string, logs: readonly Log[]): Promise<ShownBlock> {
  const { header, proofOf } = await readProvableBlock(chain, hash);
  const transactions = [...new Set(logs.map(({ transactionIndex }) => transactionIndex))];
  const receipts = transactions.map((transaction) => ({ transaction, proof: proofOf(transaction) }));
  for (const { transaction, proof } of receipts) {
    const own = logs.filter(({ transactionIndex }) => transactionIndex === transaction);
    if (!holds(header, transaction, proof, own))
      throw unprovable(`the receipt of transaction ${transaction} of block ${hash} does not show its events`);
  }
  return { header, receipts };
}

function holds(header: Uint8Array, transaction: number, proof: Uint8Array[], logs: readonly Log[]): boolean {
  try {
    const found = logsOf(readHeader(header), transaction, proof);
    return logs.every((log) => found.some((each) => isSame(each, log)));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** An event as evidence holds it. */
export const isSame = (
  { address, topics, data }: { address: string; topics: readonly string[]; data: Uint8Array },
  log: Log,
): boolean =>
  address === log.address.toLowerCase() &&
  topics.join() === log.topics.join().toLowerCase() &&
  Buffer.from(data).equals(getBytes(log.data));

async function statedBlock(chain: Chain, hash: string, logs: readonly Log[], reason: string): Promise<StatedBlock> {
  const number = logs[0]!.blockNumber;
  const block = (await ask(() => chain.provider.getBlock(hash))) ?? (await ask(() => chain.provider.getBlock(number)));
  if (block === null) throw badAnswer(`block ${hash}`, null);
  return {
    number,
    hash: hash.toLowerCase(),
    time: block.timestamp,
    reason: printable(reason),
    events: logs.map(({ transactionIndex, address, topics, data }) => ({
      transaction: transactionIndex,
      address: address.toLowerCase(),
      topics: topics.map((topic) => topic.toLowerCase()),
      data: getBytes(data),
    })),
  };
}

/** A reason may quote a node's message. */
const printable = (reason: string): string => reason.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, " ").slice(0, LONGEST);
