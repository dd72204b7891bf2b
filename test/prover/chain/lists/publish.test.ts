import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import { readListState } from "../../../../prover/chain/lists/access.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { type Anvil, startAnvil } from "../../../support/anvil.ts";
import { keyFile, simulatedCircuit, someList, somePages, temporaryFolder } from "../../../support/chain.ts";

const pages = somePages(5);
let anvil: Anvil;
let chain: Chain;
let impatient: Chain;
let deployment: Deployment;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  anvil = await startAnvil();
  const options = { rpc: anvil.url, keyFile: await keyFile(folder.path), polling: { pollingInterval: 20 } };
  chain = await openChain(options);
  impatient = { ...chain, polling: { ...chain.polling, timeout: 300 } };
  ({ deployment } = await deployContracts(chain, [simulatedCircuit()]));
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

const listed = (count: number, metadata: string) => someList(pages.slice(0, count), metadata);
const mining = (on: boolean) => chain.provider.send("evm_setAutomine", [on]);

describe("publishing", () => {
  it("again after a transaction that was late appends nothing twice", async () => {
    const { list } = await publishBlocklist(chain, deployment, listed(1, "late"));
    await mining(false);
    for (let run = 0; run < 2; run++)
      await expect(publishBlocklist(impatient, deployment, listed(3, "late"))).rejects.toMatchObject({
        code: "chain/timeout",
      });
    await chain.provider.send("anvil_mine", ["0x2"]);
    await mining(true);
    expect(await readListState(chain, deployment, list)).toMatchObject({
      pageCount: 3,
      epochs: [{}, { pageCount: 3 }],
    });
    expect(await publishBlocklist(chain, deployment, listed(5, "late"))).toMatchObject({ list, epoch: 3, appended: 2 });
  });

  it("the same document from two places at once ends in that document", async () => {
    const { list } = await publishBlocklist(chain, deployment, listed(1, "race"));
    await mining(false);
    const both = [
      publishBlocklist(chain, deployment, listed(4, "race")),
      publishBlocklist(chain, deployment, listed(4, "race")),
    ];
    const settled = Promise.allSettled(both);
    for (let block = 0; block < 20; block++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await chain.provider.send("anvil_mine", ["0x1"]);
    }
    await mining(true);
    await settled;
    expect(await publishBlocklist(chain, deployment, listed(4, "race"))).toMatchObject({ list, epoch: 2, appended: 0 });
    expect(await readListState(chain, deployment, list)).toMatchObject({ pageCount: 4 });
  });
});
