import { receiptTrie } from "../../ethereum/receiptTrie.ts";
import type { Chain } from "../../rpc/connection.ts";
import { ask } from "../../rpc/node/errors.ts";
import { poll } from "../../rpc/node/polling.ts";
import { DisjointError } from "../../shared/errors.ts";
import { getBytes, keccak256 } from "../../shared/ethers.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import { encodeReceipt, stateSyncOf } from "./encode.ts";
import { headersOf, unknownFieldOf } from "./headerFields.ts";
import type { Answer } from "./rpcFields.ts";
import { unprovable } from "./unprovable.ts";

/** A block that proves its receipts: the header in RLP, and for each transaction the Merkle proof of its receipt. */
type ProvableBlock = { header: Uint8Array; proofOf(transaction: number): Uint8Array[] };

/**
 * Reads a block and all its receipts from the node and checks them against the block's hash.
 *
 * @throws chain `chain/unprovable-block` when header or receipts do not have the right hashes: the chain has rules of
 * its own or a newer fork, or the node lies
 */
export async function readProvableBlock(chain: Chain, hash: string): Promise<ProvableBlock> {
  const [block, all] = await Promise.all([
    askFor(chain, "eth_getBlockByHash", [hash, false], `block ${hash}`),
    optional(chain, "eth_getBlockReceipts", [hash]),
  ]);
  const { transactions } = block;
  if (!Array.isArray(transactions)) throw unprovable(`the node does not return the transactions of block ${hash}`);
  const ids = transactions.map(lower);
  const header = await headerOf(chain, block, hash);
  if (header === undefined) throw unprovable(`${unknownFork(block)}no header that this version can make has ${hash}`);
  const proofOf = await proofsOf(chain, { block, all }, ids, hash);
  if (proofOf === undefined)
    throw unprovable(`no receipts that this version can make have the root in the header of block ${hash}`);
  return { header: getBytes(header), proofOf };
}

/** An unknown field explains why the hash differs. */
function unknownFork(block: Answer): string {
  const name = unknownFieldOf(block);
  return name === undefined ? "" : `the header has a field that this version does not know (${name}): a newer fork; `;
}

async function headerOf(chain: Chain, block: Answer, hash: string): Promise<string | undefined> {
  const made = attempt(() => headersOf(block).find((header) => keccak256(header) === lower(hash)));
  if (made !== undefined) return made;
  const raw = await optional(chain, "debug_getRawHeader", [hash]);
  return attempt(() => (keccak256(String(raw)) === lower(hash) ? String(raw) : undefined));
}

async function proofsOf(
  chain: Chain,
  { block, all }: { block: Answer; all: unknown },
  ids: readonly string[],
  hash: string,
) {
  const fitting = (encoded: readonly string[]) => {
    if (encoded.length === 0) return undefined;
    const trie = receiptTrie(encoded.map((receipt) => getBytes(receipt)));
    return trie.root === lower(block.receiptsRoot) ? trie.proofOf : undefined;
  };
  if (ids.length === 0) return nothing;
  const stateSync = attempt(() => stateSyncOf(block));
  const answers = await requestReceipts(chain, ids, all);
  for (const some of [answers, answers.filter((_, i) => ids[i] !== stateSync)]) {
    const found = attempt(() => fitting(some.map(encodeReceipt)));
    if (found !== undefined) return found;
  }
  const raw = await optional(chain, "debug_getRawReceipts", [hash]);
  return attempt(() => (Array.isArray(raw) ? fitting(raw.map(String)) : undefined));
}

/** A block without transactions has no receipts. */
function nothing(): never {
  throw new RangeError("the block has no transactions");
}

/** The receipts in the order of the transactions: from `all` if it has them, else by one request each. */
async function requestReceipts(chain: Chain, ids: readonly string[], all: unknown): Promise<Answer[]> {
  const known = new Map(
    (Array.isArray(all) ? (all as Answer[]) : []).map((each) => [lower(each?.transactionHash), each]),
  );
  if (ids.every((id) => known.has(id))) return ids.map((id) => known.get(id)!);
  return mapConcurrently(ids, (id) => askFor(chain, "eth_getTransactionReceipt", [id], `the receipt of ${id}`));
}

/** Nodes write hexadecimal digits in either case. */
const lower = (hexadecimal: unknown): string => String(hexadecimal).toLowerCase();

/** In milliseconds. A node is asked again for what it does not have: another one behind its address may have it. */
const RETRIES = { timeout: 1000, pollingInterval: 250 };

/** Reads what a proof needs. Without it the block is not provable. */
const askFor = (chain: Chain, method: string, params: unknown[], what: string): Promise<Answer> =>
  poll(RETRIES, async () => {
    const answer = await rpc(chain, method, params).catch((error) => {
      if (!(error instanceof DisjointError && error.code === "chain/node-refuses")) throw error;
      // Evidence quotes the reason, and the node's own message would name its host.
      throw unprovable(`the node does not give ${what}`, error);
    });
    if (answer !== null && typeof answer === "object") return { result: answer as Answer };
    return { error: () => unprovable(`the node does not have ${what}`) };
  });

const rpc = (chain: Chain, method: string, params: unknown[]): Promise<unknown> =>
  ask(() => chain.provider.send(method, params));

/** A request that only some nodes support. */
const optional = (chain: Chain, method: string, params: unknown[]): Promise<unknown> =>
  rpc(chain, method, params).catch(() => undefined);

/** The errors that encoding throws for invalid values. */
const UNFIT = [TypeError, RangeError, SyntaxError];

/** Undefined if a rule does not fit the node's answer: then it does not apply to this block. */
function attempt<T>(make: () => T | undefined): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof DisjointError || UNFIT.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}
