import { getBytes, keccak256 } from "ethers";
import { bigEndian, encodeRlp, type Rlp } from "../evidence/chain/rlp.ts";
import { badAnswer } from "./answers.ts";
import type { Chain } from "./connection.ts";
import { receiptTrie } from "./receiptTrie.ts";
import { ask } from "./revert.ts";

/** A block that can be shown to hold receipts: its header in RLP, and the trie's nodes for each of its transactions. */
export type ProvableBlock = { header: Uint8Array; proofOf(transaction: number): Uint8Array[] };

type Answer = Record<string, unknown>;

/** The fields of a header in their order (EIP-1559, 4895, 4844, 4788, 7685 added the last ones, each with a fork). */
const HEADER = ["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"];
const NUMBERS = ["difficulty", "number", "gasLimit", "gasUsed", "timestamp"];
const SEAL = ["extraData", "mixHash", "nonce"];
const FORKS = [
  "baseFeePerGas",
  "withdrawalsRoot",
  "blobGasUsed",
  "excessBlobGas",
  "parentBeaconBlockRoot",
  "requestsHash",
];
const QUANTITIES = new Set([...NUMBERS, "baseFeePerGas", "blobGasUsed", "excessBlobGas"]);

/** Questions under way at once: nodes refuse a flood. */
const AT_ONCE = 32;

/**
 * Asks for a block and all its receipts, and holds what the node says against the block's hash.
 *
 * @throws chain `chain/bad-answer` when header or receipts do not give the hashes that they should
 */
export async function provableBlock(chain: Chain, hash: string): Promise<ProvableBlock> {
  const block = await rpc(chain, "eth_getBlockByHash", [hash, false]);
  const header = encodeHeader(block);
  if (keccak256(header) !== hash) throw badAnswer(`the header of block ${hash}`, keccak256(header));
  const transactions = block.transactions as string[];
  const receipts: Uint8Array[] = [];
  for (let first = 0; first < transactions.length; first += AT_ONCE) {
    const some = transactions.slice(first, first + AT_ONCE);
    const answers = await Promise.all(some.map((id) => rpc(chain, "eth_getTransactionReceipt", [id])));
    receipts.push(...answers.map(encodeReceipt));
  }
  const { root, proofOf } = receiptTrie(receipts);
  if (root !== block.receiptsRoot) throw badAnswer(`the receipts of block ${hash}`, root);
  return { header, proofOf };
}

async function rpc(chain: Chain, method: string, params: unknown[]): Promise<Answer> {
  const answer = await ask(() => chain.provider.send(method, params));
  if (answer === null || typeof answer !== "object") throw badAnswer(method, answer);
  return answer;
}

function encodeHeader(block: Answer): Uint8Array {
  const present = FORKS.filter((name) => block[name] !== undefined && block[name] !== null);
  return encodeRlp([...HEADER, ...NUMBERS, ...SEAL, ...present].map((name) => fieldOf(block, name)));
}

/** EIP-2718: the type's byte before the list, nothing for a legacy transaction. */
function encodeReceipt(receipt: Answer): Uint8Array {
  const logs = receipt.logs as Answer[];
  const list = encodeRlp([
    ...["status", "cumulativeGasUsed"].map((name) => quantity(receipt[name], name)),
    bytes(receipt.logsBloom, "logsBloom"),
    logs.map(({ address, topics, data }) => [
      bytes(address, "address"),
      (topics as string[]).map((topic) => bytes(topic, "topic")),
      bytes(data, "data"),
    ]),
  ]);
  return Uint8Array.from([...quantity(receipt.type, "type"), ...list]);
}

const fieldOf = (block: Answer, name: string): Rlp =>
  QUANTITIES.has(name) ? quantity(block[name], name) : bytes(block[name], name);

function bytes(value: unknown, what: string): Uint8Array {
  if (typeof value === "string" && /^0x([0-9a-fA-F]{2})*$/.test(value)) return getBytes(value);
  throw badAnswer(what, value);
}

function quantity(value: unknown, what: string): Uint8Array {
  const number = typeof value === "string" && /^0x[0-9a-fA-F]{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number)) return bigEndian(number);
  throw badAnswer(what, value);
}
