import type { AskNode } from "../../prover/registry.ts";
import type { ClaimedChain } from "../../prover/verify.ts";

/** Hashes: of blocks that a node has, and of stated blocks that hold the events that they are said to hold. */
export type ConfirmedBlocks = { blocks: string[]; events: string[] };

/**
 * Asks a node which of a pack's blocks are on the chain, and which stated ones hold their events.
 *
 * @throws what `ask` throws
 */
export async function confirmBlocks({ facts, stated }: ClaimedChain, ask: AskNode): Promise<ConfirmedBlocks> {
  const blocks: string[] = [];
  for (const { number, hash } of facts.blocks) if ((await readBlock(ask, number))?.hash === hash) blocks.push(hash);
  const events: string[] = [];
  for (const block of stated) if (await holdsEvents(ask, block)) events.push(block.hash);
  return { blocks, events };
}

const toQuantity = (number: number): string => `0x${number.toString(16)}`;

async function readBlock(ask: AskNode, number: number): Promise<{ hash: string; time: number } | undefined> {
  const block = (await ask("eth_getBlockByNumber", [toQuantity(number), false])) as Record<string, unknown> | null;
  if (typeof block?.hash !== "string") return undefined;
  return { hash: block.hash.toLowerCase(), time: Number(block.timestamp) };
}

type StatedBlock = ClaimedChain["stated"][number];
type Log = { transactionIndex: string; address: string; topics: string[]; data: string };

async function holdsEvents(ask: AskNode, { number, hash, time, events }: StatedBlock): Promise<boolean> {
  const block = await readBlock(ask, number);
  if (block?.hash !== hash || block.time !== time) return false;
  const address = [...new Set(events.map((event) => event.address))];
  const logs = ((await ask("eth_getLogs", [{ address, blockHash: hash }])) ?? []) as Log[];
  const there = new Set(
    logs.map(({ transactionIndex, address, topics, data }) => nameOf(Number(transactionIndex), address, topics, data)),
  );
  return events.every(({ transaction, address, topics, data }) =>
    there.has(nameOf(transaction, address, topics, `0x${hex(data)}`)),
  );
}

const nameOf = (transaction: number, address: string, topics: readonly string[], data: string): string =>
  [transaction, address, ...topics, data].join(" ").toLowerCase();

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
