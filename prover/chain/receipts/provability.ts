import type { Chain } from "../../rpc/connection.ts";
import { ask } from "../../rpc/node/errors.ts";
import { DisjointError } from "../../shared/errors.ts";
import { readProvableBlock } from "./block.ts";
import { reasonOf } from "./unprovable.ts";

/** Whether evidence can prove the events of a chain's blocks; if not, why they are only stated, in words. */
export type Provability = { provable: true } | { provable: false; reason: string };

/** How many of the last blocks are searched for one with transactions. */
const RECENT = 16;

/**
 * Tries to prove a recent block before any transaction is paid for: the last one with transactions, or the deployment's
 * on a chain that has been idle since; and the head, whose header follows the current rules. Sends nothing.
 *
 * @param deployed number of a block that has transactions
 * @throws chain `chain/unreachable` and the like when the node does not answer at all
 */
export async function readProvability(chain: Chain, deployed?: number): Promise<Provability> {
  const head = await blockAt(chain, "latest");
  if (head === undefined) return { provable: false, reason: "the node does not return the head of the chain" };
  try {
    const tried = isUsed(head) ? head : await lastUsed(chain, head, deployed);
    for (const hash of new Set([tried?.hash ?? head.hash, head.hash])) await readProvableBlock(chain, hash);
    return { provable: true };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return { provable: false, reason };
  }
}

type Block = { number: number; hash: string; transactions: number };

const isUsed = ({ transactions }: Block): boolean => transactions > 0;

/** The last block with transactions among those that are searched. */
async function lastUsed(chain: Chain, head: Block, deployed?: number): Promise<Block | undefined> {
  const numbers = Array.from({ length: Math.min(RECENT, head.number) }, (_, i) => head.number - 1 - i);
  const found = await Promise.all(numbers.map((number) => blockAt(chain, number)));
  const recent = found.find((block) => block !== undefined && isUsed(block));
  return recent ?? (deployed === undefined ? undefined : blockAt(chain, deployed));
}

async function blockAt(chain: Chain, tag: number | "latest"): Promise<Block | undefined> {
  const name = tag === "latest" ? tag : `0x${tag.toString(16)}`;
  const block = await ask(() => chain.provider.send("eth_getBlockByNumber", [name, false])).catch((error) => {
    if (error instanceof DisjointError && error.code === "chain/node-refuses") return null;
    throw error;
  });
  if (typeof block?.hash !== "string") return undefined;
  const transactions = Array.isArray(block.transactions) ? block.transactions.length : 0;
  return { number: Number(block.number), hash: block.hash, transactions };
}
