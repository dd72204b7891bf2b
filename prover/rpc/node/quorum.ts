import { chainError, reworded } from "../../shared/errors.ts";
import { isHexString } from "../../shared/ethers.ts";
import { asChainError, revertData } from "./errors.ts";
import { type PollingOptions, poll } from "./polling.ts";

/** Sends a request to a node: a method of Ethereum's JSON-RPC and its parameters. */
export type Ask = (method: string, params: unknown[]) => Promise<unknown>;

/** The parts of an answer that must be equal. Nodes differ in further fields and in notation. */
const COMPARABLE: Record<string, (value: unknown) => unknown> = {
  eth_call: (value) => value,
  eth_getCode: (value) => value,
  eth_getLogs: (value) => (value as unknown[]).map(fields("address", "topics", "data", "blockHash", "logIndex")),
  eth_getBlockByNumber: (value) => fields("number", "hash", "parentHash", "timestamp")(value),
  eth_getBlockByHash: (value) => fields("number", "hash", "parentHash", "timestamp")(value),
};

/** Methods that read the state after a block, which is their second parameter. */
const STATE_METHODS = ["eth_call", "eth_getCode"];

/** Seconds by which the head of one node may be older than the other's. Beyond that, a stalled node would decide. */
const MAX_LAG = 60;

/** Milliseconds in which two nodes must come to see the same blocks. */
const MAX_DELAY = 30_000;

/** A block by its hash as a parameter (EIP-1898). The node refuses the request if the block is no longer canonical. */
const blockParameter = (hash: string) => ({ blockHash: hash, requireCanonical: true });

/** The parameters of a request with a block given by its hash, in the form that nodes accept; others unchanged. */
export function byBlockHash(method: string, params: unknown[]): unknown[] {
  const [what, block, ...more] = params;
  return STATE_METHODS.includes(method) && isHexString(block, 32) ? [what, blockParameter(block), ...more] : params;
}

/** Whether a request reads the state after a block that is named by its hash, in either form. */
export const isOfState = (method: string, [, block]: readonly unknown[]): boolean =>
  STATE_METHODS.includes(method) &&
  (isHexString(block, 32) || isHexString((block as { blockHash?: unknown } | undefined)?.blockHash, 32));

/**
 * Two nodes as one. State, events and blocks are read from both nodes, state at the same block hash, and are returned
 * only if both answers are the same. "latest" is the last block that both know. Everything else (fees, nonces, sending)
 * goes to the first node, because no verdict depends on it.
 *
 * @throws chain `chain/nodes-disagree`; `chain/unreachable` when one of them is
 */
export function quorumOf(first: Ask, second: Ask, { timeout, pollingInterval }: PollingOptions): Ask {
  const maxDelay = Math.min(timeout, MAX_DELAY);

  /**
   * Nodes see a new block at different times, so they get some time to agree on a block that is named by its number.
   * What cannot change is read again only briefly, because a node may have a block just before its state (anvil).
   */
  async function both(method: string, params: unknown[]): Promise<unknown> {
    const isFixed = STATE_METHODS.includes(method) || method === "eth_getBlockByHash";
    const answer = await poll({ timeout: isFixed ? 2 * pollingInterval : maxDelay, pollingInterval }, async () => {
      const [one, other] = await Promise.all([
        askOne(first, "the node", method, params),
        askOne(second, "the quorum node", method, params),
      ]);
      if (one.comparable === other.comparable) return { result: one };
      return { error: () => disagreement(method, one.comparable, other.comparable) };
    });
    return answer.settle();
  }

  const head = (): Promise<Block> =>
    poll({ timeout: maxDelay, pollingInterval }, async () => {
      const latest = await Promise.all([first, second].map((ask) => readBlock(ask, "latest")));
      const [lower, higher] = latest.toSorted((a, b) => Number(a.number) - Number(b.number)) as [Block, Block];
      const [one, other] = await Promise.all([first, second].map((ask) => readBlock(ask, lower.number)));
      const lag = Number(higher.timestamp) - Number(lower.timestamp);
      if (one!.hash === other!.hash && lag <= MAX_LAG) return { result: one! };
      const firstHead = `${Number(latest[0]!.number)} ${one!.hash}`;
      return { error: () => disagreement("head", firstHead, describeHead(other!, lag)) };
    });

  return async (method, params) => {
    if (method === "eth_blockNumber") return (await head()).number;
    if (method === "eth_getBlockByNumber" && params[0] === "latest") return head();
    if (STATE_METHODS.includes(method)) return both(method, await withBlockHash(params));
    return method in COMPARABLE ? both(method, params) : first(method, params);
  };

  /** The parameters with the block named by the hash that both nodes have for it. */
  async function withBlockHash([what, block, ...more]: unknown[]): Promise<unknown[]> {
    if (typeof block !== "string") return [what, block, ...more];
    if (isHexString(block, 32)) return byBlockHash("eth_call", [what, block, ...more]);
    const found = block === "latest" ? await head() : await both("eth_getBlockByNumber", [block, false]);
    return [what, blockParameter((found as Block).hash), ...more];
  }
}

type Block = { number: string; hash: string; timestamp: string };

async function readBlock(ask: Ask, tag: string): Promise<Block> {
  const block = await ask("eth_getBlockByNumber", [tag, false]);
  if (isHexString((block as Block)?.hash, 32)) return block as Block;
  throw chainError("chain/bad-answer", `a node has no block ${tag}`, "Use another node.");
}

/** A node's answer, which may be a revert. `comparable`: what both must say; `settle`: returns or throws it. */
async function askOne(ask: Ask, who: string, method: string, params: unknown[]) {
  try {
    const value = await ask(method, params);
    return { comparable: JSON.stringify(COMPARABLE[method]!(value)).toLowerCase(), settle: () => value };
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw await unreachable(who, error);
    const settle = () => {
      throw error;
    };
    return { comparable: `a revert with ${data.toLowerCase()}`, settle };
  }
}

async function unreachable(who: string, cause: unknown): Promise<Error> {
  const error = await asChainError(cause);
  return reworded(error, { message: `${who}: ${error.message}` });
}

const disagreement = (what: string, one: string, other: string) =>
  chainError(
    "chain/nodes-disagree",
    `${what}: the node says ${one.slice(0, 150)}, the quorum node ${other.slice(0, 150)}`,
    "One of them lies, is broken or has stopped: use other nodes.",
  );

const describeHead = ({ number, hash }: Block, lag: number): string => `${Number(number)} ${hash}, ${lag} s apart`;

function fields(...names: string[]): (value: unknown) => unknown {
  return (value) => names.map((name) => (value as Record<string, unknown> | null)?.[name] ?? null);
}
