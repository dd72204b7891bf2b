import { concat, encodeRlp, keccak256, toBeHex, toUtf8Bytes } from "ethers";
import { expect, test } from "vitest";
import { readProvableBlock } from "../../../../prover/chain/receipts/block.ts";
import { logsOf, readHeader } from "../../../../prover/ethereum/header.ts";
import { NodeError } from "../../../../prover/rpc/node/nodeError.ts";
import { ADDRESS, type BlockRules, builtBlock, builtReceipt, WORD } from "../../../support/chainBlocks.ts";

const FEE = { told: { baseFeePerGas: "0x7" }, end: ["0x07"] };

/** Ethereum's header with the rules of Prague, as the node tells its last fields and as they are hashed. */
const PRAGUE = {
  told: {
    baseFeePerGas: "0x7",
    withdrawalsRoot: WORD,
    withdrawals: [],
    blobGasUsed: "0x0",
    excessBlobGas: "0x20000",
    parentBeaconBlockRoot: WORD,
    requestsHash: WORD,
  },
  end: ["0x07", WORD, "0x", "0x020000", WORD, WORD],
};

const DEPOSIT = builtReceipt(0x7e, { depositNonce: "0x9", depositReceiptVersion: "0x1" }, ["0x09", "0x01"]);

const VANITY = WORD;
const VALIDATORS = [ADDRESS, `0x${"33".repeat(20)}`];
const SEALS = [`0x${"44".repeat(65)}`];
const VOTE = [ADDRESS, "0xff"];

/** The id of Polygon's transaction of a block, whose hash says nothing of it. */
const stateSyncIn = (hash: string) => keccak256(concat([toUtf8Bytes("matic-bor-receipt-"), toBeHex(7, 8), hash]));

/** Up to Madhugiri, the node tells a receipt more than the trie has. */
function polygonBefore(): BlockRules {
  const receipts = [builtReceipt(2)];
  const { hash } = builtBlock({ ...FEE, receipts });
  const stateSync = builtReceipt(0, { transactionHash: stateSyncIn(hash) });
  return { ...FEE, receipts: [...receipts, { ...stateSync, encoded: undefined }] };
}

const C_CHAIN = {
  extDataHash: WORD,
  baseFeePerGas: "0x7",
  extDataGasUsed: "0x0",
  blockGasCost: "0x3",
  blockExtraData: "0x",
  blobGasUsed: "0x0",
  excessBlobGas: "0x0",
  parentBeaconBlockRoot: WORD,
};
const C_CHAIN_END = [WORD, "0x07", "0x", "0x03", "0x", "0x", WORD];
const SUBNET = { baseFeePerGas: "0x7", blockGasCost: "0x0", blobGasUsed: "0x0", excessBlobGas: "0x0" };

