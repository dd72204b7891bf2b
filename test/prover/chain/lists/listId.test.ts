import { describe, expect, it } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import { listIdOf } from "../../../../prover/chain/lists/list.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { simulatedCircuit, someList, somePages } from "../../../support/chain.ts";

const ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

describe("the id of a list", () => {
  it("is the contract's", async () => {
    const chain = await openChain({});
    const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
    const document = someList(somePages(1));
    const { list } = await publishBlocklist(chain, deployment, document);
    expect(list).toBe(listIdOf(await chain.signer!.getAddress(), document.config));
    expect(list).not.toBe(listIdOf(ADDRESS, { ...document.config, metadata: "other" }));
    await chain.close();
  });
});
