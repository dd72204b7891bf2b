import { join } from "node:path";
import { expect } from "vitest";
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../prover/chain/deployment/document.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import type { PublishedPage } from "../../prover/rpc/node/decode.ts";
import { writeFileAtomic } from "../../prover/shared/files.ts";
import type { ListId } from "../../prover/shared/ids.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { type Anvil, startAnvil } from "./anvil.ts";
import { keyFile, simulatedCircuit, someList, temporaryFolder } from "./chain.ts";

/** A node with the contracts and a list. `folder` has deployment.json and the signer's key, in the file `key`. */
export type AnvilScene = {
  anvil: Anvil;
  folder: string;
  key: string;
  chain: Chain;
  deployment: Deployment;
  list: ListId;
  close(): Promise<void>;
};

export async function openAnvilScene(pages: readonly PublishedPage[]): Promise<AnvilScene> {
  const { path: folder, remove } = await temporaryFolder();
  const key = await keyFile(folder);
  const anvil = await startAnvil();
  const chain = await openChain({ rpc: anvil.url, keyFile: key, polling: { pollingInterval: 5 } });
  const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
  const { list } = await publishBlocklist(chain, deployment, someList(pages));
  await writeFileAtomic(join(folder, "deployment.json"), stringifyJson(deployment));
  const close = async () => {
    await chain.close();
    await anvil.stop();
    await remove();
  };
  return { anvil, folder, key, chain, deployment, list, close };
}

/** Every fact of a shard has exactly one event on the current chain: their bits add up to `all`. */
export async function expectOneEventEach({ chain, deployment }: AnvilScene, commitment: bigint, all: bigint) {
  const topic = `0x${commitment.toString(16).padStart(64, "0")}`;
  const logs = await chain.provider.getLogs({ address: deployment.ledger, topics: [null, topic], fromBlock: 0 });
  for (const { blockNumber, blockHash } of logs)
    expect((await chain.provider.getBlock(blockNumber))?.hash).toBe(blockHash);
  const bits = logs.map(({ data }) => BigInt(`0x${data.slice(-64)}`));
  expect(bits.reduce((sum, each) => sum + each, 0n)).toBe(all);
}
