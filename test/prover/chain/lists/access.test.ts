import { ZeroAddress } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import {
  acceptOwnership,
  dropEpochs,
  readListState,
  setPublisher,
  transferOwnership,
} from "../../../../prover/chain/lists/access.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { reviewEpoch } from "../../../../prover/chain/lists/review.ts";
import { type Chain, developmentAccount, openChain } from "../../../../prover/rpc/connection.ts";
import { type ListId, toListId } from "../../../../prover/shared/ids.ts";
import { simulatedCircuit, someList, somePages } from "../../../support/chain.ts";

const pages = somePages(4);
const document = (count: number, list?: ListId) => ({ ...someList(pages.slice(0, count)), ...(list && { list }) });

let chain: Chain;
let deployment: Deployment;
const accounts = [0, 1, 2, 3].map((index) => developmentAccount(index));
const [owner, second, third] = accounts.map(({ address }) => address) as [string, string, string];

/** The same chain with another account's signer. */
const as = (index: number): Chain => ({ ...chain, signer: accounts[index]!.connect(chain.provider) });

beforeAll(async () => {
  chain = await openChain({});
  ({ deployment } = await deployContracts(chain, [simulatedCircuit()]));
});
afterAll(() => chain?.close());

describe("a list's roles", () => {
  it("let another account publish, and revoke that", async () => {
    const { list } = await publishBlocklist(chain, deployment, document(1));
    await expect(publishBlocklist(as(1), deployment, document(2, list))).rejects.toMatchObject({
      code: "chain/not-publisher",
    });
    expect(await setPublisher(chain, deployment, list, second, true)).toHaveLength(1);
    expect(await setPublisher(chain, deployment, list, second, true)).toHaveLength(0);
    expect(await publishBlocklist(as(1), deployment, document(2, list))).toMatchObject({ list, appended: 1, epoch: 2 });
    expect(await setPublisher(chain, deployment, list, second, false)).toHaveLength(1);
    await expect(publishBlocklist(as(1), deployment, document(3, list))).rejects.toMatchObject({
      code: "chain/not-publisher",
    });
    await expect(setPublisher(as(1), deployment, list, second, true)).rejects.toMatchObject({
      code: "chain/not-owner",
    });
    await expect(setPublisher(chain, deployment, list, owner, false)).rejects.toMatchObject({
      code: "chain/owner-publishes",
    });
  });

  it("are transferred to another owner in two steps", async () => {
    const config = { ...someList([]).config, metadata: "handed over" };
    const { list } = await publishBlocklist(chain, deployment, { ...document(1), config });
    await expect(acceptOwnership(as(1), deployment, list)).rejects.toMatchObject({ code: "chain/not-pending-owner" });
    await transferOwnership(chain, deployment, list, second);
    expect(await readListState(chain, deployment, list)).toMatchObject({ owner, pendingOwner: second });
    await transferOwnership(chain, deployment, list, ZeroAddress);
    await expect(acceptOwnership(as(1), deployment, list)).rejects.toMatchObject({ code: "chain/not-pending-owner" });
    await transferOwnership(chain, deployment, list, second);
    expect(await acceptOwnership(as(1), deployment, list)).toHaveLength(1);
    expect(await acceptOwnership(as(1), deployment, list)).toHaveLength(0);
    expect(await readListState(chain, deployment, list)).toMatchObject({ owner: second, pendingOwner: null });
    expect(await publishBlocklist(as(1), deployment, { ...document(2, list), config })).toMatchObject({
      list,
      epoch: 2,
    });
    const other = { ...document(3, list), config: { ...config, scheme: "text" } };
    await expect(publishBlocklist(as(1), deployment, other)).rejects.toMatchObject({ code: "chain/other-scheme" });
  });

  it("make an epoch count once enough reviewers confirmed what they hold", async () => {
    const reviewers = [owner, second, third].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const config = { ...someList([]).config, reviewers, threshold: 2 };
    const { list } = await publishBlocklist(chain, deployment, { ...document(2), config });
    const held = document(2);
    expect((await readListState(chain, deployment, list)).currentEpoch).toBe(0);
    expect(await reviewEpoch(as(1), deployment, list, held)).toMatchObject({ epoch: 1 });
    expect((await reviewEpoch(as(1), deployment, list, held)).transactions).toHaveLength(0);
    expect((await readListState(chain, deployment, list)).currentEpoch).toBe(0);
    await reviewEpoch(as(2), deployment, list, held);
    const state = await readListState(chain, deployment, list);
    expect(state).toMatchObject({ currentEpoch: 1, threshold: 2, reviewers, scheme: "sha256", pageCount: 2 });
    expect(state.epochs).toMatchObject([{ epoch: 1, pageCount: 2, contentHash: held.contentHash, uri: held.uri }]);
    expect(
      state.reviews
        .filter(({ epoch }) => epoch === 1)
        .map(({ reviewer }) => reviewer)
        .sort(),
    ).toEqual([second, third].sort());
    await expect(reviewEpoch(as(3), deployment, list, held)).rejects.toMatchObject({ code: "chain/not-reviewer" });
    for (const other of [document(1), { ...held, contentHash: `0x${"cd".repeat(32)}` }])
      await expect(reviewEpoch(chain, deployment, list, other)).rejects.toMatchObject({ code: "chain/not-an-epoch" });
    const swapped = { ...held, pages: [pages[1]!, pages[0]!] };
    await expect(reviewEpoch(chain, deployment, list, swapped)).rejects.toMatchObject({ code: "chain/bad-answer" });
  });

  it("drop what does not count: the owner at once, reviewers together", async () => {
    const reviewers = [second, third].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const config = { ...someList([]).config, metadata: "dropped", reviewers, threshold: 2 };
    const { list } = await publishBlocklist(chain, deployment, { ...document(1), config });
    for (const reviewer of [1, 2]) await reviewEpoch(as(reviewer), deployment, list, document(1));
    const junk = { ...document(0, list), pages: [pages[0]!, pages[3]!], config };
    await publishBlocklist(chain, deployment, junk);
    await expect(publishBlocklist(chain, deployment, { ...document(2, list), config })).rejects.toMatchObject({
      code: "chain/not-a-prefix",
    });
    expect(await dropEpochs(as(1), deployment, list, 2)).toMatchObject({ dropped: false, transactions: [{}] });
    expect(await dropEpochs(as(1), deployment, list, 2)).toMatchObject({ dropped: false, transactions: [] });
    expect(await dropEpochs(as(2), deployment, list, 2)).toMatchObject({ dropped: true });
    expect(await readListState(chain, deployment, list)).toMatchObject({ pageCount: 1, currentEpoch: 1 });
    await publishBlocklist(chain, deployment, junk);
    await expect(dropEpochs(as(3), deployment, list, 2)).rejects.toMatchObject({ code: "chain/not-reviewer" });
    expect(await dropEpochs(chain, deployment, list, 2)).toMatchObject({ dropped: true });
    expect(await publishBlocklist(chain, deployment, { ...document(2, list), config })).toMatchObject({
      epoch: 2,
      appended: 1,
    });
    await expect(dropEpochs(chain, deployment, list, 1)).rejects.toMatchObject({
      code: "chain/epoch-already-confirmed",
    });
    await expect(dropEpochs(chain, deployment, list, 3)).rejects.toMatchObject({ code: "chain/unknown-epoch" });
  });

  it("end with the owner who gave them", async () => {
    const config = { ...someList([]).config, metadata: "with its publishers" };
    const { list } = await publishBlocklist(chain, deployment, { ...document(1), config });
    await setPublisher(chain, deployment, list, third, true);
    await transferOwnership(chain, deployment, list, second);
    await acceptOwnership(as(1), deployment, list);
    await expect(publishBlocklist(as(2), deployment, { ...document(2, list), config })).rejects.toMatchObject({
      code: "chain/not-publisher",
    });
  });

  it("exist only for a list that exists", async () => {
    const nowhere = `0x${"ab".repeat(32)}`;
    await expect(readListState(chain, deployment, toListId(nowhere))).rejects.toMatchObject({
      code: "chain/unknown-list",
    });
    await expect(publishBlocklist(chain, deployment, document(1, toListId(nowhere)))).rejects.toMatchObject({
      code: "chain/unknown-list",
    });
  });
});
