import { chainError } from "../shared/errors.ts";
import type { Chain } from "./connection.ts";
import { badAnswer } from "./node/decode.ts";
import { ask } from "./node/errors.ts";

/** A block. `hash`: 0x and 64 hexadecimal digits; `time`: its timestamp, in seconds since 1970. */
export type BlockRef = { number: number; hash: string; time: number };

/** The last block that has `confirmations` blocks on top of it, or the first block of a chain that is shorter. */
export async function readConfirmedBlock(chain: Chain, confirmations = 0): Promise<BlockRef> {
  const latest = await readBlock(chain, "latest");
  return confirmations === 0 ? latest : readBlock(chain, Math.max(latest.number - confirmations, 0));
}

/**
 * Reads a block by its number, or the latest.
 *
 * @throws chain `chain/bad-answer` when the node has no such block
 */
export async function readBlock(chain: Chain, tag: "latest" | number): Promise<BlockRef> {
  const block = await ask(() => chain.provider.getBlock(tag));
  if (block === null || block.hash === null || (tag !== "latest" && block.number !== tag))
    throw badAnswer(`block ${tag}`, block?.hash);
  return { number: block.number, hash: block.hash, time: block.timestamp };
}

/** The last block whose timestamp is not after `time`, in seconds since 1970. Its state is the chain's at that time. */
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

/** Whether a block is still part of the chain. */
export async function isOnChain(chain: Chain, { number, hash }: Pick<BlockRef, "number" | "hash">): Promise<boolean> {
  const block = await ask(() => chain.provider.getBlock(number));
  return block?.hash === hash;
}

/**
 * Whether a block that was read earlier has left the chain: the node has another one at its height.
 *
 * @throws chain `chain/node-behind` for a node whose chain ends before: it may be behind, so nothing is taken back
 */
export async function hasLeftChain(
  chain: Chain,
  { number, hash }: Pick<BlockRef, "number" | "hash">,
): Promise<boolean> {
  const block = await ask(() => chain.provider.getBlock(number));
  if (block !== null) return block.hash !== hash;
  throw chainError(
    "chain/node-behind",
    `the node has no block ${number}, up to which the chain was read before`,
    "Ask again when the node has caught up, or ask another node. If the chain began again, begin again as well.",
  );
}

/** The option with which a view of a contract reads the state after a block. */
export const atBlock = ({ hash }: BlockRef) => ({ blockTag: hash });
