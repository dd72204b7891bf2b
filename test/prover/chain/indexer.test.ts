import { afterAll, beforeAll, expect, test } from "vitest";
import { asCount, asWord } from "../../../prover/chain/answers.ts";
import { type Chain, openChain } from "../../../prover/chain/connection.ts";
import { deploy } from "../../../prover/chain/deploy.ts";
import type { Deployment } from "../../../prover/chain/deployment.ts";
import { acceptedWord, buildIndex, type Index } from "../../../prover/chain/indexer.ts";
import { publish } from "../../../prover/chain/publish.ts";
import { contractAt, send, view } from "../../../prover/chain/send.ts";
import { submit } from "../../../prover/chain/submit.ts";
import { type Anvil, startAnvil } from "../../support/anvil.ts";
import { keyFile, proved, simulatedCircuit, someList, somePages, temporaryFolder } from "../../support/chain.ts";
import { OTHER_TRAPDOOR, TRAPDOOR } from "../../support/simulator.ts";

let anvil: Anvil;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let chain: Chain;
let deployment: Deployment;
const pages = somePages(270);

beforeAll(async () => {
  folder = await temporaryFolder();
  anvil = await startAnvil();
  chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folder.path), patience: { interval: 10 } });
  const guardian = await chain.signer!.getAddress();
  const offices = { owner: guardian, delay: 172_800, guardian };
  ({ deployment } = await deploy(chain, [simulatedCircuit(), simulatedCircuit(OTHER_TRAPDOOR)], { offices }));
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

const list = async (name: string, count: number) =>
  (await publish(chain, deployment, someList(pages.slice(0, count), name))).list;

const prove = (on: string, commitment: bigint, from: number, to: number, trapdoor = TRAPDOOR) =>
  submit(
    chain,
    deployment,
    on,
    pages.slice(from, to).map((page) => proved(commitment, page, trapdoor)),
  );

/** What the contracts themselves say, for every list and shard of the test. */
async function expectToBeTheContracts(index: Index, lists: string[]): Promise<void> {
  const blocklists = await contractAt(chain, "Blocklists", deployment.blocklists);
  const ledger = await contractAt(chain, "Ledger", deployment.ledger);
  expect([...index.lists.keys()].sort()).toEqual([...lists].sort());
  for (const id of lists) {
    const indexed = index.lists.get(id)!;
    expect(indexed.pageCount).toBe(asCount(await view(blocklists, "pageCount", id), "pageCount"));
    expect(indexed.epochCount).toBe(asCount(await view(blocklists, "epochCount", id), "epochCount"));
    expect(indexed.owner).toBe(await view(blocklists, "ownerOf", id));
    for (const commitment of [1n, 2n, 3n])
      for (const word of [0, 1])
        expect(acceptedWord(index, commitment, id, word)).toBe(
          asWord(await view(ledger, "acceptedWord", commitment, id, word), "word"),
        );
  }
}

test("the index that goes on, the one that begins anew and the contracts agree", async () => {
  const first = await list("first", 270);
  await prove(first, 1n, 250, 262);
  const early = await buildIndex(chain, deployment);
  await expectToBeTheContracts(early, [first]);

  await list("second", 3);
  const second = await list("second", 5);
  await prove(second, 2n, 0, 4);
  await prove(second, 2n, 4, 5, OTHER_TRAPDOOR);
  await prove(first, 3n, 0, 1);
  const ledger = await contractAt(chain, "Ledger", deployment.ledger);
  const { circuitId } = simulatedCircuit(OTHER_TRAPDOOR);
  const isDistrusted = async () => ((await view(ledger, "circuitOf", circuitId)) as { trust: bigint }).trust === 3n;
  await send(chain, ledger, "distrust", [circuitId, "a reason"], isDistrusted);

  const further = await buildIndex(chain, deployment, early);
  await expectToBeTheContracts(further, [first, second]);
  expect(further).toEqual(await buildIndex(chain, deployment));
  expect(acceptedWord(further, 2n, second, 0)).toBe(0b1111n);
});

test("a reorganised chain is read anew", async () => {
  const provider = chain.provider as unknown as { send(method: string, params: unknown[]): Promise<unknown> };
  const snapshot = await provider.send("evm_snapshot", []);
  const lost = await list("lost", 2);
  const before = await buildIndex(chain, deployment);
  expect(before.lists.has(lost)).toBe(true);
  await provider.send("evm_revert", [snapshot]);
  const kept = await list("kept", 4);
  await provider.send("anvil_mine", ["0x10"]);
  const after = await buildIndex(chain, deployment, before);
  expect(after.lists.has(lost)).toBe(false);
  expect(after.lists.has(kept)).toBe(true);
  expect(after).toEqual(await buildIndex(chain, deployment));
});
