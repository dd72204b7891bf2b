import { concat, encodeRlp, getBytes, keccak256, type RlpStructuredDataish } from "ethers";
import { receiptTrie } from "../../prover/ethereum/receiptTrie.ts";
import type { Chain } from "../../prover/rpc/connection.ts";

export const WORD = `0x${"11".repeat(32)}`;
export const ADDRESS = `0x${"22".repeat(20)}`;
const BLOOM = `0x${"00".repeat(256)}`;
const LOG = { address: ADDRESS, topics: [WORD], data: "0x1234" };

/** A receipt as a node tells it, and as its chain's rules put it into the trie; undefined for one that is not in it. */
export type BuiltReceipt = { told: Record<string, unknown>; encoded: string | undefined };

/** With one event. `more`: fields beyond Ethereum's, told and encoded. */
export function builtReceipt(type: number, told: object = {}, more: readonly string[] = []): BuiltReceipt {
  const fields = ["0x01", "0x5208", BLOOM, [[ADDRESS, [WORD], "0x1234"]], ...more];
  const prefix = type === 0 ? "0x" : `0x${type.toString(16).padStart(2, "0")}`;
  const shown = { status: "0x1", cumulativeGasUsed: "0x5208", logsBloom: BLOOM, logs: [LOG] };
  return { told: { type: `0x${type.toString(16)}`, ...shown, ...told }, encoded: concat([prefix, encodeRlp(fields)]) };
}

/**
 * How a chain's rules make a block. `told`: what its node tells beside the fields that every header has; `end`: what
 * its header has behind them; `extraData`: as it is hashed, if that is not as it is told; `receiptsRoot`: if it is
 * not that of the receipts.
 */
export type BlockRules = {
  told?: Record<string, unknown>;
  end?: readonly RlpStructuredDataish[];
  extraData?: string;
  receipts?: readonly BuiltReceipt[];
  receiptsRoot?: string;
  /** What the node answers to its debug methods, by the header and the receipts. */
  debug?: (header: string, receipts: string[]) => Record<string, unknown>;
};

/** A block by these rules, and a chain whose node tells it and nothing else. */
export function builtBlock(rules: BlockRules): { chain: Chain; hash: string } {
  const { told = {}, end = [], receipts = [builtReceipt(2)], debug = () => ({}) } = rules;
  const extraData = rules.extraData ?? (told.extraData as string | undefined) ?? "0x";
  const encoded = receipts.flatMap((receipt) => receipt.encoded ?? []);
  const root = rules.receiptsRoot ?? receiptTrie(encoded.map((receipt) => getBytes(receipt))).root;
  const header = encodeRlp([
    WORD,
    WORD,
    ADDRESS,
    WORD,
    WORD,
    root,
    BLOOM,
    "0x",
    "0x07",
    "0x0f4240",
    "0x5208",
    "0x65000000",
    extraData,
    WORD,
    "0x0000000000000000",
    ...end,
  ]);
  const hash = keccak256(header);
  const ids = receipts.map(({ told: { transactionHash } }, i) => transactionHash ?? keccak256(`0x0${i}`));
  const block = {
    hash,
    parentHash: WORD,
    sha3Uncles: WORD,
    miner: ADDRESS,
    stateRoot: WORD,
    transactionsRoot: WORD,
    receiptsRoot: root,
    logsBloom: BLOOM,
    difficulty: "0x0",
    number: "0x7",
    gasLimit: "0xf4240",
    gasUsed: "0x5208",
    timestamp: "0x65000000",
    extraData,
    mixHash: WORD,
    nonce: "0x0000000000000000",
    size: "0x300",
    uncles: [],
    transactions: ids,
    ...told,
  };
  const answers: Record<string, unknown> = { eth_getBlockByHash: block, ...debug(header, encoded) };
  const send = async (method: string, [id]: unknown[]) =>
    method === "eth_getTransactionReceipt" ? receipts[ids.indexOf(id as string)]?.told : answers[method];
  return { chain: { provider: { send } } as unknown as Chain, hash };
}
