import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployContracts } from "../../../prover/chain/deployment/deploy.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { waitUntil } from "../../../prover/rpc/node/polling.ts";
import { waitForEffect } from "../../../prover/rpc/transaction.ts";
import { type Anvil, startAnvil } from "../../support/anvil.ts";
import { keyFile, simulatedCircuit, temporaryFolder } from "../../support/chain.ts";
import { type LyingNode, startLyingNode } from "../../support/lyingNode.ts";

describe("waiting for an effect", () => {
  it("ends when the chain shows it, or when the polling timeout ends", async () => {
    let looks = 0;
    await waitUntil({ timeout: 60_000, pollingInterval: 1 }, "it", async () => ++looks === 3);
    expect(looks).toBe(3);
    const never = waitUntil({ timeout: 20, pollingInterval: 1 }, "it", async () => false);
    await expect(never).rejects.toMatchObject({ code: "chain/timeout", exitCode: 4 });
  });

  it("ends when the transaction was reverted", async () => {
    const chain = await openChain({});
    const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
    const data = "0x12345678";
    const { hash } = await chain.signer!.sendTransaction({ to: deployment.ledger, data, gasLimit: 100_000 });
    await expect(waitForEffect(chain, hash, "it", async () => false)).rejects.toMatchObject({ code: "chain/reverted" });
    await chain.close();
  });
});

describe("a node that shows the state before the receipts", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let anvil: Anvil;
  let node: LyingNode;
  let chain: Chain;

  beforeAll(async () => {
    [folder, anvil] = [await temporaryFolder(), await startAnvil()];
    node = await startLyingNode(anvil.url);
    const polling = { pollingInterval: 5 };
    chain = await openChain({ rpc: node.url, keyFile: await keyFile(folder.path), polling });
  });
  afterAll(async () => {
    await chain?.close();
    await node?.stop();
    await anvil?.stop();
    await folder?.remove();
  });

  /** Answers that there is no receipt, so many times for each transaction. */
  function withholdReceipts(times: number): void {
    const asked = new Map<string, number>();
    node.lie = (method, _truth, [hash]) => {
      if (method !== "eth_getTransactionReceipt") return undefined;
      const count = (asked.get(String(hash)) ?? 0) + 1;
      asked.set(String(hash), count);
      return count <= times ? null : undefined;
    };
  }

  it("gets all contracts of a deployment, with the gas of each", async () => {
    withholdReceipts(7);
    const { deployment, gas } = await deployContracts(chain, [simulatedCircuit()]);
    expect(node.told).toBe(4 * 7);
    expect(Object.values(gas).filter((used) => used > 0n)).toHaveLength(4);
    expect(deployment.block).toBe(1);
  });

  it("tells the gas and the block of a call, unless it has no receipt for long", async () => {
    const send = async () => (await chain.signer!.sendTransaction({ to: await chain.signer!.getAddress() })).hash;
    const isDone = async () => (await chain.provider.getBlockNumber()) > 0;
    withholdReceipts(5);
    expect(await waitForEffect(chain, await send(), "it", isDone)).toMatchObject({
      gasUsed: 21_000n,
      block: expect.any(Number),
    });
    withholdReceipts(1000);
    const hash = await send();
    expect(await waitForEffect(chain, hash, "it", isDone)).toEqual({ hash });
  });
});
