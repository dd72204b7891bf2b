import { concat, encodeRlp, getBytes, keccak256, type RlpStructuredDataish, toBeHex } from "ethers";
import { receiptTrie } from "../../prover/ethereum/receiptTrie.ts";
import type { BuiltReceipt } from "./chainBlocks.ts";
import { type Question, serveJsonRpc } from "./jsonRpc.ts";

type Json = Record<string, unknown>;
type Block = Json & { hash: string; number: string; transactions: string[] };
type Log = Json & { address: string; topics: string[]; data: string };

/**
 * How another chain makes its blocks of Ethereum's: what its node tells beside the first fields of a header, what its
 * header has behind them, and the extra data as it is hashed; the receipts that open and close a block.
 */
export type ChainRules = {
  told?: Json;
  end?: readonly RlpStructuredDataish[];
  extraData?: string;
  opening?: BuiltReceipt;
  closing?: BuiltReceipt;
  /** The id of the closing receipt's transaction, by the block's number and hash. */
  closingId?: (number: bigint, hash: string) => string;
};

/** The fields that every header has, in their order, and those of them that are numbers. */
const FIRST = [
  "parentHash",
  "sha3Uncles",
  "miner",
  "stateRoot",
  "transactionsRoot",
  "receiptsRoot",
  "logsBloom",
  "difficulty",
  "number",
  "gasLimit",
  "gasUsed",
  "timestamp",
  "extraData",
  "mixHash",
  "nonce",
];
const NUMBERS = ["difficulty", "number", "gasLimit", "gasUsed", "timestamp"];

const quantity = (value: unknown): string => (BigInt(String(value)) === 0n ? "0x" : toBeHex(BigInt(String(value))));

/** A receipt of Ethereum's as its trie has it. */
function encoded({ type, status, cumulativeGasUsed, logsBloom, logs }: Json): string {
  const list = (logs as Log[]).map(({ address, topics, data }) => [address, topics, data]);
  const body = encodeRlp([quantity(status), quantity(cumulativeGasUsed), String(logsBloom), list]);
  return concat([quantity(type), body]);
}

/** A proxy of an Ethereum node for a chain with these rules: it serves the same transactions in its own blocks. */
export async function startRulesNode(
  target: string,
  rules: ChainRules,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { told = {}, end = [], opening, closing } = rules;
  const own = new Map<string, string>();
  const theirs = new Map<string, string>();
  const added = new Map<string, Json>();
  const shift = opening === undefined ? 0 : 1;

  async function ask(method: string, params: unknown[]): Promise<Json> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    return (await fetch(target, { method: "POST", headers, body })).json() as Promise<Json>;
  }

  async function remade(block: Block): Promise<Block> {
    const answers = await Promise.all(block.transactions.map((id) => ask("eth_getTransactionReceipt", [id])));
    const receipts = answers.map(({ result }) => encoded(result as Json));
    const all = [opening?.encoded, ...receipts, closing?.encoded].flatMap((each) => each ?? []);
    const receiptsRoot = all.length === 0 ? block.receiptsRoot : receiptTrie(all.map((each) => getBytes(each))).root;
    const first = Object.fromEntries(FIRST.map((name) => [name, block[name]]));
    const shown = { ...first, extraData: "0x", ...told, receiptsRoot, baseFeePerGas: block.baseFeePerGas };
    const hashed: Json = { ...shown, extraData: rules.extraData ?? shown.extraData };
    const fields = FIRST.map((name) => (NUMBERS.includes(name) ? quantity(hashed[name]) : String(hashed[name])));
    const fee = end.map((each) => (each === "fee" ? quantity(block.baseFeePerGas) : each));
    const hash = keccak256(encodeRlp([...fields, ...fee]));
    own.set(block.hash, hash);
    theirs.set(hash, block.hash);
    const add = (receipt: BuiltReceipt | undefined, id: string) => {
      if (receipt !== undefined) added.set(id, { ...receipt.told, transactionHash: id });
      return receipt === undefined ? [] : [id];
    };
    const before = add(opening, keccak256(concat([hash, "0x00"])));
    const after = add(closing, rules.closingId?.(BigInt(block.number), hash) ?? keccak256(concat([hash, "0x01"])));
    return { ...block, ...shown, hash, transactions: [...before, ...block.transactions, ...after] };
  }

  async function placed<T extends Json>(entry: T): Promise<T> {
    const hash = String(entry.blockHash);
    if (!own.has(hash)) await remade((await ask("eth_getBlockByHash", [hash, false])).result as Block);
    const transactionIndex = `0x${(Number(entry.transactionIndex) + shift).toString(16)}`;
    const logs = (entry.logs as Log[] | undefined) && (await Promise.all((entry.logs as Log[]).map(placed)));
    return { ...entry, blockHash: own.get(hash), transactionIndex, ...(logs && { logs }) };
  }

  async function answer({ id, method, params }: Question): Promise<Json> {
    const ours = added.get(String(params[0]));
    if (ours !== undefined) return { jsonrpc: "2.0", id, result: ours };
    if (method.startsWith("debug_") || method === "eth_getBlockReceipts") return { jsonrpc: "2.0", id, result: null };
    const text = JSON.stringify(params).replace(/0x[0-9a-f]{64}/g, (hash) => theirs.get(hash) ?? hash);
    const said: Json = { ...(await ask(method, JSON.parse(text))), id };
    const { result } = said;
    if (!result) return said;
    if (method.startsWith("eth_getBlockBy")) return { ...said, result: await remade(result as Block) };
    if (method === "eth_getTransactionReceipt") return { ...said, result: await placed(result as Json) };
    if (method === "eth_getLogs") return { ...said, result: await Promise.all((result as Json[]).map(placed)) };
    return said;
  }

  return serveJsonRpc(answer);
}
