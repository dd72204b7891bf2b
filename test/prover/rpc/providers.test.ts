import { Transaction } from "ethers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { deployContracts } from "../../../prover/chain/deployment/deploy.ts";
import { buildIndex } from "../../../prover/chain/indexer/build.ts";
import { readAccepted } from "../../../prover/chain/ledger/accepted.ts";
import { drainOutbox } from "../../../prover/chain/ledger/drain.ts";
import { openOutbox } from "../../../prover/chain/ledger/outbox.ts";
import { readShardStatus } from "../../../prover/chain/ledger/status.ts";
import { readPages } from "../../../prover/chain/lists/list.ts";
import { publishBlocklist } from "../../../prover/chain/lists/publish.ts";
import { readConfirmedBlock } from "../../../prover/rpc/block.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { openContract } from "../../../prover/rpc/contract.ts";
import { receiptOf } from "../../../prover/rpc/transaction.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { toCommitment } from "../../../prover/shared/ids.ts";
import { type AnvilScene, openAnvilScene } from "../../support/anvilScene.ts";
import { proved, simulatedCircuit, someList, somePages } from "../../support/chain.ts";
import { type Provider, type Question, type Refusal, type Rule, startProvider } from "../../support/provider.ts";

const pages = somePages(44);
const SECRETS = /SECRET|ann|v3/;
const POLLING = { pollingInterval: 2, timeout: 300, requestTimeout: 5_000 };

let scene: AnvilScene;
beforeAll(async () => {
  scene = await openAnvilScene(pages);
  await scene.chain.provider.send("anvil_mine", ["0x100"]);
});
afterAll(() => scene?.close());

type Behind = { chain: Chain; provider: Provider };

const behind = (...rules: Rule[]): Promise<Behind> => patientBehind(POLLING.timeout, ...rules);

async function patientBehind(timeout: number, ...rules: Rule[]): Promise<Behind> {
  const provider = await startProvider(scene.anvil.url, ...rules);
  const chain = await openChain({ rpc: provider.url, keyFile: scene.key, polling: { ...POLLING, timeout } });
  onTestFinished(async () => {
    await chain.close();
    await provider.stop();
  });
  return { chain, provider };
}

const failure = async (act: () => Promise<unknown>): Promise<DisjointError> => {
  const error = await act().then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(DisjointError);
  expect(JSON.stringify([error.message, error.hint, error.toJSON()])).not.toMatch(SECRETS);
  return error;
};

const at = (method: string, refuse: (question: Question) => Refusal | undefined): Rule => ({
  one: (question) => (question.method === method ? refuse(question) : undefined),
});

describe("log ranges", () => {
  const spanOf = ([filter]: unknown[]) => {
    const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string };
    return Number(toBlock) - Number(fromBlock) + 1;
  };
  it.each<[string, number, Refusal]>([
    ["Alchemy", 10, { status: 400, error: { code: -32600, message: "up to a 10 block range on this plan" } }],
    ["QuickNode", 5, { status: 413, error: { code: -32614, message: "eth_getLogs is limited to a 5 range" } }],
    ["Infura", 100, { error: { code: -32005, message: "query returned more than 10000 results" } }],
    ["Ankr", 60, { error: { code: -32062, message: "Block range is too large" } }],
    ["Besu", 50, { error: { code: -32005, message: "Requested range exceeds maximum range limit" } }],
    ["a gateway", 33, { status: 503, error: { code: -32000, message: "range too wide for this node" } }],
    ["a plan", 40, { status: 429, error: { code: -32029, message: "log range exceeds the plan" } }],
    ["a proxy in plain text", 200, { status: 400, text: "range" }],
  ])("become as short as %s wants, %i blocks", async (_, most, refusal) => {
    const { chain } = await behind(at("eth_getLogs", ({ params }) => (spanOf(params) > most ? refusal : undefined)));
    const index = await buildIndex(chain, scene.deployment);
    expect(index.rows("lists")).toEqual((await buildIndex(scene.chain, scene.deployment)).rows("lists"));
  });

  it("become longer as long as the node accepts them", async () => {
    const chain = await openChain({});
    const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
    await chain.provider.send("hardhat_mine", ["0xea60"]);
    const sent = vi.spyOn(chain.provider, "send");
    await buildIndex(chain, deployment);
    expect(sent.mock.calls.filter(([method]) => method === "eth_getLogs")).toHaveLength(5);
    await chain.close();
  });
});

