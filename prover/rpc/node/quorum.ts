import { chainError } from "../../shared/errors.ts";
import { isHexString } from "../../shared/ethers.ts";
import { asChainError, revertData } from "./errors.ts";
import type { PollingOptions } from "./polling.ts";

/** Asks a node: a method of Ethereum's JSON-RPC and its parameters. */
export type Ask = (method: string, params: unknown[]) => Promise<unknown>;

/** What of a node's answer must be the same; nodes differ in what else they say and in how they write it. */
const COMPARABLE: Record<string, (value: unknown) => unknown> = {
  eth_call: (value) => value,
  eth_getCode: (value) => value,
  eth_getLogs: (value) => (value as unknown[]).map(fields("address", "topics", "data", "blockHash", "logIndex")),
  eth_getBlockByNumber: (value) => fields("number", "hash", "parentHash", "timestamp")(value),
  eth_getBlockByHash: (value) => fields("number", "hash", "parentHash", "timestamp")(value),
};

/** Questions about the state after a block, which is their second parameter. */
const OF_STATE = ["eth_call", "eth_getCode"];

/** Seconds that the head of one node may be older than the other's: more, and a node that stands still would decide. */
const MAX_LAG = 60;

/** Milliseconds for two nodes to see the same blocks. */
const WITHIN = 30_000;

/** A block's hash as the place of a question (EIP-1898): an answer from any other block is none. */
const atBlock = (hash: string) => ({ blockHash: hash, requireCanonical: true });

/** A question whose block is given by its hash, as nodes take it; every other question as it is. */
export function byBlockHash(method: string, params: unknown[]): unknown[] {
  const [what, block, ...more] = params;
  return OF_STATE.includes(method) && isHexString(block, 32) ? [what, atBlock(block), ...more] : params;
}

/** Whether a question is about the state after a block that is named by its hash, in either way. */
export const isOfState = (method: string, [, block]: readonly unknown[]): boolean =>
  OF_STATE.includes(method) &&
  (isHexString(block, 32) || isHexString((block as { blockHash?: unknown } | undefined)?.blockHash, 32));

/**
 * Two nodes as one. State, events and blocks are asked of both, state at the same block hash, and are answered only if
 * both say the same; "latest" is the last block that both know. Everything else (fees, nonces, sending) goes to the
 * first, for no verdict hangs on it.
 *
 * @throws chain `chain/nodes-disagree`; `chain/unreachable` when one of them is
 */
export function quorumOf(first: Ask, second: Ask, { timeout, pollingInterval }: PollingOptions): Ask {
  const limit = Math.min(timeout, WITHIN);

  /**
   * Nodes see a new block at different times: where a block is asked for by its number, they get some time to agree.
   * What is fixed is asked once more, for a node may show a block a moment before its state (anvil does).
   */
  async function both(method: string, params: unknown[]): Promise<unknown> {
    const isFixed = OF_STATE.includes(method) || method === "eth_getBlockByHash";
    for (const end = Date.now() + (isFixed ? 2 * pollingInterval : limit); ; await pause(pollingInterval)) {
      const [one, other] = await Promise.all([
        askOne(first, "the node", method, params),
        askOne(second, "the quorum node", method, params),
      ]);
      if (one.essence === other.essence) return one.give();
      if (Date.now() >= end) throw disagreement(method, one.essence, other.essence);
    }
  }

  async function head(): Promise<Block> {
    for (const end = Date.now() + limit; ; await pause(pollingInterval)) {
      const latest = await Promise.all([first, second].map((ask) => blockOf(ask, "latest")));
      const [lower, higher] = latest.toSorted((a, b) => Number(a.number) - Number(b.number)) as [Block, Block];
      const [one, other] = await Promise.all([first, second].map((ask) => blockOf(ask, lower.number)));
      const lag = Number(higher.timestamp) - Number(lower.timestamp);
      if (one!.hash === other!.hash && lag <= MAX_LAG) return one!;
      if (Date.now() >= end)
        throw disagreement("head", `${Number(latest[0]!.number)} ${one!.hash}`, shown(other!, lag));
    }
  }

  return async (method, params) => {
    if (method === "eth_blockNumber") return (await head()).number;
    if (method === "eth_getBlockByNumber" && params[0] === "latest") return head();
    if (OF_STATE.includes(method)) return both(method, await atHash(params));
    return method in COMPARABLE ? both(method, params) : first(method, params);
  };

  /** The question with its block named by the hash that both have for it. */
  async function atHash([what, block, ...more]: unknown[]): Promise<unknown[]> {
    if (typeof block !== "string") return [what, block, ...more];
    if (isHexString(block, 32)) return byBlockHash("eth_call", [what, block, ...more]);
    const found = block === "latest" ? await head() : await both("eth_getBlockByNumber", [block, false]);
    return [what, atBlock((found as Block).hash), ...more];
  }
}

type Block = { number: string; hash: string; timestamp: string };

async function blockOf(ask: Ask, tag: string): Promise<Block> {
  const block = await ask("eth_getBlockByNumber", [tag, false]);
  if (isHexString((block as Block)?.hash, 32)) return block as Block;
  throw chainError("chain/bad-answer", `a node has no block ${tag}`, "Ask another node.");
}

/** What a node said, a revert too: its essence as text, and how to give it on. */
async function askOne(ask: Ask, who: string, method: string, params: unknown[]) {
  try {
    const value = await ask(method, params);
    return { essence: JSON.stringify(COMPARABLE[method]!(value)).toLowerCase(), give: () => value };
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw await unreachable(who, error);
    const give = () => {
      throw error;
    };
    return { essence: `a revert with ${data.toLowerCase()}`, give };
  }
}

async function unreachable(who: string, cause: unknown): Promise<Error> {
  const error = await asChainError(cause);
  return error.reworded({ message: `${who}: ${error.message}` });
}

const disagreement = (what: string, one: string, other: string) =>
  chainError(
    "chain/nodes-disagree",
    `${what}: the node says ${one.slice(0, 150)}, the quorum node ${other.slice(0, 150)}`,
    "One of them lies, is broken or stands still: ask others.",
  );

const shown = ({ number, hash }: Block, lag: number): string => `${Number(number)} ${hash}, ${lag} s apart`;

function fields(...names: string[]): (value: unknown) => unknown {
  return (value) => names.map((name) => (value as Record<string, unknown> | null)?.[name] ?? null);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
