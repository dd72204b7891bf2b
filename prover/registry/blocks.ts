import { chainError } from "../shared/errors.ts";
import { type AskNode, badAnswer } from "./rpc.ts";
import type { RegistryBlock } from "./verdict.ts";

/**
 * A block of the chain, by its number or the newest one; undefined if the node has none with this number.
 *
 * @throws chain `chain/bad-answer`
 */
async function askBlock(ask: AskNode, number: number | "latest"): Promise<RegistryBlock | undefined> {
  const tag = number === "latest" ? number : `0x${number.toString(16)}`;
  const block = (await ask("eth_getBlockByNumber", [tag, false])) as Record<string, unknown> | null;
  if (block === null && number !== "latest") return undefined;
  const found = {
    number: Number(block?.number),
    hash: String(block?.hash).toLowerCase(),
    time: Number(block?.timestamp),
  };
  const isBlock = Number.isSafeInteger(found.number) && Number.isSafeInteger(found.time);
  if (!isBlock || !/^0x[0-9a-f]{64}$/.test(found.hash) || (number !== "latest" && found.number !== number))
    throw badAnswer(`block ${number}`, JSON.stringify(block));
  return found;
}

/** @throws chain `chain/bad-answer`, also when the node has no such block */
export async function expectBlock(ask: AskNode, number: number | "latest"): Promise<RegistryBlock> {
  const block = await askBlock(ask, number);
  if (block === undefined) throw badAnswer(`block ${number}`, "none");
  return block;
}

/** Whether a block is still part of the chain, as a node sees it. */
export const isBlockOnChain = async (ask: AskNode, { number, hash }: RegistryBlock): Promise<boolean> =>
  (await askBlock(ask, number))?.hash === hash;

/** @throws chain `chain/bad-answer` for a node of another chain */
export async function expectChain(ask: AskNode, chainId: number): Promise<void> {
  const found = Number(await ask("eth_chainId", []));
  if (found !== chainId) throw badAnswer(`the id of chain ${chainId}`, found);
}

/**
 * A chain that ends before a block says nothing about it: the node is behind, or the chain was reorganized and is
 * shorter for now. What such a node knows is older, and an epoch that it lacks would make a verdict better.
 *
 * @throws chain `chain/node-behind`
 */
export async function expectReached(ask: AskNode, { number }: RegistryBlock): Promise<void> {
  const latest = await expectBlock(ask, "latest");
  if (latest.number >= number) return;
  throw chainError(
    "chain/node-behind",
    `the node is at block ${latest.number}, and the snapshot at block ${number}`,
    "Ask again when the node has caught up, or ask another node.",
  );
}
