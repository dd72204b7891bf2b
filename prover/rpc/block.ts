import type { Chain } from "./connection.ts";
import { badAnswer } from "./node/decode.ts";
import { ask } from "./node/errors.ts";

/** The block that a verdict was read at; `time` in seconds since 1970, as the block says. */
export type BlockRef = { number: number; hash: string; time: number };

/** The last block with so many blocks on top of it; the first one on a chain that is shorter. */
export async function readConfirmedBlock(chain: Chain, confirmations = 0): Promise<BlockRef> {
  const latest = await readBlock(chain, "latest");
  return confirmations === 0 ? latest : readBlock(chain, Math.max(latest.number - confirmations, 0));
}

/** @throws chain `chain/bad-answer` when the node has no such block */
export async function readBlock(chain: Chain, tag: "latest" | number): Promise<BlockRef> {
  const block = await ask(() => chain.provider.getBlock(tag));
  if (block === null || block.hash === null || (tag !== "latest" && block.number !== tag))
    throw badAnswer(`block ${tag}`, block?.hash);
  return { number: block.number, hash: block.hash, time: block.timestamp };
}

/** The last block whose timestamp is not after `time`, in seconds since 1970: what the chain said then. */
export async function findBlockAtTime(chain: Chain, time: number): Promise<BlockRef> {
  const latest = await readBlock(chain, "latest");
  if (latest.time <= time) return latest;
  let low = 0;
  let high = latest.number;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((await readBlock(chain, middle)).time <= time) low = middle;
    else high = middle;
  }
  return readBlock(chain, low);
}

/** Whether a block is on the chain as it is now. */
export async function isOnChain(chain: Chain, { number, hash }: Pick<BlockRef, "number" | "hash">): Promise<boolean> {
  const block = await ask(() => chain.provider.getBlock(number));
  return block?.hash === hash;
}

/** The option that makes a view of a contract answer from a block's state. */
export const atBlock = ({ hash }: BlockRef) => ({ blockTag: hash });
