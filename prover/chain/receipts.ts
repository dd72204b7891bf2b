import { concat, encodeRlp, keccak256, toBeHex, toUtf8Bytes } from "ethers";
import { type Answer, asBytes, asQuantity } from "./rpcFields.ts";

// Every list of receipts is tried against the header's root, so a rule that is wrong cannot prove anything.

/** Types of transactions whose receipts have more fields than Ethereum's four, and which. */
const FURTHER: Record<string, readonly string[]> = {
  // OP-stack deposits, since Canyon: specs.optimism.io, protocol/deposits.md; before, the version is missing and so are both.
  "0x7e": ["depositNonce", "depositReceiptVersion"],
  // Celo's fees in another currency (CIP-64), since it is an OP-stack chain: op-geth of Celo, core/types/celo_receipt.go.
  "0x7b": ["baseFee"],
};

/** The receipt as the trie has it (EIP-2718): the type's byte before the list, nothing for a legacy transaction. */
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
 * Polygon's transaction that brings state from Ethereum is told with the others, but not in the trie: its id is
 * keccak256("matic-bor-receipt-" ‖ number ‖ hash) (bor, core/types/bor_receipt.go).
 */
export function stateSyncOf({ number, hash }: Answer): string {
  const place = [toBeHex(BigInt(String(number)), 8), String(hash)];
  return keccak256(concat([toUtf8Bytes("matic-bor-receipt-"), ...place]));
}
