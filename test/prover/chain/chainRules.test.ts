import { concat, encodeRlp, getBytes, keccak256, toBeHex } from "ethers";
import { expect, it } from "vitest";
import { provableBlock } from "../../../prover/chain/blockReceipts.ts";
import type { Chain } from "../../../prover/chain/connection.ts";
import { receiptTrie } from "../../../prover/chain/receiptTrie.ts";
import { logsOf, readHeader } from "../../../prover/evidence/chain/block.ts";

const [WORD, ADDRESS, BLOOM] = [`0x${"11".repeat(32)}`, `0x${"22".repeat(20)}`, `0x${"00".repeat(256)}`];
const LOG = { address: ADDRESS, topics: [WORD], data: "0x1234" };
const receipt = (type: string, more: object = {}) => ({
  ...{
    type,
    status: "0x1",
    cumulativeGasUsed: "0x5208",
    logsBloom: BLOOM,
    logs: [LOG],
    transactionHash: WORD,
    ...more,
  },
});
const fields = [...["0x01", "0x5208", BLOOM], [[ADDRESS, [WORD], "0x1234"]]];

/** A block as a node tells it, and the chain that tells it: header fields beyond Ethereum's first, one receipt. */
function chainOf(told: object, end: string[], said: object, encoded: string): { chain: Chain; hash: string } {
  const root = receiptTrie([getBytes(encoded)]).root;
  const header = [
    ...[WORD, WORD, ADDRESS, WORD, WORD, root, BLOOM, "0x", "0x07", "0x0f4240", "0x5208", "0x65000000", "0x"],
    ...[WORD, "0x0000000000000000", ...end],
  ];
  const hash = keccak256(encodeRlp(header));
  const block = {
    ...{ hash, parentHash: WORD, sha3Uncles: WORD, miner: ADDRESS, stateRoot: WORD, transactionsRoot: WORD },
    ...{ receiptsRoot: root, logsBloom: BLOOM, difficulty: "0x0", number: "0x7", gasLimit: "0xf4240" },
    ...{ gasUsed: "0x5208", timestamp: "0x65000000", extraData: "0x", mixHash: WORD, nonce: "0x0000000000000000" },
    ...{ transactions: [WORD], ...told },
  };
  const answers: Record<string, unknown> = { eth_getBlockByHash: block, eth_getTransactionReceipt: said };
  return { chain: { provider: { send: async (method: string) => answers[method] } } as unknown as Chain, hash };
}

const FEE = toBeHex(7);
it.each<[string, object, string[], object, string]>([
  ["Ethereum", { baseFeePerGas: "0x7" }, [FEE], receipt("0x2"), concat(["0x02", encodeRlp(fields)])],
  [
    "an OP-stack deposit since Canyon",
    { baseFeePerGas: "0x7" },
    [FEE],
    receipt("0x7e", { depositNonce: "0x9", depositReceiptVersion: "0x1" }),
    concat(["0x7e", encodeRlp([...fields, "0x09", "0x01"])]),
  ],
  [
    "an OP-stack deposit before",
    { baseFeePerGas: "0x7" },
    [FEE],
    receipt("0x7e", { depositNonce: "0x9" }),
    concat(["0x7e", encodeRlp(fields)]),
  ],
  [
    "Celo's CIP-64",
    { baseFeePerGas: "0x7" },
    [FEE],
    receipt("0x7b", { baseFee: "0x8" }),
    concat(["0x7b", encodeRlp([...fields, "0x08"])]),
  ],
  [
    "Avalanche's C-chain",
    { extDataHash: WORD, baseFeePerGas: "0x7", extDataGasUsed: "0x0", blockGasCost: "0x3" },
    [WORD, FEE, "0x", "0x03"],
    receipt("0x0"),
    encodeRlp(fields),
  ],
])("a block by the rules of %s is proved, and its receipt read", async (_, told, end, said, encoded) => {
  const { chain, hash } = chainOf(told, end, said, encoded);
  const { header, proofOf } = await provableBlock(chain, hash);
  expect(logsOf(readHeader(header), 0, proofOf(0))).toMatchObject([{ address: ADDRESS, topics: [WORD] }]);
});

it("a block with a field that nobody knows yet is a newer fork, not a bad answer", async () => {
  const { chain, hash } = chainOf({ baseFeePerGas: "0x7" }, [FEE, WORD], receipt("0x0"), encodeRlp(fields));
  await expect(provableBlock(chain, hash)).rejects.toMatchObject({ code: "chain/unprovable-block" });
});
