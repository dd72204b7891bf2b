import { join } from "node:path";
import { expect, test } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import { type Deployment, readDeployment } from "../../../../prover/chain/deployment/document.ts";
import { buildIndex } from "../../../../prover/chain/indexer/build.ts";
import { makeChainDocument } from "../../../../prover/chain/receipts/chainDocument.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { stringifyJson } from "../../../../prover/shared/json.ts";
import { simulatedCircuit, temporaryFolder } from "../../../support/chain.ts";
import { evidenceScene, onChain } from "../../../support/evidence.ts";
import { folderWith } from "../../../support/folder.ts";

const read = (document: object) =>
  readDeployment(join(folderWith({ "deployment.json": stringifyJson(document as never) }), "deployment.json"));

test("names the block of its first contract, and is read with and without it", async () => {
  const chain = await openChain({});
  await deployContracts(chain, []);
  const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
  expect(await read(deployment)).toEqual(deployment);
  const { block, ...older } = deployment;
  expect(await read(older)).toEqual(older);
  const code = (blockTag: number) => chain.provider.getCode(deployment.blocklists, blockTag);
  expect([await code(block! - 1), (await code(block!)).length > 2]).toEqual(["0x", true]);
  for (const bad of [-1, 0.5, "7", null])
    await expect(read({ ...deployment, block: bad })).rejects.toMatchObject({ code: "chain/invalid" });
  await chain.close();
});

test("begins every search for events at its block, and at the first one without it", async () => {
  const { path, remove } = await temporaryFolder();
  const chain = await openChain({});
  for (let i = 0; i < 3; i++) await deployContracts(chain, []);
  const { deployment, subjects, document } = await onChain(chain, await evidenceScene(path));
  const { block, ...older } = deployment;
  const asked = async (of: Deployment, search: (of: Deployment) => Promise<unknown>) => {
    const first: number[] = [];
    const getLogs = chain.provider.getLogs.bind(chain.provider);
    chain.provider.getLogs = (filter) => {
      first.push(Number((filter as { fromBlock: number }).fromBlock));
      return getLogs(filter);
    };
    const found = await search(of);
    chain.provider.getLogs = getLogs;
    return { from: Math.min(...first), found };
  };
  const receipts = (of: Deployment) => makeChainDocument(chain, of, subjects);
  expect(await asked(deployment, receipts)).toEqual({ from: block, found: document });
  expect(await asked(older, receipts)).toEqual({ from: 0, found: document });
  const events = async (of: Deployment) => (await buildIndex(chain, of)).head();
  const { from, found } = await asked(deployment, events);
  expect(from).toBe(block);
  expect(await asked(older, events)).toEqual({ from: 0, found });
  await chain.close();
  await remove();
});
