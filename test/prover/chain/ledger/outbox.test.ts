import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Transaction } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedWord, buildIndex } from "../../../../prover/chain/indexer/build.ts";
import { drainOutbox } from "../../../../prover/chain/ledger/drain.ts";
import { openOutbox } from "../../../../prover/chain/ledger/outbox.ts";
import type { PageProof } from "../../../../prover/chain/ledger/submit.ts";
import { type AnvilScene, expectOneEventEach, openAnvilScene } from "../../../support/anvilScene.ts";
import { openAtLast, proved, somePages } from "../../../support/chain.ts";
import { startFaultyNode } from "../../../support/faultyNode.ts";

const PAGES = 24;
const ALL = (1n << BigInt(PAGES)) - 1n;
const pages = somePages(PAGES);

let scene: AnvilScene;
let { anvil, folder, key, chain, deployment, list } = {} as AnvilScene;
let next = 1n;

beforeAll(async () => {
  scene = await openAnvilScene(pages);
  ({ anvil, folder, key, chain, deployment, list } = scene);
});
afterAll(() => scene?.close());

/** A shard of its own for each test, with a proof of every page. */
function newShard(): { commitment: bigint; items: PageProof[] } {
  const commitment = next++;
  return { commitment, items: pages.map((page, i) => ({ ...proved(commitment, page), list, page: i })) };
}

/** Every fact is on the chain, and was told by exactly one event. */
async function expectEachOnce(commitment: bigint): Promise<void> {
  const index = await buildIndex(chain, deployment);
  expect(acceptedWord(index, commitment, list, 0)).toBe(ALL);
  await expectOneEventEach(scene, commitment, ALL);
}

const rpc = (method: string, ...params: unknown[]) => chain.provider.send(method, params);

