import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import { acceptedWord, buildIndex } from "../../../../prover/chain/indexer/build.ts";
import { checkIndex } from "../../../../prover/chain/indexer/check.ts";
import { toIndexDocument } from "../../../../prover/chain/indexer/document.ts";
import { type EventIndex, openIndex } from "../../../../prover/chain/indexer/store.ts";
import { TABLE_NAMES } from "../../../../prover/chain/indexer/tables.ts";
import { submitProofs } from "../../../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { registerRelease } from "../../../../prover/chain/releases/release.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { openContract, view } from "../../../../prover/rpc/contract.ts";
import { send } from "../../../../prover/rpc/transaction.ts";
import { toCommitment, toListId } from "../../../../prover/shared/ids.ts";
import { type Anvil, startAnvil } from "../../../support/anvil.ts";
import { keyFile, proved, simulatedCircuit, someList, somePages, temporaryFolder } from "../../../support/chain.ts";
import { codeOf } from "../../../support/errors.ts";
import { OTHER_TRAPDOOR, TRAPDOOR } from "../../../support/simulator.ts";

const SOMEBODY = "0x00000000000000000000000000000000000000AA";
const CID = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";

let anvil: Anvil;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let chain: Chain;
let deployment: Deployment;
let owner: string;
const pages = somePages(270);

beforeAll(async () => {
  folder = await temporaryFolder();
  anvil = await startAnvil();
  chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folder.path), polling: { pollingInterval: 10 } });
  owner = await chain.signer!.getAddress();
  const roles = { owner, delay: 172_800, guardian: owner };
  ({ deployment } = await deployContracts(chain, [simulatedCircuit(), simulatedCircuit(OTHER_TRAPDOOR)], { roles }));
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

const list = async (name: string, count: number, reviewers: string[] = []) => {
  const document = someList(pages.slice(0, count), name);
  const config = { ...document.config, reviewers, threshold: reviewers.length };
  return (await publishBlocklist(chain, deployment, { ...document, config })).list;
};

const prove = (on: string, commitment: bigint, from: number, to: number, trapdoor = TRAPDOOR) =>
  submitProofs(
    chain,
    deployment,
    toListId(on),
    pages.slice(from, to).map((page) => proved(commitment, page, trapdoor)),
  );

/** A transaction whose effect nobody waits for but the chain. */
async function call(name: "Blocklists" | "Ledger" | "Releases", method: string, ...args: unknown[]): Promise<void> {
  const contract = await openContract(chain, name, deployment[name.toLowerCase() as "ledger"]);
  const before = await chain.provider.getTransactionCount(owner);
  await send(chain, contract, method, args, async () => (await chain.provider.getTransactionCount(owner)) > before);
}

const everything = (index: EventIndex) => Object.fromEntries(TABLE_NAMES.map((table) => [table, index.rows(table)]));

async function expectToBeTheContracts(index: EventIndex): Promise<void> {
  const { compared, differences } = await checkIndex(chain, deployment, index);
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(5);
}

test("the index that resumes, the one that is rebuilt and the contracts agree", async () => {
  const file = join(folder.path, "index.sqlite");
  const first = await list("first", 270);
  await prove(first, 1n, 250, 262);
  const early = await buildIndex(chain, deployment, openIndex(file, deployment));
  await expectToBeTheContracts(early);
  early.close();

  await list("second", 3);
  const second = await list("second", 5);
  const reviewed = await list("reviewed", 2, [owner]);
  await call("Blocklists", "review", reviewed, 1, someList([]).contentHash);
  await list("reviewed", 4, [owner]);
  await call("Blocklists", "review", reviewed, 2, someList([]).contentHash);
  for (const pages of [5, 7]) await list("reviewed", pages, [owner]);
  await call("Blocklists", "drop", reviewed, 4, someList([]).contentHash);
  await call("Blocklists", "transferOwnership", second, SOMEBODY);
  await call("Blocklists", "setPublisher", second, SOMEBODY, true);
  await call("Blocklists", "setPublisher", second, owner, true);
  await call("Blocklists", "setPublisher", second, owner, false);
  await prove(second, 2n, 0, 4);
  await prove(second, 2n, 4, 5, OTHER_TRAPDOOR);
  await prove(second, 2n, 0, 1, OTHER_TRAPDOOR);
  await prove(first, 3n, 0, 1);
  const { release } = await registerRelease(chain, deployment, {
    model: "m",
    version: "1",
    weights: "ab".repeat(32),
    parents: [],
    terms: "",
    shards: [{ commitment: toCommitment(2n), schemes: ["sha256", "text"], uri: "ipfs://shard" }],
  });
  await call("Releases", "publishEvidence", release, CID);
  const { circuitId } = simulatedCircuit(OTHER_TRAPDOOR);
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const isRevoked = async () => ((await view(ledger, "circuitOf", circuitId)) as { status: bigint }).status === 3n;
  await send(chain, ledger, "revoke", [circuitId, "a reason"], isRevoked);

  const further = await buildIndex(chain, deployment, openIndex(file, deployment));
  await expectToBeTheContracts(further);
  const rebuilt = await buildIndex(chain, deployment);
  expect(everything(further)).toEqual(everything(rebuilt));
  expect(toIndexDocument(further)).toEqual(toIndexDocument(rebuilt));
  expect(acceptedWord(further, 2n, second, 0)).toBe(0b1111n);

  const { lists, facts, releases, shards, circuits } = toIndexDocument(further);
  expect(lists.find((each) => each.list === second)).toMatchObject({
    owner,
    pendingOwner: SOMEBODY,
    scheme: "sha256",
    pageCount: 5,
    currentEpoch: 2,
    publishers: [SOMEBODY],
    epochs: [
      { epoch: 1, pageCount: 3 },
      { epoch: 2, pageCount: 5, uri: "https://example.org/list/1" },
    ],
  });
  expect(lists.find((each) => each.list === reviewed)).toMatchObject({
    currentEpoch: 2,
    threshold: 1,
    reviewers: [owner],
    reviews: [{ reviewer: owner, epoch: 2 }],
    pageCount: 5,
  });
  expect(facts.find((each) => each.commitment === "1")).toMatchObject({
    list: first,
    counts: true,
    pages: [250, 251, 252, 253, 254, 255, 256, 257, 258, 259, 260, 261],
  });
  expect(facts.find((each) => each.circuit === circuitId)).toMatchObject({ counts: false });
  expect(releases).toMatchObject([{ release, vendor: owner, shards: ["2"], evidence: [CID] }]);
  expect(shards).toMatchObject([{ vendor: owner, commitment: "2", schemes: ["sha256", "text"] }]);
  expect(circuits.map(({ status }) => status).sort()).toEqual(["active", "revoked"]);
  further.close();
});