test.each<[string, BlockRules]>([
  ["Ethereum, London", FEE],
  ["Ethereum, Prague", PRAGUE],
  [
    "Ethereum, Amsterdam",
    {
      told: { ...PRAGUE.told, blockAccessListHash: WORD, slotNumber: "0x10" },
      end: [...PRAGUE.end, WORD, "0x10"],
    },
  ],
  ["Ethereum's receipts of every type", { ...FEE, receipts: [0, 1, 2, 3, 4].map((type) => builtReceipt(type)) }],
  ["OP-stack since Canyon: a deposit opens the block", { ...PRAGUE, receipts: [DEPOSIT, builtReceipt(2)] }],
  ["OP-stack before Canyon", { ...FEE, receipts: [builtReceipt(0x7e, { depositNonce: "0x9" }), builtReceipt(2)] }],
  ["OP-stack with a transaction after execution", { ...PRAGUE, receipts: [DEPOSIT, builtReceipt(0x7d)] }],
  ["Celo's CIP-64", { ...PRAGUE, receipts: [DEPOSIT, builtReceipt(0x7b, { baseFee: "0x8" }, ["0x08"])] }],
  [
    "Arbitrum",
    {
      told: { ...FEE.told, l1BlockNumber: "0x123", sendCount: "0x4", sendRoot: WORD, extraData: WORD },
      end: FEE.end,
      receipts: [0x6a, 2, 0x64, 0x65, 0x66, 0x68, 0x69].map((type) => builtReceipt(type)),
    },
  ],
  ["Polygon before Madhugiri", polygonBefore()],
  ["Polygon since Madhugiri", { ...FEE, receipts: [builtReceipt(2), builtReceipt(0x7f)] }],
  ["Avalanche's C-chain", { told: C_CHAIN, end: C_CHAIN_END, receipts: [builtReceipt(0)] }],
  [
    "Avalanche's C-chain since Granite",
    {
      told: { ...C_CHAIN, timestampMilliseconds: "0x1234", minDelayExcess: "0x5" },
      end: [...C_CHAIN_END, "0x1234", "0x05"],
    },
  ],
  [
    "Avalanche's C-chain, as coreth told it",
    { told: { ...C_CHAIN, timeMilliseconds: "0x1234" }, end: [...C_CHAIN_END, "0x1234"] },
  ],
  [
    "a chain of subnet-evm since Granite",
    {
      told: { ...SUBNET, parentBeaconBlockRoot: WORD, timestampMilliseconds: "0x1234", minDelayExcess: "0x5" },
      end: ["0x07", "0x", "0x", "0x", WORD, "0x1234", "0x05"],
    },
  ],
  [
    "Clique: the signer's seal is hashed with all of it",
    { ...FEE, told: { ...FEE.told, extraData: concat([WORD, `0x${"55".repeat(65)}`]) } },
  ],
  [
    "Besu's QBFT",
    {
      told: { ...FEE.told, extraData: encodeRlp([VANITY, VALIDATORS, [], "0x03", SEALS]) },
      end: FEE.end,
      extraData: encodeRlp([VANITY, VALIDATORS, [], "0x", []]),
    },
  ],
  [
    "Besu's QBFT with a vote in its first round",
    {
      told: { ...FEE.told, extraData: encodeRlp([VANITY, VALIDATORS, VOTE, "0x", SEALS]) },
      end: FEE.end,
      extraData: encodeRlp([VANITY, VALIDATORS, VOTE, "0x", []]),
    },
  ],
  [
    "Besu's IBFT 2.0",
    {
      told: { extraData: encodeRlp([VANITY, VALIDATORS, "0x", "0x00000003", SEALS]) },
      extraData: encodeRlp([VANITY, VALIDATORS, "0x"]),
    },
  ],
  [
    "GoQuorum's IBFT",
    {
      told: { extraData: concat([VANITY, encodeRlp([VALIDATORS, `0x${"66".repeat(65)}`, SEALS])]) },
      extraData: concat([VANITY, encodeRlp([VALIDATORS, `0x${"66".repeat(65)}`, []])]),
    },
  ],
  [
    "OP-stack, from a node that writes in upper case",
    {
      end: ["0x0a"],
      told: { baseFeePerGas: "0xA", extraData: "0xAB" },
      extraData: "0xab",
      receipts: [{ ...DEPOSIT, told: { ...DEPOSIT.told, type: "0x7E", depositNonce: "0x9" } }, builtReceipt(2)],
    },
  ],
  ["a node that tells a fee which the header does not have", { told: FEE.told }],
])("a block by the rules of %s is proved, and its receipts read", async (_, rules) => {
  const { chain, hash } = builtBlock(rules);
  const { header, proofOf } = await readProvableBlock(chain, hash);
  const read = readHeader(header);
  expect(read.hash).toBe(hash);
  for (const [i, { encoded }] of (rules.receipts ?? [builtReceipt(2)]).entries())
    if (encoded !== undefined)
      expect(logsOf(read, i, proofOf(i))).toMatchObject([{ address: ADDRESS, topics: [WORD] }]);
});

const ZERO = `0x${"00".repeat(32)}`;

