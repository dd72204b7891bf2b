import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import { buildIndex } from "../../../../prover/chain/indexer/build.ts";
import { drainOutbox } from "../../../../prover/chain/ledger/drain.ts";
import { openOutbox } from "../../../../prover/chain/ledger/outbox.ts";
import { isCleanNow, readShardStatus } from "../../../../prover/chain/ledger/status.ts";
import { submitProofs } from "../../../../prover/chain/ledger/submit.ts";
import { readPages } from "../../../../prover/chain/lists/list.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { readConfirmedBlock } from "../../../../prover/rpc/block.ts";
import { type Chain, type ChainOptions, openChain } from "../../../../prover/rpc/connection.ts";
import { openContract } from "../../../../prover/rpc/contract.ts";
import { type ListId, toCommitment, toListId } from "../../../../prover/shared/ids.ts";
import { type Anvil, startAnvil } from "../../../support/anvil.ts";
import { keyFile, proved, simulatedCircuit, someList, somePages, temporaryFolder } from "../../../support/chain.ts";
import { type Lie, type LyingNode, startLyingNode } from "../../../support/lyingNode.ts";

const pages = somePages(3);
const truth: Lie = () => undefined;

let anvil: Anvil;
let liar: LyingNode;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let keys: string;
let deployment: Deployment;
let list: ListId;

/** Nodes that will never agree are not waited for. */
const polling = { pollingInterval: 5, timeout: 300 };
const PATIENT = { pollingInterval: 5, timeout: 60_000 };

/** One chain through two nodes. */
async function through<T>(nodes: ChainOptions, use: (chain: Chain) => Promise<T>): Promise<T> {
  const chain = await openChain({ polling, ...nodes, keyFile: keys });
  try {
    return await use(chain);
  } finally {
    await chain.close();
  }
}

const both = () => ({ rpc: anvil.url, verifyRpc: liar.url });
const reversed = () => ({ rpc: liar.url, verifyRpc: anvil.url });
const statusThrough = (nodes: ChainOptions, commitment = 1n) =>
  through(nodes, (chain) => readShardStatus(chain, deployment, list, toCommitment(commitment)));

beforeAll(async () => {
  folder = await temporaryFolder();
  keys = await keyFile(folder.path);
  anvil = await startAnvil();
  liar = await startLyingNode(anvil.url);
  await through({ ...both(), polling: PATIENT }, async (chain) => {
    ({ deployment } = await deployContracts(chain, [simulatedCircuit()]));
    ({ list } = await publishBlocklist(chain, deployment, someList(pages)));
    const proofs = pages.map((page) => proved(1n, page));
    expect(await submitProofs(chain, deployment, list, proofs)).toMatchObject({ accepted: 3 });
  });
});
beforeEach(() => {
  [liar.lie, liar.told] = [truth, 0];
});
afterAll(async () => {
  await liar?.stop();
  await anvil?.stop();
  await folder?.remove();
});

/** Hexadecimal text with its last digit changed. */
const bent = (text: unknown): string => String(text).replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));

const bentBlock = (block: unknown) => ({ ...(block as object), hash: bent((block as { hash: string }).hash) });

describe("two nodes that agree", () => {
  it("give a verdict, and the block that it was read at", async () => {
    const found = await statusThrough(both());
    expect(isCleanNow(found)).toBe(true);
    const head = await through({ rpc: anvil.url }, (chain) => chain.provider.getBlock("latest"));
    expect(found.at).toEqual({ number: head!.number, hash: head!.hash, time: head!.timestamp });
  });

  it("refuse what the contract refuses", async () => {
    const unknown = through(both(), (chain) =>
      readShardStatus(chain, deployment, toListId(`0x${"ab".repeat(32)}`), toCommitment(1n)),
    );
    await expect(unknown).rejects.toMatchObject({ code: "chain/unknown-list" });
  });

  it("may format the same answer differently, and see a block at different times", async () => {
    const old = await through({ rpc: anvil.url }, (chain) =>
      chain.provider.send("eth_getBlockByNumber", ["latest", false]),
    );
    await through({ rpc: anvil.url }, (chain) => chain.provider.send("evm_mine", []));
    liar.lie = (method, said, params) => {
      if (method === "eth_getBlockByNumber" && params[0] === "latest") return old;
      return method === "eth_getLogs" ? (said as object[]).map((log) => ({ ...log, more: 1 })) : undefined;
    };
    expect((await statusThrough(both())).at.number).toBe(Number(old.number));
    expect((await through(both(), (chain) => buildIndex(chain, deployment))).head().block).toBe(Number(old.number));
    expect(liar.told).toBeGreaterThan(1);
  });
});

const LIES: [string, Lie][] = [
  ["of a state", (method, said) => (method === "eth_call" ? bent(said) : undefined)],
  ["that a call reverts", (method) => (method === "eth_call" ? "0x" : undefined)],
  ["of a block's hash", (method, said) => (method === "eth_getBlockByNumber" ? bentBlock(said) : undefined)],
];

