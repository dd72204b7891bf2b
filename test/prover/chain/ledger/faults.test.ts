import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Transaction } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptedWord, buildIndex } from "../../../../prover/chain/indexer/build.ts";
import { type EventIndex, openIndex } from "../../../../prover/chain/indexer/store.ts";
import { drainOutbox } from "../../../../prover/chain/ledger/drain.ts";
import { openOutbox } from "../../../../prover/chain/ledger/outbox.ts";
import { readPages } from "../../../../prover/chain/lists/list.ts";
import { readConfirmedBlock } from "../../../../prover/rpc/block.ts";
import { type Chain, developmentAccount } from "../../../../prover/rpc/connection.ts";
import { openContract } from "../../../../prover/rpc/contract.ts";
import { receiptOf } from "../../../../prover/rpc/transaction.ts";
import { type AnvilScene, expectOneEventEach, openAnvilScene } from "../../../support/anvilScene.ts";
import { atLast, openAtLast, proved, somePages } from "../../../support/chain.ts";
import { type FaultyNode, startFaultyNode, type Tricks } from "../../../support/faultyNode.ts";
import { FULL } from "../../../support/full.ts";

const PAGES = 6;
const ALL = (1n << BigInt(PAGES)) - 1n;
const pages = somePages(PAGES);

/** All faults, and of each kind at least so many. */
const [TOTAL, OF_EACH] = FULL ? [1_000, 20] : [60, 1];

/** Deeper than any reorganisation here. */
const CONFIRMATIONS = 7;
const REPLACE_AFTER = 300;
const POLLING = { pollingInterval: 5, timeout: 240_000, requestTimeout: 700 };

let scene: AnvilScene;
let node: FaultyNode;
let blocks: Promise<void>;

const rpc = (method: string, ...params: unknown[]) => scene.chain.provider.send(method, params);

const tricks: Tricks = {
  async underpriced(raw) {
    await rpc("anvil_setNextBlockBaseFeePerGas", `0x${(2n * Transaction.from(raw).maxFeePerGas!).toString(16)}`);
  },
  async replaced(raw) {
    const { nonce, maxFeePerGas, chainId } = Transaction.from(raw);
    const fees = { maxFeePerGas: 2n * maxFeePerGas!, maxPriorityFeePerGas: 2n * maxFeePerGas! };
    const other = { to: developmentAccount(1).address, nonce, chainId, gasLimit: 30_000n, type: 2, ...fees };
    await rpc("eth_sendRawTransaction", await developmentAccount(0).signTransaction(other)).catch(() => undefined);
  },
};

beforeAll(async () => {
  scene = await openAnvilScene(pages);
  node = await startFaultyNode(scene.anvil.url, 12, 1, tricks);
  // Blocks come from one place. Where each transaction makes its own while others are taken back, anvil loses count:
  // of a contract that can emit an event once, its chain then has it two or three times (7 of 450 events, 90
  // reorganisations).
  await rpc("evm_setAutomine", false);
  blocks = makeBlocks();
});
afterAll(async () => {
  isOver = true;
  await blocks;
  await node?.stop();
  await scene?.close();
});

/** How often a reorganisation of so many blocks was made, and the submitter killed. */
const reorgs = [0, 0, 0, 0, 0, 0];
let kills = 0;

const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);
const counts = (): number[] => [...Object.values(node.injected), ...reorgs, kills];
const isEnough = (): boolean => sum(counts()) >= TOTAL && Math.min(...counts()) >= OF_EACH;

let isOver = false;
let isDue = false;

/** One block after the other; where a reorganisation is due it takes the last ones back, the depths in turn. */
async function makeBlocks(): Promise<void> {
  while (!isOver) {
    if (isDue) {
      const depth = 1 + reorgs.indexOf(Math.min(...reorgs));
      await rpc("anvil_reorg", depth, []);
      reorgs[depth - 1]!++;
      isDue = false;
    } else await rpc("anvil_mine", "0x1");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Makes a reorganisation due after every so many questions to the state. */
function reorganise(every: number): (method: string) => void {
  let questions = 0;
  return (method) => {
    if (method === "eth_call" && ++questions % every === 0) isDue = true;
  };
}

/** A submitter of its own process, killed at a question to the node: the first, the next, … */
async function killAt(question: number, path: string): Promise<void> {
  const script = join(import.meta.dirname, "../../../support/drainChild.ts");
  const child = fork(script, [path, node.url, scene.key, join(scene.folder, "deployment.json"), String(CONFIRMATIONS)]);
  let asked = 0;
  const watching = node.watch;
  node.watch = (method) => {
    watching(method);
    if (++asked === question) child.kill("SIGKILL");
  };
  const [code, signal] = await once(child, "exit");
  node.watch = watching;
  expect([0, null]).toContain(code);
  if (signal === "SIGKILL") kills++;
}

/** What a reader of the chain finds by the faulty node: pages, events up to now, a transaction that nobody sent. */
async function readAll(faulty: Chain, index: EventIndex): Promise<void> {
  const { deployment, list } = scene;
  const blocklists = await openContract(faulty, "Blocklists", deployment.blocklists);
  expect(
    await atLast(async () => readPages(blocklists, list, await readConfirmedBlock(faulty, CONFIRMATIONS))),
  ).toEqual(pages);
  await atLast(() => buildIndex(faulty, deployment, index, { confirmations: CONFIRMATIONS }));
  expect(await atLast(() => receiptOf(faulty, `0x${"ab".repeat(32)}`))).toBeNull();
}

test(`${TOTAL} faults: every fact exactly once, nothing lost, no hang`, { timeout: 3_600_000 }, async () => {
  node.watch = reorganise(9);
  const started = performance.now();
  const { chain, deployment, list, key } = scene;
  const grown = openIndex(":memory:", deployment);
  let commitment = 0n;
  while (!isEnough()) {
    commitment++;
    const path = join(scene.folder, `outbox-${commitment}.sqlite`);
    const outbox = openOutbox(path);
    outbox.add(pages.map((page, i) => ({ ...proved(commitment, page), list, page: i })));
    if (kills * TOTAL <= OF_EACH * sum(counts())) await killAt(1 + (kills % 20), path);
    const faulty = await openAtLast({ rpc: node.url, keyFile: key, polling: POLLING });
    await drainOutbox(faulty, deployment, outbox, { confirmations: CONFIRMATIONS, replaceAfter: REPLACE_AFTER });
    expect(outbox.counts()).toEqual({ waiting: 0, accepted: PAGES, refused: 0 });
    outbox.close();
    await readAll(faulty, grown);
    await faulty.close();
    await expectOneEventEach(scene, commitment, ALL);
  }
  node.watch = () => {};
  const index = await buildIndex(chain, deployment, undefined, { confirmations: CONFIRMATIONS });
  await buildIndex(chain, deployment, grown, { confirmations: CONFIRMATIONS });
  for (let each = 1n; each <= commitment; each++) {
    await expectOneEventEach(scene, each, ALL);
    for (const read of [index, grown]) expect(acceptedWord(read, each, list, 0)).toBe(ALL);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  const kinds = { ...node.injected, "reorganisations 1 to 6 deep": reorgs, "kill -9": kills };
  console.log(`${sum(counts())} faults in ${seconds} s, ${commitment} shards: ${JSON.stringify(kinds)}`);
});
