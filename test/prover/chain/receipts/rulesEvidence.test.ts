import { readFile } from "node:fs/promises";
import { concat, encodeRlp, keccak256, toBeHex, toUtf8Bytes } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readProvability } from "../../../../prover/chain/receipts/provability.ts";
import { makeEvidence } from "../../../../prover/evidence/make.ts";
import { verifyPack } from "../../../../prover/evidence/verifyPack.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { startAnvil } from "../../../support/anvil.ts";
import { keyFile, temporaryFolder } from "../../../support/chain.ts";
import { ADDRESS, builtReceipt, WORD } from "../../../support/chainBlocks.ts";
import { evidenceScene, onChain, type Scene, trusting } from "../../../support/evidence.ts";
import { type ChainRules, startRulesNode } from "../../../support/rulesNode.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let scene: Scene;
beforeAll(async () => {
  folder = await temporaryFolder();
  scene = await evidenceScene(folder.path, [1, 1]);
});
afterAll(() => folder?.remove());

/** Behind the first fields, "fee" stands for the block's. */
const PRAGUE: ChainRules = {
  told: {
    withdrawalsRoot: WORD,
    blobGasUsed: "0x0",
    excessBlobGas: "0x0",
    parentBeaconBlockRoot: WORD,
    requestsHash: WORD,
  },
  end: ["fee", WORD, "0x", "0x", WORD, WORD],
};
const DEPOSIT = builtReceipt(0x7e, { depositNonce: "0x9", depositReceiptVersion: "0x1" }, ["0x09", "0x01"]);
const VALIDATORS = [ADDRESS, `0x${"33".repeat(20)}`];
const SEALS = [`0x${"44".repeat(65)}`];
const C_CHAIN = {
  extDataHash: WORD,
  extDataGasUsed: "0x0",
  blockGasCost: "0x3",
  blobGasUsed: "0x0",
  excessBlobGas: "0x0",
};

test.each<[string, ChainRules]>([
  ["an OP-stack chain since Canyon", { ...PRAGUE, opening: DEPOSIT }],
  ["an OP-stack chain before Canyon", { end: ["fee"], opening: builtReceipt(0x7e, { depositNonce: "0x9" }) }],
  ["Celo", { ...PRAGUE, opening: DEPOSIT, closing: builtReceipt(0x7b, { baseFee: "0x8" }, ["0x08"]) }],
  [
    "Arbitrum",
    {
      told: { extraData: WORD, l1BlockNumber: "0x7", sendCount: "0x1", sendRoot: WORD },
      end: ["fee"],
      opening: builtReceipt(0x6a),
      closing: builtReceipt(0x68),
    },
  ],
  [
    "Polygon before Madhugiri",
    {
      end: ["fee"],
      closing: { ...builtReceipt(0), encoded: undefined },
      closingId: (number, hash) => keccak256(concat([toUtf8Bytes("matic-bor-receipt-"), toBeHex(number, 8), hash])),
    },
  ],
  ["Polygon since Madhugiri", { end: ["fee"], closing: builtReceipt(0x7f) }],
  [
    "Avalanche's C-chain",
    {
      told: { ...C_CHAIN, parentBeaconBlockRoot: WORD, timestampMilliseconds: "0x1234", minDelayExcess: "0x5" },
      end: [WORD, "fee", "0x", "0x03", "0x", "0x", WORD, "0x1234", "0x05"],
    },
  ],
  ["a chain of subnet-evm", { told: { blockGasCost: "0x4" }, end: ["fee", "0x04"] }],
  ["Clique, as Linea has it", { told: { extraData: concat([WORD, `0x${"55".repeat(65)}`]) }, end: ["fee"] }],
  [
    "Besu's QBFT",
    {
      told: { extraData: encodeRlp([WORD, VALIDATORS, [], "0x03", SEALS]) },
      extraData: encodeRlp([WORD, VALIDATORS, [], "0x", []]),
      end: ["fee"],
    },
  ],
  [
    "Besu's IBFT 2.0",
    {
      told: { extraData: encodeRlp([WORD, VALIDATORS, "0x", "0x00000003", SEALS]) },
      extraData: encodeRlp([WORD, VALIDATORS, "0x"]),
      end: ["fee"],
    },
  ],
])("evidence of blocks by the rules of %s is made, and verified", async (_, rules) => {
  const anvil = await startAnvil();
  const node = await startRulesNode(anvil.url, rules);
  const chain = await openChain({
    rpc: node.url,
    keyFile: await keyFile(folder.path),
    polling: { pollingInterval: 5 },
  });
  const { document } = await onChain(chain, scene);
  expect(document.stated).toBeUndefined();
  expect(await readProvability(chain)).toEqual({ provable: true });
  const opened = document.blocks.flatMap(({ receipts }) => receipts.map(({ transaction }) => transaction));
  expect(new Set(opened)).toEqual(new Set([rules.opening === undefined ? 0 : 1]));
  const made = await makeEvidence({ ...scene.parts, chain: document }, { keyPath: scene.keyPath, out: folder.path });
  const { checks } = verifyPack(await readFile(made.archive), { ...scene.policy, chain: trusting(document) });
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  await chain.close();
  await node.stop();
  await anvil.stop();
});