describe("a node that lies", () => {
  it.each(LIES)("%s is found out, whichever of the two it is", async (_, lie) => {
    liar.lie = lie;
    for (const nodes of [both(), reversed()])
      await expect(statusThrough(nodes)).rejects.toMatchObject({ code: "chain/nodes-disagree", exitCode: 4 });
    expect(liar.told).toBeGreaterThan(1);
  });

  it("is believed when it is alone, which is why there is a quorum node", async () => {
    const word = (value: number) => value.toString(16).padStart(64, "0");
    liar.lie = (method) => (method === "eth_call" ? `0x${[3, 1, 3, 1].map(word).join("")}` : undefined);
    expect(isCleanNow(await statusThrough({ rpc: liar.url }, 2n))).toBe(true);
    await expect(statusThrough(reversed(), 2n)).rejects.toMatchObject({ code: "chain/nodes-disagree" });
  });

  it.each<[string, (logs: object[]) => object[]]>([
    ["leaves out an event", (logs) => logs.slice(1)],
    ["tells events twice", (logs) => [...logs, ...logs]],
    ["changes an event", ([first, ...more]) => [{ ...first, data: bent((first as { data: string }).data) }, ...more]],
  ])("%s is found out by the index", async (_, change) => {
    liar.lie = (method, said) => (method === "eth_getLogs" ? change(said as object[]) : undefined);
    for (const nodes of [both(), reversed()])
      await expect(through(nodes, (chain) => buildIndex(chain, deployment))).rejects.toMatchObject({
        code: "chain/nodes-disagree",
      });
  });

  it("of a page is detected before anything is sent", async () => {
    const selector = (
      await through(both(), (chain) => openContract(chain, "Blocklists", deployment.blocklists))
    ).interface.getFunction("pageOf")!.selector;
    liar.lie = (method, said, params) =>
      method === "eth_call" && JSON.stringify(params[0]).includes(selector) ? bent(said) : undefined;
    await through(reversed(), async (chain) => {
      const blocklists = await openContract(chain, "Blocklists", deployment.blocklists);
      const reading = readPages(blocklists, list, await readConfirmedBlock(chain));
      await expect(reading).rejects.toMatchObject({ code: "chain/nodes-disagree" });
    });
  });

  it("cannot make the submitter believe that a proof is on the chain", async () => {
    const outbox = openOutbox(":memory:");
    outbox.add(pages.map((page, i) => ({ ...proved(7n, page), list, page: i })));
    liar.lie = (method) => (method === "eth_call" ? `0x${"ff".repeat(32)}` : undefined);
    await through(reversed(), async (chain) => {
      await expect(drainOutbox(chain, deployment, outbox)).rejects.toMatchObject({ code: "chain/timeout" });
      expect(outbox.counts()).toMatchObject({ waiting: 3, accepted: 0 });
    });
    liar.lie = truth;
    await through({ ...reversed(), polling: PATIENT }, (chain) => drainOutbox(chain, deployment, outbox));
    expect(outbox.counts()).toMatchObject({ waiting: 0, accepted: 3 });
    expect(isCleanNow(await statusThrough(both(), 7n))).toBe(true);
  });
});

describe("a node that", () => {
  it("does not advance decides nothing", async () => {
    const old = await through({ rpc: anvil.url }, (chain) =>
      chain.provider.send("eth_getBlockByNumber", ["latest", false]),
    );
    await through({ rpc: anvil.url }, async ({ provider }) => {
      await provider.send("evm_increaseTime", [600]);
      await provider.send("evm_mine", []);
    });
    liar.lie = (method, _, params) => (method === "eth_getBlockByNumber" && params[0] === "latest" ? old : undefined);
    for (const nodes of [both(), reversed()])
      await expect(statusThrough(nodes)).rejects.toMatchObject({ code: "chain/nodes-disagree" });
  });

  it("that is dead is reported, before and after the chain is opened", async () => {
    for (const isFirst of [false, true]) {
      const dying = await startLyingNode(anvil.url);
      const nodes = isFirst ? { rpc: dying.url, verifyRpc: anvil.url } : { rpc: anvil.url, verifyRpc: dying.url };
      const chain = await openChain({ ...nodes, polling });
      await dying.stop();
      await expect(readShardStatus(chain, deployment, list, toCommitment(1n))).rejects.toMatchObject({
        code: "chain/unreachable",
      });
      await chain.close();
      await expect(openChain({ ...nodes, polling })).rejects.toMatchObject({ code: "chain/unreachable" });
    }
  });

  it("serves another chain cannot be a quorum node", async () => {
    liar.lie = (method) => (method === "eth_chainId" ? "0x1" : undefined);
    await expect(openChain({ ...both(), polling })).rejects.toMatchObject({ code: "chain/nodes-disagree" });
  });
});
