import type { Chain } from "../../rpc/connection.ts";
import { ask } from "../../rpc/node/errors.ts";
import { DisjointError } from "../../shared/errors.ts";
import { readProvableBlock } from "./block.ts";
import { reasonOf } from "./unprovable.ts";

/** Whether evidence can show what blocks of a chain hold; if not, why its blocks are stated only, in words. */
export type Provability = { provable: true } | { provable: false; reason: string };

/** Blocks that are looked at for one with transactions: the last ones, all asked for at once. */
const RECENT = 16;

/**
 * Tries to prove one recent block, before anything is paid: the last one with transactions, or the one of the
 * deployment on a chain that has been idle since, and the head, whose header has the rules of today. Sends nothing.
 *
 * @param deployed number of a block that has transactions
 * @throws chain `chain/unreachable` and the like when the node does not answer at all
 */
export async function readProvability(chain: Chain, deployed?: number): Promise<Provability> {
  const head = await blockAt(chain, "latest");
  if (head === undefined) return { provable: false, reason: "the node tells no head of the chain" };
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

/** The last block with transactions, as far as it is looked for. */
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