describe("batches", () => {
  it.each<[string, number, Refusal]>([
    ["HTTP 500", 3, { status: 500, error: { code: 31, message: "Batch of more than 3 requests are not allowed" } }],
    ["HTTP 200", 3, { error: { code: 31, message: "Batch of more than 3 requests are not allowed" } }],
    ["HTTP 429", 3, { status: 429, error: { code: 31, message: "Batch of more than 3 requests are not allowed" } }],
    ["HTTP 413 in plain text", 7, { status: 413, text: "Request Entity Too Large" }],
    ["HTTP 400 without a body", 1, { status: 400, text: "" }],
  ])("shrink after a refusal with %s, to %i", async (_, most, refusal) => {
    const { chain, provider } = await behind({ body: ({ length }) => (length > most ? refusal : undefined) });
    const blocklists = await openContract(chain, "Blocklists", scene.deployment.blocklists);
    expect(await readPages(blocklists, scene.list, await readConfirmedBlock(chain))).toEqual(pages);
    expect(provider.sizes.slice(-5).every((size) => size <= most)).toBe(true);
  });
});

/** Refuses the first questions of a kind. */
function atFirst(times: number, method: string, refusal: Refusal): Rule {
  let asked = 0;
  return at(method, () => (asked++ < times ? refusal : undefined));
}

describe("what a node does not know yet", () => {
  it.each<[string, string]>([
    ["geth", "header not found"],
    ["reth", "block not found: hash 0xabab"],
    ["Nethermind", "Block 0xabab could not be found"],
    ["Erigon", "could not find block header"],
    ["a pruned one behind a balancer", "missing trie node 0xabab (path )"],
    ["Besu", "World state unavailable"],
  ])("is asked again: %s", async (_, message) => {
    const { chain } = await behind(atFirst(2, "eth_call", { error: { code: -32000, message } }));
    expect((await readShardStatus(chain, scene.deployment, scene.list, toCommitment(5n))).pageCount).toBe(44);
  });

  it("is reported in the node's words after the polling timeout, never as a revert", async () => {
    for (const message of ["header not found", "missing trie node 0xabab", "state at block #7 is pruned"]) {
      const { chain } = await behind(at("eth_call", () => ({ error: { code: -32000, message } })));
      const error = await failure(() => readShardStatus(chain, scene.deployment, scene.list, toCommitment(5n)));
      expect(error).toMatchObject({ code: "chain/node-refuses", exitCode: 4 });
      expect(error.message).toContain(message);
    }
  });

  it("also applies to receipts, while transactions are indexed", async () => {
    const error = { code: -32000, message: "transaction indexing is in progress" };
    const { chain } = await behind(atFirst(2, "eth_getTransactionReceipt", { error }));
    expect(await receiptOf(chain, `0x${"ab".repeat(32)}`)).toBeNull();
  });
});

describe("blocks by their hash", () => {
  it.each([
    "invalid argument 1: json: cannot unmarshal object into Go value of type string",
    "Invalid params: blockHash is not supported",
    "invalid type: map, expected a hex string",
  ])("are replaced by their number if a node answers: %s", async (message) => {
    const { chain, provider } = await behind(
      at("eth_call", ({ params }) =>
        typeof params[1] === "object" ? { error: { code: -32602, message } } : undefined,
      ),
    );
    expect(
      await readAccepted(chain, scene.deployment, toCommitment(5n), scene.list, 44, await readConfirmedBlock(chain)),
    ).toEqual(new Set());
    expect(provider.methods.filter((method) => method === "eth_getBlockByNumber").length).toBeGreaterThan(2);
  });

  it("are not answered for another block at the same height", async () => {
    let call = "";
    const { chain } = await behind({
      one: ({ method, params }) => {
        if (method === "eth_call" && typeof params[1] === "object")
          return { error: { code: -32602, message: "cannot unmarshal object" } };
        if (method === "eth_call") call = String(params[1]);
        return undefined;
      },
    });
    const blockRef = { ...(await readConfirmedBlock(chain)), hash: `0x${"ab".repeat(32)}` };
    expect(
      (await failure(() => readShardStatus(chain, scene.deployment, scene.list, toCommitment(5n), blockRef))).code,
    ).toBe("chain/unsettled");
    expect(call).toBe("");
  });
});