test("an index that disagrees with the contracts is detected", async () => {
  const index = await buildIndex(chain, deployment);
  for (const sql of [
    "UPDATE lists SET page_count = page_count + 1 WHERE rowid = 1",
    "UPDATE epochs SET content_hash = list WHERE rowid = 1",
    "UPDATE reviews SET epoch = 9",
    "UPDATE facts SET bits = '0x0' WHERE rowid = 1",
    "UPDATE releases SET vendor = ''",
    "UPDATE evidence SET cid = ''",
    "DELETE FROM circuits WHERE status = 'revoked'",
  ]) {
    index.run("SAVEPOINT before");
    index.run(sql);
    expect((await checkIndex(chain, deployment, index)).differences, sql).not.toEqual([]);
    index.run("ROLLBACK TO before");
    index.run("RELEASE before");
  }
  await expectToBeTheContracts(index);
});

test("does not write to a file of another deployment, or to a file that is not an index", async () => {
  const other = { ...deployment, ledger: SOMEBODY };
  const open = (path: string, of: Deployment) => () => openIndex(path, of);
  expect(open(join(folder.path, "index.sqlite"), other)).toThrow(
    expect.objectContaining({ code: "index/other-deployment" }),
  );
  expect(open(await keyFile(folder.path, 5), deployment)).toThrow(
    expect.objectContaining({ code: "index/not-an-index" }),
  );
  expect(open(join(folder.path, "nowhere", "index.sqlite"), deployment)).toThrow(
    expect.objectContaining({ code: "index/cannot-open", exitCode: 2, message: expect.stringContaining("nowhere") }),
  );
});

test("an index mixes no two chains, whichever question about a block a reorganization comes before", async () => {
  const { provider } = chain;
  const { send: ask } = provider;
  let place = 0;
  for (let isDone = false; !isDone; place++) {
    const mark = await provider.send("evm_snapshot", []);
    await list(`lost ${place}`, 2);
    const index = await buildIndex(chain, deployment);
    await provider.send("anvil_mine", ["0x1"]);
    let asked = 0;
    const reorganize = async () => {
      await ask.call(provider, "evm_revert", [mark]);
      await ask.call(provider, "anvil_mine", ["0x10"]);
    };
    provider.send = async (method, params) => {
      if (method === "eth_getBlockByNumber" && asked++ === place) await reorganize();
      return ask.call(provider, method, params);
    };
    try {
      await buildIndex(chain, deployment, index);
    } finally {
      provider.send = ask;
    }
    isDone = asked <= place;
    if (isDone) await reorganize();
    else expect(toIndexDocument(index)).toEqual(toIndexDocument(await buildIndex(chain, deployment)));
  }
  expect(place).toBeGreaterThan(3);
});

test("a reorganized chain is read again", async () => {
  const snapshot = await chain.provider.send("evm_snapshot", []);
  const lost = await list("lost", 2);
  const index = await buildIndex(chain, deployment);
  const isThere = (id: string) => toIndexDocument(index).lists.some((each) => each.list === id);
  expect(isThere(lost)).toBe(true);
  const before = toIndexDocument(index);
  await chain.provider.send("evm_revert", [snapshot]);
  expect(await codeOf(() => buildIndex(chain, deployment, index))).toBe("chain/node-behind");
  expect(toIndexDocument(index)).toEqual(before);
  const kept = await list("kept", 4);
  await chain.provider.send("anvil_mine", ["0x10"]);
  await buildIndex(chain, deployment, index);
  expect(isThere(lost)).toBe(false);
  expect(isThere(kept)).toBe(true);
  expect(toIndexDocument(index)).toEqual(toIndexDocument(await buildIndex(chain, deployment)));
});
