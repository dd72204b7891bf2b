import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployContracts } from "../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../prover/chain/deployment/document.ts";
import { isCleanNow, readShardStatus } from "../../../prover/chain/ledger/status.ts";
import { submitProofs } from "../../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../../prover/chain/lists/publish.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { toCommitment, toListId } from "../../../prover/shared/ids.ts";
import { type Anvil, startAnvil } from "../../support/anvil.ts";
import { keyFile, proved, simulatedCircuit, someList, somePages, temporaryFolder } from "../../support/chain.ts";

const COMMITMENT = 123456789n;

describe.each(["embedded", "anvil"] as const)("the whole flow on %s", (kind) => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let anvil: Anvil | undefined;
  let chain: Chain;
  let deployment: Deployment;
  const pages = somePages(5);

  const open = async () =>
    anvil
      ? openChain({ rpc: anvil.url, keyFile: await keyFile(folder.path), polling: { pollingInterval: 20 } })
      : openChain({ state: join(folder.path, "state") });

  beforeAll(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder.path, "state"));
    if (kind === "anvil") anvil = await startAnvil();
    chain = await open();
    ({ deployment } = await deployContracts(chain, [simulatedCircuit()]));
  });
  afterAll(async () => {
    await chain?.close();
    await anvil?.stop();
    await folder?.remove();
  });

  it("publishes a list, appends its additions, and nothing when there are none", async () => {
    const first = await publishBlocklist(chain, deployment, someList(pages.slice(0, 3)));
    expect(first).toMatchObject({ epoch: 1, pageCount: 3, appended: 3 });
    const second = await publishBlocklist(chain, deployment, someList(pages));
    expect(second).toMatchObject({ list: first.list, epoch: 2, pageCount: 5, appended: 2 });
    const third = await publishBlocklist(chain, deployment, someList(pages));
    expect(third).toMatchObject({ epoch: 2, appended: 0, transactions: [] });
  });

  it("refuses a document that does not extend the published one", async () => {
    const other = [pages[0]!, { digest: 7n, size: 256 as const }, ...pages.slice(2)];
    await expect(publishBlocklist(chain, deployment, someList(other))).rejects.toMatchObject({
      code: "chain/not-a-prefix",
    });
    await expect(publishBlocklist(chain, deployment, someList(pages.slice(0, 4)))).rejects.toMatchObject({
      code: "chain/not-a-prefix",
    });
  });

  it("submits one proof, then the rest, then nothing; the status follows", async () => {
    const { list } = await publishBlocklist(chain, deployment, someList(pages));
    const before = await readShardStatus(chain, deployment, list, toCommitment(COMMITMENT));
    expect(before).toMatchObject({ cleanPages: 0, cleanEpoch: 0, pageCount: 5, currentEpoch: 2 });
    expect(isCleanNow(before)).toBe(false);

    const one = await submitProofs(chain, deployment, list, [proved(COMMITMENT, pages[0]!)]);
    expect(one).toMatchObject({ accepted: 1, already: 0 });
    const all = pages.map((page) => proved(COMMITMENT, page));
    const rest = await submitProofs(chain, deployment, list, all);
    expect(rest).toMatchObject({ accepted: 4, already: 1 });
    expect(rest.transactions).toHaveLength(1);
    expect(await submitProofs(chain, deployment, list, all)).toEqual({ accepted: 0, already: 5, transactions: [] });

    const after = await readShardStatus(chain, deployment, list, toCommitment(COMMITMENT));
    expect(after).toMatchObject({ cleanPages: 5, cleanEpoch: 2, pageCount: 5, currentEpoch: 2 });
    expect(isCleanNow(after)).toBe(true);
  });

  it("refuses a proof of another shard, leaves no trace of it, and names the error", async () => {
    const { list } = await publishBlocklist(chain, deployment, someList(pages));
    const stolen = { ...proved(COMMITMENT, pages[0]!), commitment: toCommitment(5n) };
    await expect(submitProofs(chain, deployment, list, [stolen])).rejects.toMatchObject({
      code: "chain/proof-refused",
    });
    expect(await readShardStatus(chain, deployment, list, toCommitment(5n))).toMatchObject({ cleanPages: 0 });
  });

  it("refuses proofs for pages that the list does not have, and unknown lists", async () => {
    const { list } = await publishBlocklist(chain, deployment, someList(pages));
    const foreign = proved(COMMITMENT, { digest: 77n, size: 256 });
    await expect(submitProofs(chain, deployment, list, [foreign])).rejects.toMatchObject({ code: "chain/not-in-list" });
    const nowhere = `0x${"00".repeat(31)}01`;
    await expect(readShardStatus(chain, deployment, toListId(nowhere), toCommitment(1n))).rejects.toMatchObject({
      code: "chain/unknown-list",
    });
  });

  it("is the same chain when it is opened again", async () => {
    const { list } = await publishBlocklist(chain, deployment, someList(pages));
    const before = await chain.provider.getBlock("latest");
    await chain.close();
    chain = await open();
    expect((await chain.provider.getBlock("latest"))?.hash).toBe(before?.hash);
    expect(isCleanNow(await readShardStatus(chain, deployment, list, toCommitment(COMMITMENT)))).toBe(true);
  });
});
