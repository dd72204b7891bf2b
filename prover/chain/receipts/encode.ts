import { concat, encodeRlp, keccak256, toBeHex, toUtf8Bytes } from "../../shared/ethers.ts";
import { type Answer, asBytes, asQuantity } from "./rpcFields.ts";

// Every list of receipts is compared with the header's root, so a wrong rule cannot prove anything.

/**
 * Types of transactions whose receipts have more fields than Ethereum's four, and which. All others have these four
 * behind the byte of their type: Arbitrum's (0x64 to 0x6a: OffchainLabs/go-ethereum 038d57c9, core/types/receipt.go,
 * EncodeIndex), OP-stack's after a block's execution (0x7d: optimism 454d3080, op-core/types/receipt_consensus.go).
 */
const FURTHER: Record<string, readonly string[]> = {
  // OP-stack deposits since Canyon: optimism 454d3080, op-core/types/receipt_consensus.go, depositReceiptRLP. Before,
  // there is a nonce but no version, and neither is in the trie.
  "0x7e": ["depositNonce", "depositReceiptVersion"],
  // Celo's fees in another currency (CIP-64) since it is an OP-stack chain: celo-org/op-geth 15f6c216,
  // core/types/celo_receipt.go.
  "0x7b": ["baseFee"],
};

/** A receipt as the trie stores it (EIP-2718): a type byte before the list, none for a legacy transaction. */
export function encodeReceipt(receipt: Answer): string {
  const type = asQuantity(receipt.type ?? "0x0", "type");
  const further = FURTHER[type] ?? [];
  const isWhole = further.every((name) => receipt[name] !== undefined && receipt[name] !== null);
  const logs = receipt.logs as Answer[];
  const list = encodeRlp([
    receipt.status === undefined || receipt.status === null
      ? asBytes(receipt.root, "root")
      : asQuantity(receipt.status, "status"),
    asQuantity(receipt.cumulativeGasUsed, "cumulativeGasUsed"),
    asBytes(receipt.logsBloom, "logsBloom"),
    logs.map(({ address, topics, data }) => [
      asBytes(address, "address"),
      (topics as string[]).map((topic) => asBytes(topic, "topic")),
      asBytes(data, "data"),
    ]),
    ...(isWhole ? further.map((name) => asQuantity(receipt[name], name)) : []),
  ]);
  return concat([type, list]);
}

/**
 * Polygon's transaction that brings state from Ethereum: up to the fork Madhugiri nodes list it with the others, but it
 * is not in the trie, under the id keccak256("matic-bor-receipt-" ‖ number ‖ hash) (bor 73c355e5,
 * core/types/bor_receipt.go, BorReceiptKey); since, it is in the block like any other, of type 0x7f (bor,
 * core/types/transaction.go, StateSyncTxType).
 */
export function stateSyncOf({ number, hash }: Answer): string {
  const place = [toBeHex(BigInt(String(number)), 8), String(hash)];
  return keccak256(concat([toUtf8Bytes("matic-bor-receipt-"), ...place]));
}