describe("a provider that refuses", () => {
  it.each<[number, string]>([
    [401, "chain/not-allowed"],
    [403, "chain/not-allowed"],
    [429, "chain/rate-limited"],
    [500, "chain/unreachable"],
    [503, "chain/unreachable"],
  ])("with HTTP %i says so", async (code, expected) => {
    const { chain } = await behind(at("eth_call", () => ({ status: code, text: "no, SECRETKEY0123" })));
    const error = await failure(() => readShardStatus(chain, scene.deployment, scene.list, toCommitment(5n)));
    expect(error.code).toBe(expected);
    if (code !== 429) expect(error.message).toContain(`HTTP ${code}`);
  });

  it("for a while is asked again at the time that it gives", async () => {
    const busy = { status: 429, headers: { "retry-after": "1" }, text: "slow down" };
    const provider = await startProvider(scene.anvil.url, atFirst(1, "eth_call", busy));
    const chain = await openChain({ rpc: provider.url, polling: { ...POLLING, timeout: 5_000 } });
    const started = performance.now();
    await readShardStatus(chain, scene.deployment, scene.list, toCommitment(5n));
    expect(performance.now() - started).toBeGreaterThan(950);
    await chain.close();
    await provider.stop();
  });

  it("is never shown beyond its host", async () => {
    for (const rpc of ["http://ann:SECRETPW@127.0.0.1:1/v3/SECRETKEY0123", "ftp://ann:SECRETPW@x", "SECRETKEY0123"])
      await failure(() => openChain({ rpc }));
    const { chain, provider } = await behind(at("eth_getLogs", () => ({ status: 400, text: "bad key SECRETTOKEN" })));
    await failure(() => buildIndex(chain, scene.deployment));
    const basic = `Basic ${Buffer.from("ann:SECRETPW").toString("base64")}`;
    expect(provider.headers.every(({ authorization }) => authorization === basic)).toBe(true);
  });
});

describe("fees", () => {
  const minimum = 25_000_000_000n;
  const tipOf = ({ params }: Question) => Transaction.from(String(params[0])).maxPriorityFeePerGas ?? 0n;
  let next = 100n;
  const waiting = () => {
    const outbox = openOutbox(":memory:");
    const commitment = next++;
    outbox.add(pages.map((page, i) => ({ ...proved(commitment, page), list: scene.list, page: i })));
    return outbox;
  };

  it.each<[string, (tip: bigint) => string]>([
    ["bor", (tip) => `transaction underpriced: gas tip cap ${tip}, minimum needed ${minimum}`],
    ["Nethermind", () => "FeeTooLow, MaxPriorityFeePerGas too low"],
    ["Besu", () => "Gas price below configured minimum gas price"],
  ])("are raised to the least that %s takes", async (_, words) => {
    const { chain, provider } = await patientBehind(
      60_000,
      at("eth_sendRawTransaction", (question) =>
        tipOf(question) < minimum ? { error: { code: -32000, message: words(tipOf(question)) } } : undefined,
      ),
    );
    const outbox = waiting();
    await drainOutbox(chain, scene.deployment, outbox);
    expect(outbox.counts()).toMatchObject({ waiting: 0, accepted: 44 });
    await publishBlocklist(chain, scene.deployment, someList(somePages(1), `https://example.org/${next}`));
    const sent = provider.methods.filter((method) => method === "eth_sendRawTransaction");
    expect(sent.length).toBeLessThan(60);
  });

  it("are those that the node suggests, and no higher", async () => {
    const offered: Transaction[] = [];
    const { chain } = await patientBehind(
      60_000,
      at("eth_sendRawTransaction", ({ params }) => void offered.push(Transaction.from(String(params[0])))),
    );
    const suggested = BigInt((await scene.chain.provider.send("eth_maxPriorityFeePerGas", [])) as string);
    await drainOutbox(chain, scene.deployment, waiting());
    expect(new Set(offered.map(({ maxPriorityFeePerGas }) => maxPriorityFeePerGas))).toEqual(new Set([suggested]));
  });

  it("become a single price where transactions with two are not accepted", async () => {
    const { chain } = await patientBehind(
      60_000,
      at("eth_sendRawTransaction", ({ params }) =>
        Transaction.from(String(params[0])).type === 2
          ? { error: { code: -32000, message: "transaction type not supported" } }
          : undefined,
      ),
    );
    const outbox = waiting();
    await drainOutbox(chain, scene.deployment, outbox);
    expect(outbox.counts().accepted).toBe(44);
  });
});