describe("an outbox", () => {
  it("sends everything to the chain once, and nothing the second time", async () => {
    const { commitment, items } = newShard();
    const outbox = openOutbox(":memory:");
    outbox.add(items);
    outbox.add(items);
    await drainOutbox(chain, deployment, outbox);
    expect(outbox.counts()).toEqual({ waiting: 0, accepted: PAGES, refused: 0 });
    const count = await chain.provider.getTransactionCount(await chain.signer!.getAddress());
    outbox.add(items);
    await drainOutbox(chain, deployment, outbox);
    expect(await chain.provider.getTransactionCount(await chain.signer!.getAddress())).toBe(count);
    await expectEachOnce(commitment);
  });

  it("sets aside what the contract refuses, and sends the others", async () => {
    const { items } = newShard();
    const outbox = openOutbox(":memory:");
    const wrong = { ...items[5]!, proof: items[6]!.proof };
    outbox.add([...items.slice(0, 5), wrong, ...items.slice(6)]);
    await drainOutbox(chain, deployment, outbox);
    expect(outbox.counts()).toEqual({ waiting: 0, accepted: PAGES - 1, refused: 1 });
    expect(outbox.refusals()[0]?.item.page).toBe(5);
  });

  it("raises the fees of a transaction that takes too long", async () => {
    const { commitment, items } = newShard();
    const outbox = openOutbox(":memory:");
    outbox.add(items);
    await rpc("evm_setAutomine", false);
    const draining = drainOutbox(chain, deployment, outbox, { replaceAfter: 30 });
    await until(() => outbox.pendingTransaction() !== undefined);
    const first = outbox.pendingTransaction()!;
    await until(() => outbox.pendingTransaction()!.maxFeePerGas > first.maxFeePerGas);
    expect(outbox.pendingTransaction()!.nonce).toBe(first.nonce);
    await rpc("evm_setAutomine", true);
    await rpc("evm_mine");
    await draining;
    await expectEachOnce(commitment);
  });

  it.each([1, 3, 6])("counts nothing that a reorganisation of %i blocks can take back", async (depth) => {
    const { commitment, items } = newShard();
    const outbox = openOutbox(":memory:");
    outbox.add(items);
    const draining = drainOutbox(chain, deployment, outbox, { confirmations: depth + 1, replaceAfter: 200 });
    await until(() => outbox.pendingTransaction() !== undefined);
    await rpc("anvil_mine", "0x1");
    await until(async () => acceptedWord(await buildIndex(chain, deployment), commitment, list, 0) !== 0n);
    await rpc("anvil_mine", `0x${(depth - 1).toString(16)}`);
    await rpc("anvil_reorg", depth, []);
    expect(outbox.counts().accepted).toBe(0);
    const mining = setInterval(() => void rpc("anvil_mine", "0x1").catch(() => undefined), 50);
    await draining.finally(() => clearInterval(mining));
    expect(outbox.counts().accepted).toBe(PAGES);
    await expectEachOnce(commitment);
  });

  it("resumes after kill -9 at any moment", async () => {
    const { commitment, items } = newShard();
    const path = join(folder, "outbox.sqlite");
    const outbox = openOutbox(path);
    outbox.add(items);
    outbox.close();
    const script = join(import.meta.dirname, "../../../support/drainChild.ts");
    const args = [path, anvil.url, key, join(folder, "deployment.json")];
    for (let wait = 100; ; wait = Math.ceil(wait * 1.3)) {
      const child = fork(script, args);
      const killing = setTimeout(() => child.kill("SIGKILL"), wait);
      const [code, signal] = await once(child, "exit");
      clearTimeout(killing);
      expect(code === 0 || signal === "SIGKILL").toBe(true);
      if (code === 0) break;
    }
    await expectEachOnce(commitment);
  });

  it("is of one ledger", () => {
    const outbox = openOutbox(":memory:");
    outbox.belongsTo(deployment);
    outbox.belongsTo(deployment);
    for (const other of [{ chainId: 5 }, { ledger: deployment.blocklists }])
      expect(() => outbox.belongsTo({ ...deployment, ...other })).toThrow(
        expect.objectContaining({ code: "chain/other-outbox" }),
      );
  });

  it("accepts again what it had settled", () => {
    const [item] = newShard().items;
    const outbox = openOutbox(":memory:");
    outbox.add([item!]);
    outbox.accept(item!);
    outbox.add([item!]);
    expect(outbox.counts()).toEqual({ waiting: 1, accepted: 0, refused: 0 });
  });

  it("fills a gap before a transaction that was taken for the next one", async () => {
    const { commitment, items } = newShard();
    const outbox = openOutbox(":memory:");
    outbox.add(items);
    const nonce = await chain.provider.getTransactionCount(await chain.signer!.getAddress());
    const raw = await chain.signer!.signTransaction({
      to: deployment.ledger,
      nonce: nonce + 3,
      chainId: 31337,
      type: 2,
      gasLimit: 21_000,
      maxFeePerGas: 2_000_000_000,
      maxPriorityFeePerGas: 1,
    });
    const flight = { nonce: nonce + 3, raw, hash: Transaction.from(raw).hash!, maxFeePerGas: 2_000_000_000n };
    outbox.setPendingTransaction({ ...flight, sent: Date.now() });
    await drainOutbox(chain, deployment, outbox, { replaceAfter: 50 });
    await expectEachOnce(commitment);
  });

  it("reports an unreachable node and keeps everything", async () => {
    const { items } = newShard();
    const outbox = openOutbox(":memory:");
    outbox.add(items);
    const node = await startFaultyNode(anvil.url, 1_000_000, 1);
    const gone = await openAtLast({ rpc: node.url, keyFile: key, polling: { pollingInterval: 5 } });
    await node.stop();
    const short = { ...gone, polling: { ...gone.polling, timeout: 200, pollingInterval: 10 } };
    await expect(drainOutbox(short, deployment, outbox)).rejects.toMatchObject({ code: "chain/timeout" });
    expect(outbox.counts()).toEqual({ waiting: PAGES, accepted: 0, refused: 0 });
    await gone.close();
  });
});

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 5));
}
