import { join } from "node:path";
import type { BaseContract, Contract } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import { buildIndex } from "../../../../prover/chain/indexer/build.ts";
import { checkIndex } from "../../../../prover/chain/indexer/check.ts";
import { type EventIndex, openIndex } from "../../../../prover/chain/indexer/store.ts";
import { TABLE_NAMES } from "../../../../prover/chain/indexer/tables.ts";
import { submitProofs } from "../../../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { waitUntil } from "../../../../prover/rpc/node/polling.ts";
import { type Anvil, startAnvil } from "../../../support/anvil.ts";
import { keyFile, proved, simulatedCircuit, someList, somePages, temporaryFolder } from "../../../support/chain.ts";
import { FULL } from "../../../support/full.ts";
import { deployHelper } from "../../../support/solidity.ts";

// Each list has an event for its opening, two for its roles, and two for each page: 23 or 43.
const [LISTS, PAGES, STEP] = FULL ? [2_350, 20, 235] : [25, 10, 10];
const COMMITMENT = 5n;
const pages = somePages(PAGES);

let anvil: Anvil;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let chain: Chain;
let deployment: Deployment;
let flood: BaseContract;

beforeAll(async () => {
  folder = await temporaryFolder();
  anvil = await startAnvil(["--gas-limit", "1000000000"]);
  chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folder.path), polling: { pollingInterval: 10 } });
  ({ deployment } = await deployContracts(chain, [simulatedCircuit()]));
  flood = await deployHelper("test/contracts/support/Flood.sol", chain.signer!, deployment.ledger);
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

async function call(method: string, ...args: unknown[]): Promise<void> {
  const { hash } = await (flood as Contract).getFunction(method)(...args, { gasLimit: 100_000_000 });
  await waitUntil(chain.polling, method, async () => (await chain.provider.getTransactionReceipt(hash)) !== null);
  expect((await chain.provider.getTransactionReceipt(hash))?.status).toBe(1);
}

/** All lists, some in each transaction. */
async function forAll(method: string, ...args: unknown[]): Promise<void> {
  for (let first = 0; first < LISTS; first += STEP)
    await call(method, ...args.slice(0, 4), ...[first, Math.min(first + STEP, LISTS)], ...args.slice(4));
}

/** The same rows in the same order in every table. */
function expectSame(one: EventIndex, other: EventIndex): void {
  expect(one.head()).toEqual(other.head());
  for (const table of TABLE_NAMES) expect(one.rows(table)).toEqual(other.rows(table));
}

test(`${FULL ? "100,000" : "some"} events: rebuilt index = incremental index = the contracts' counters`, {
  timeout: 3_600_000,
}, async () => {
  const incremental = openIndex(join(folder.path, "index.sqlite"), deployment);
  const { list } = await publishBlocklist(chain, deployment, someList(pages));
  await submitProofs(
    chain,
    deployment,
    list,
    pages.map((page) => proved(COMMITMENT, page)),
  );
  for (let opened = 0; opened < LISTS; opened += STEP) await call("open", Math.min(STEP, LISTS - opened));
  await buildIndex(chain, deployment, incremental);
  for (const { digest } of pages) {
    for (let first = 0; first < LISTS; first += STEP)
      await call("append", first, Math.min(first + STEP, LISTS), digest);
    await buildIndex(chain, deployment, incremental);
  }
  await forAll("grantPublishers");
  const { circuitId } = simulatedCircuit();
  for (const page of pages.keys()) {
    await forAll("carry", circuitId, COMMITMENT, list, page);
    await buildIndex(chain, deployment, incremental);
  }

  const started = performance.now();
  const rebuilt = await buildIndex(chain, deployment);
  const read = performance.now();
  expectSame(rebuilt, incremental);
  const events = rebuilt.head().events;
  expect(events).toBe(LISTS * (3 + 2 * PAGES) + 4);
  if (FULL) expect(events).toBeGreaterThan(100_000);
  expect(rebuilt.rows("lists")).toHaveLength(LISTS + 1);
  const { compared, differences } = await checkIndex(chain, deployment, rebuilt);
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(LISTS * (6 + PAGES));
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  console.log(
    `${events} events read again in ${seconds(started, read)} s, ${compared} values of the contracts compared in ` +
      `${seconds(read, performance.now())} s`,
  );
});
