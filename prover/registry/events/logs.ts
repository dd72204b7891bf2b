import { hexToBytes } from "@noble/hashes/utils.js";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { type AskNode, badAnswer } from "../rpc.ts";

/** An event as a node gives it. `topics`: the hash of its signature, and its indexed arguments. */
export type RegistryLog = { address: string; topics: bigint[]; data: Uint8Array; block: number; index: number };

/** Blocks in the first request. Nodes accept 10 to a million; how many is found out from their refusals. */
const RANGE = 2_000;

/**
 * Reads events range by range. A range that the node refuses, in whatever words, is halved; after an answer it is
 * doubled, up to the length that was refused.
 *
 * @param from the first block, included
 * @param last the last block, included
 * @param topics what the events' topics have to be, as `eth_getLogs` has it; default: anything
 * @throws chain `chain/bad-answer`; what `ask` throws for a range of one block, or without an answer of the node
 */
export async function* readLogs(
  ask: AskNode,
  address: readonly string[],
  from: number,
  last: number,
  onProgress: OnProgress = silent,
  topics: readonly (readonly string[])[] = [],
): AsyncGenerator<RegistryLog[]> {
  let first = from;
  let range = RANGE;
  let longest = Number.POSITIVE_INFINITY;
  while (first <= last) {
    const to = Math.min(first + range - 1, last);
    const length = to - first + 1;
    onProgress({ stage: "chain", done: to, total: last, what: "reading events" });
    const filter = { address, topics, fromBlock: toHex(first), toBlock: toHex(to) };
    try {
      const logs = await ask("eth_getLogs", [filter]);
      yield toLogs(logs, first, to);
      first = to + 1;
      range = Math.min(2 * range, longest);
    } catch (error) {
      if (length === 1 || (isWithoutAnswer(error) && length <= RANGE)) throw error;
      range = Math.ceil(length / 2);
      longest = length - 1;
    }
  }
}

export const toHex = (value: number): string => `0x${value.toString(16)}`;

/** A browser throws a TypeError if there is no connection. A node that needs too long may answer a shorter range. */
const isWithoutAnswer = (error: unknown): boolean =>
  error instanceof TypeError || ["TimeoutError", "AbortError"].includes((error as Error | null)?.name ?? "");

function toLogs(value: unknown, first: number, last: number): RegistryLog[] {
  if (!Array.isArray(value)) throw badAnswer("eth_getLogs", value);
  const logs = value.map(toLog);
  const stray = logs.find(({ block }) => block < first || block > last);
  if (stray !== undefined) throw badAnswer(`events of the blocks ${first} to ${last}`, `one of block ${stray.block}`);
  return logs.sort((a, b) => a.block - b.block || a.index - b.index);
}

function toLog(value: unknown): RegistryLog {
  const { address, topics, data, blockNumber, logIndex } = (value ?? {}) as Record<string, unknown>;
  if (!isHex(address, 40) || !Array.isArray(topics) || !isHex(data) || !isNumber(blockNumber) || !isNumber(logIndex))
    throw badAnswer("eth_getLogs", JSON.stringify(value));
  if (data.length % 2 !== 0 || !topics.every((topic) => isHex(topic, 64)))
    throw badAnswer("eth_getLogs", JSON.stringify(value));
  return {
    address: address.toLowerCase(),
    topics: topics.map((topic) => BigInt(topic)),
    data: hexToBytes(data.slice(2)),
    block: Number(blockNumber),
    index: Number(logIndex),
  };
}

const isHex = (value: unknown, digits?: number): value is string =>
  typeof value === "string" && /^0x[0-9a-f]*$/i.test(value) && (digits === undefined || value.length === digits + 2);

const isNumber = (value: unknown): value is string => isHex(value) && value.length > 2 && value.length < 14;
