import { getBytes, keccak256 } from "ethers";
import { chainError, DisjointError } from "../shared/errors.ts";
import { badAnswer } from "./answers.ts";
import type { Chain } from "./connection.ts";
import { headersOf } from "./headers.ts";
import { encodeReceipt, stateSyncOf } from "./receipts.ts";
import { receiptTrie } from "./receiptTrie.ts";
import { ask } from "./revert.ts";
import type { Answer } from "./rpcFields.ts";

/** A block that can be shown to hold receipts: its header in RLP, and the trie's nodes for each of its transactions. */
export type ProvableBlock = { header: Uint8Array; proofOf(transaction: number): Uint8Array[] };

/** Questions under way at once: nodes refuse a flood. */
const AT_ONCE = 32;

/**
 * Asks for a block and all its receipts, and holds what the node says against the block's hash.
 *
 * @throws chain `chain/unprovable-block` when header or receipts do not give the hashes that they should: the chain has rules
 * of its own or a newer fork, or the node does not tell the truth
 */
export async function provableBlock(chain: Chain, hash: string): Promise<ProvableBlock> {
  const block = asObject(await rpc(chain, "eth_getBlockByHash", [hash, false]), "eth_getBlockByHash");
  const header = await headerOf(chain, block, hash);
  const receipts = await receiptsOf(chain, block, hash);
  if (header === undefined || receipts === undefined)
    throw chainError(
      "chain/unprovable-block",
      `block ${hash}: ${header === undefined ? "no header" : "no receipts"} that this version can make has its hash`,
      "The chain has rules of its own or a newer fork: its blocks can only be stated. Or ask another node.",
    );
  return { header: getBytes(header), proofOf: receipts.proofOf };
}

async function headerOf(chain: Chain, block: Answer, hash: string): Promise<string | undefined> {
  const made = attempt(() => headersOf(block).find((header) => keccak256(header) === hash));
  if (made !== undefined) return made;
  const raw = await optional(chain, "debug_getRawHeader", [hash]);
  return attempt(() => (keccak256(String(raw)) === hash ? String(raw) : undefined));
}

async function receiptsOf(chain: Chain, block: Answer, hash: string) {
  const fitting = (encoded: readonly string[]) => {
    if (encoded.length === 0) return undefined;
    const trie = receiptTrie(encoded.map((receipt) => getBytes(receipt)));
    return trie.root === block.receiptsRoot ? trie : undefined;
  };
  const stateSync = stateSyncOf(block);
  const ids = block.transactions as string[];
  const told = await receiptsToldOf(chain, ids, hash);
  for (const some of [told, told.filter((_, i) => ids[i] !== stateSync)]) {
    const found = attempt(() => fitting(some.map(encodeReceipt)));
    if (found !== undefined) return found;
  }
  const raw = await optional(chain, "debug_getRawReceipts", [hash]);
  return attempt(() => (Array.isArray(raw) ? fitting(raw.map(String)) : undefined));
}

/** In the order of the transactions: all in one question where the node takes it, else one each. */
async function receiptsToldOf(chain: Chain, ids: readonly string[], hash: string): Promise<Answer[]> {
  const all = await optional(chain, "eth_getBlockReceipts", [hash]);
  const known = new Map((Array.isArray(all) ? (all as Answer[]) : []).map((each) => [each?.transactionHash, each]));
  if (ids.every((id) => known.has(id))) return ids.map((id) => known.get(id)!);
  const receipts: Answer[] = [];
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const some = ids.slice(first, first + AT_ONCE);
    const told = await Promise.all(some.map((id) => rpc(chain, "eth_getTransactionReceipt", [id])));
    receipts.push(...told.map((each) => asObject(each, "eth_getTransactionReceipt")));
  }
  return receipts;
}

const rpc = (chain: Chain, method: string, params: unknown[]): Promise<unknown> =>
  ask(() => chain.provider.send(method, params));

/** What only some nodes answer. */
const optional = (chain: Chain, method: string, params: unknown[]): Promise<unknown> =>
  rpc(chain, method, params).catch(() => undefined);

/** A rule that does not fit what the node says is none for this block. */
function attempt<T>(make: () => T | undefined): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof DisjointError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function asObject(answer: unknown, what: string): Answer {
  if (answer === null || typeof answer !== "object") throw badAnswer(what, answer);
  return answer as Answer;
}