test.each<[string, BlockRules, RegExp]>([
  [
    "ZKsync: no tries",
    { told: { ...FEE.told, l1BatchNumber: "0x1", receiptsRoot: ZERO, transactionsRoot: ZERO }, end: FEE.end },
    /^no header that this version can make has /,
  ],
  [
    "Kaia: a header of its own",
    { told: { blockScore: "0x1", timestampFoS: "0x2" }, end: ["0x02"] },
    /a field that this version does not know \(blockScore\): a newer fork/,
  ],
  [
    "Avalanche's C-chain since Helicon: the receipts are those of blocks before",
    {
      told: { ...C_CHAIN, timestampMilliseconds: "0x1", minDelayExcess: "0x2", targetExponent: "0x3" },
      end: [...C_CHAIN_END, "0x01", "0x02", "0x03"],
      receiptsRoot: WORD,
    },
    /^no receipts that this version can make have the root/,
  ],
  [
    "a fork after Amsterdam",
    { told: { ...PRAGUE.told, inclusionListHash: WORD }, end: [...PRAGUE.end, WORD] },
    /a field that this version does not know \(inclusionListHash\): a newer fork/,
  ],
  [
    "a type of transaction that nobody knows, with a field more in its receipt",
    { ...FEE, receipts: [builtReceipt(0x50, { newField: "0x1" }, ["0x01"])] },
    /^no receipts that this version can make have the root/,
  ],
  [
    "a node without the receipt",
    { ...FEE, told: { ...FEE.told, transactions: [WORD] } },
    /^the node does not have the receipt of 0x1111/,
  ],
  [
    "a node that tells half a receipt",
    { ...FEE, receipts: [{ ...builtReceipt(2), told: { type: "0x2", status: "0x1" } }] },
    /^no receipts that this version can make have the root/,
  ],
  [
    "a node that tells half a block, but its raw header",
    {
      told: { number: "7", receiptsRoot: null },
      debug: (header) => ({ debug_getRawHeader: header }),
    },
    /^no receipts that this version can make have the root/,
  ],
  [
    "a node that returns no transactions",
    { ...FEE, told: { ...FEE.told, transactions: null } },
    /does not return the transactions/,
  ],
])("blocks of %s are stated only, and the reason is said", async (_, rules, reason) => {
  const { chain, hash } = builtBlock(rules);
  const error = await readProvableBlock(chain, hash).catch((caught) => caught);
  expect(error).toMatchObject({ code: "chain/unprovable-block", exitCode: 4, message: expect.stringMatching(reason) });
});

const NEWER: BlockRules = { told: { ...FEE.told, inclusionListHash: WORD }, end: [...FEE.end, WORD] };
const RECEIPTS = { ...FEE, receipts: [builtReceipt(0x50, {}), builtReceipt(0x51, { gasUsed: "0x1" })] };

test("accepts the raw bytes of a node for unknown forks, because their hashes are checked", async () => {
  const raw = builtBlock({
    ...NEWER,
    ...RECEIPTS,
    told: NEWER.told!,
    end: NEWER.end!,
    debug: (header, receipts) => ({ debug_getRawHeader: header, debug_getRawReceipts: receipts }),
  });
  const { header, proofOf } = await readProvableBlock(raw.chain, raw.hash);
  expect(logsOf(readHeader(header), 1, proofOf(1))).toHaveLength(1);
});

test.each<[string, NonNullable<BlockRules["debug"]>]>([
  ["another header", () => ({ debug_getRawHeader: encodeRlp([WORD]) })],
  ["something that is no header", () => ({ debug_getRawHeader: { header: 1 } })],
])("raw bytes that are %s prove nothing", async (_, debug) => {
  const { chain, hash } = builtBlock({ ...NEWER, debug });
  await expect(readProvableBlock(chain, hash)).rejects.toMatchObject({ code: "chain/unprovable-block" });
});

test("refuses raw receipts of another block, and uses the other answers of the node", async () => {
  for (const given of [[], ["0x01"], [builtReceipt(1).encoded], "0x", [7]]) {
    const { chain, hash } = builtBlock({ ...FEE, debug: () => ({ debug_getRawReceipts: given }) });
    const { header, proofOf } = await readProvableBlock(chain, hash);
    expect(logsOf(readHeader(header), 0, proofOf(0))).toHaveLength(1);
  }
});

test("a node that refuses what a proof needs is not named in the reason, which becomes public", async () => {
  const { chain, hash } = builtBlock(FEE);
  const send = async (method: string, params: unknown[]) => {
    if (method === "eth_getBlockByHash") return chain.provider.send(method, params as never);
    throw new NodeError("node.vendor.example", { code: -32000, message: "history is pruned", status: 200 });
  };
  const error = await readProvableBlock({ ...chain, provider: { send } as never }, hash).catch((caught) => caught);
  expect(error).toMatchObject({ code: "chain/unprovable-block" });
  expect(error.message).toMatch(/^the node does not give the receipt of 0x[0-9a-f]{64}$/);
});

test("what a node behind the same address does not have yet is asked for again", async () => {
  const { chain, hash } = builtBlock(FEE);
  const asked: string[] = [];
  const send = async (method: string, params: unknown[]) => {
    asked.push(method);
    const isFirst = asked.filter((each) => each === method).length === 1;
    return isFirst ? null : chain.provider.send(method, params as never);
  };
  const { header } = await readProvableBlock({ ...chain, provider: { send } as never }, hash);
  expect(readHeader(header).hash).toBe(hash);
  expect(asked.filter((method) => method === "eth_getTransactionReceipt")).toHaveLength(2);
});
