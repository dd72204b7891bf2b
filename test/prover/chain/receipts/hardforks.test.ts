import { readFile } from "node:fs/promises";
import { L1Hardfork, OpHardfork } from "@nomicfoundation/edr";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requireRunnable } from "../../../../prover/chain/deployment/opcodes.ts";
import { readProvableBlock } from "../../../../prover/chain/receipts/block.ts";
import { readProvability } from "../../../../prover/chain/receipts/provability.ts";
import { logsOf, readHeader } from "../../../../prover/ethereum/header.ts";
import { makeEvidence } from "../../../../prover/evidence/make.ts";
import { verifyPack } from "../../../../prover/evidence/verifyPack.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { startAnvil } from "../../../support/anvil.ts";
import { keyFile, temporaryFolder } from "../../../support/chain.ts";
import { openEdr } from "../../../support/edr.ts";
import { evidenceScene, onChain, type Scene, trusting } from "../../../support/evidence.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let scene: Scene;
beforeAll(async () => {
  folder = await temporaryFolder();
  scene = await evidenceScene(folder.path, [1, 1]);
});
afterAll(() => folder?.remove());

/** A chain that cannot run the contracts says so; on every other one, evidence is made of real blocks, and holds. */
async function judge(chain: Chain): Promise<"lacks" | "proved"> {
  const runs = await requireRunnable(chain).catch((error) => error);
  if (runs !== undefined) {
    expect(runs).toMatchObject({ code: "chain/lacks-opcodes", exitCode: 4 });
    return "lacks";
  }
  const { document } = await onChain(chain, scene);
  expect(await readProvability(chain)).toEqual({ provable: true });
  expect(document.stated).toBeUndefined();
  const made = await makeEvidence({ ...scene.parts, chain: document }, { keyPath: scene.keyPath, out: folder.path });
  const { checks } = verifyPack(await readFile(made.archive), { ...scene.policy, chain: trusting(document) });
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  return "proved";
}

/** The names of EDR's hardforks as Hardhat has them, in their order: muirGlacier. */
const namesOf = (forks: object): string[] =>
  Object.getOwnPropertyNames(forks).map((name) => name[0]!.toLowerCase() + name.slice(1));

const FIRST = { l1: "cancun", op: "ecotone" };

test.each([
  ...namesOf(L1Hardfork).map((fork) => ["l1", fork] as const),
  ...namesOf(OpHardfork).map((fork) => ["op", fork] as const),
])(
  "Hardhat's network %s with the rules of %s proves its blocks, or lacks what the contracts need",
  async (type, fork) => {
    const forks = namesOf(type === "l1" ? L1Hardfork : OpHardfork);
    const chain = await openEdr(type, fork);
    const expected = forks.indexOf(fork) < forks.indexOf(FIRST[type]) ? "lacks" : "proved";
    expect(await judge(chain)).toBe(expected);
    await chain.close();
  },
);

/** What this anvil starts with, in order; it knows no list of its own. */
const ANVIL = [
  "frontier",
  "homestead",
  "tangerine",
  "spuriousdragon",
  "byzantium",
  "constantinople",
  "petersburg",
  "istanbul",
  "muirglacier",
  "berlin",
  "london",
  "arrowglacier",
  "grayglacier",
  "paris",
  "shanghai",
  "cancun",
  "prague",
  "osaka",
  "bpo1",
  "bpo2",
];

test.each(ANVIL)("anvil with the rules of %s proves its blocks, or lacks what the contracts need", async (fork) => {
  const anvil = await startAnvil(["--hardfork", fork]);
  const chain = await openChain({
    rpc: anvil.url,
    keyFile: await keyFile(folder.path),
    polling: { pollingInterval: 5 },
  });
  expect(await judge(chain)).toBe(ANVIL.indexOf(fork) < ANVIL.indexOf("cancun") ? "lacks" : "proved");
  await chain.close();
  await anvil.stop();
});

test.each(["canyon", "ecotone", "isthmus"])(
  "a deposit in a block of anvil's OP-stack with %s is proved",
  async (fork) => {
    const anvil = await startAnvil(["--network", "optimism", "--hardfork", fork]);
    const chain = await openChain({ rpc: anvil.url });
    const [from] = await chain.provider.send("eth_accounts", []);
    const deposit = {
      from,
      to: from,
      type: "0x7e",
      gas: "0x30000",
      sourceHash: `0x${"11".repeat(32)}`,
      isSystemTx: false,
    };
    const sent = await chain.provider.send("eth_sendTransaction", [deposit]);
    // The node answers before it has made the block, and makes no other that would wake a waiting provider.
    const receipt = () => chain.provider.send("eth_getTransactionReceipt", [sent]);
    const { blockHash: hash } = await expect.poll(receipt).not.toBeNull().then(receipt);
    const { header, proofOf } = await readProvableBlock(chain, hash);
    expect(logsOf(readHeader(header), 0, proofOf(0))).toEqual([]);
    await chain.close();
    await anvil.stop();
  },
);
