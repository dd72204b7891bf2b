import { afterAll, beforeAll, expect, test } from "vitest";
import { readProvability } from "../../../../prover/chain/receipts/provability.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { type Anvil, startAnvil } from "../../../support/anvil.ts";
import { keyFile, temporaryFolder } from "../../../support/chain.ts";

let anvil: Anvil;
let chain: Chain;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  [anvil, folder] = [await startAnvil(), await temporaryFolder()];
  chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folder.path), polling: { pollingInterval: 5 } });
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

/** The chain with something changed in each block that its node tells. */
function telling(change: (block: Record<string, unknown>) => object, refused: readonly string[] = []): Chain {
  const send = async (method: string, params: unknown[]) => {
    if (refused.includes(method)) return null;
    const answer = await chain.provider.send(method, params);
    return method.startsWith("eth_getBlockBy") && answer ? change(answer) : answer;
  };
  return { ...chain, provider: Object.assign(Object.create(chain.provider), { send }) };
}

const DEBUG = ["debug_getRawHeader", "debug_getRawReceipts"];

test("a chain without a transaction is judged by its head's header", async () => {
  expect(await readProvability(chain)).toEqual({ provable: true });
  expect(await readProvability(telling((block) => ({ ...block, gasUsed: "0x1" }), DEBUG))).toMatchObject({
    provable: false,
    reason: expect.stringContaining("no header that this version can make"),
  });
});

test("an idle chain is judged by its head and its last block with transactions, however old", async () => {
  const from = await chain.signer!.getAddress();
  await (await chain.signer!.sendTransaction({ to: from })).wait();
  const used = await chain.provider.getBlockNumber();
  await chain.provider.send("anvil_mine", ["0x40"]);
  expect(await readProvability(chain, used)).toEqual({ provable: true });
  const otherReceipts = telling(
    (block) => (block.number === `0x${used.toString(16)}` ? { ...block, receiptsRoot: `0x${"1".repeat(64)}` } : block),
    DEBUG,
  );
  expect(await readProvability(otherReceipts)).toEqual({ provable: true });
  expect(await readProvability(otherReceipts, used)).toMatchObject({ provable: false });
  const otherHead = telling((block) => (block.number === "0x41" ? { ...block, extraData: "0x77" } : block), DEBUG);
  expect(await readProvability(otherHead, used)).toMatchObject({ provable: false });
});

test("the field of a newer fork is named, and nothing is thrown", async () => {
  const newer = telling((block) => ({ ...block, hash: block.hash, inclusionList: "0x12", gasLimit: "0x1" }), DEBUG);
  expect(await readProvability(newer)).toMatchObject({
    provable: false,
    reason: expect.stringMatching(/a field that this version does not know \(inclusionList\): a newer fork/),
  });
});

test("distinguishes a node that does not answer from a chain that cannot be proved", async () => {
  const gone = await startAnvil();
  const lost = await openChain({ rpc: gone.url, polling: { pollingInterval: 5, timeout: 50 } });
  await gone.stop();
  await expect(readProvability(lost)).rejects.toMatchObject({ code: "chain/unreachable" });
  await lost.close();
});
