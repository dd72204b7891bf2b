import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Engine, openEngine } from "../../../prover/accumulator/engine.ts";
import { commitmentOf } from "../../../prover/accumulator/hashes.ts";
import { areDisjoint } from "../../../prover/accumulator/verify.ts";
import { deployContracts } from "../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../prover/chain/deployment/document.ts";
import { examineDeployment } from "../../../prover/chain/deployment/verify.ts";
import { buildIndex } from "../../../prover/chain/indexer/build.ts";
import { checkIndex } from "../../../prover/chain/indexer/check.ts";
import { toIndexDocument } from "../../../prover/chain/indexer/document.ts";
import {
  type DisjointnessItem,
  readDisjointEpoch,
  submitDisjointness,
} from "../../../prover/chain/ledger/disjointness.ts";
import { isCleanNow, readShardStatus } from "../../../prover/chain/ledger/status.ts";
import { readPublishedList } from "../../../prover/chain/lists/list.ts";
import { publishBlocklist } from "../../../prover/chain/lists/publish.ts";
import { reviewEpoch } from "../../../prover/chain/lists/review.ts";
import type { G1, G2 } from "../../../prover/groth16/points.ts";
import { readConfirmedBlock } from "../../../prover/rpc/block.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { makeDevelopmentPowers } from "../../../prover/setup/powers/make.ts";
import { type ListId, toCommitment } from "../../../prover/shared/ids.ts";
import { simulatedCircuit, someList, somePages, temporaryFolder } from "../../support/chain.ts";
import { codeOf } from "../../support/errors.ts";
import { randomKeys } from "../native/support/accumulators.ts";
import { toBytes } from "../native/support/elements.ts";

// Proofs of real sets: nothing here knows tau.

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let chain: Chain;
let deployment: Deployment;
let engine: Engine;
let self: string;
const keys = randomKeys(30);
const entries = randomKeys(20);
const more = randomKeys(5);
const SALT = 987_654_321n;

beforeAll(async () => {
  folder = await temporaryFolder();
  engine = openEngine(await makeDevelopmentPowers({ folder: join(folder.path, "powers"), keys: 40, entries: 40 }));
  chain = await openChain({});
  self = await chain.signer!.getAddress();
  const roles = { owner: self, delay: 172_800, guardian: self };
  ({ deployment } = await deployContracts(chain, [simulatedCircuit()], { roles, powers: engine.powers }));
});
afterAll(async () => {
  await chain?.close();
  await folder?.remove();
});

let files = 0;
const accumulate = (set: readonly bigint[]): Promise<G2> =>
  engine.accumulateEntries({ entries: toBytes(set), multiplier: 1n });

/** The accumulator of a shard, and how to prove it disjoint from a list. */
async function shard(set: readonly bigint[], multiplier = SALT) {
  const coefficients = join(folder.path, `coefficients-${files++}`);
  const accumulator: G1 = await engine.accumulateKeys({ keys: toBytes(set), multiplier, coefficients });
  const commitment = toCommitment(commitmentOf(engine.powers.id, accumulator));
  const item = async (list: ListId, epoch: number, of: readonly bigint[], added = false): Promise<DisjointnessItem> => {
    const shards = [{ coefficients, blinding: SALT + 1n }];
    const [result] = await engine.proveDisjoint({ lists: [{ entries: toBytes(of), multiplier: 1n }], shards });
    if (!result || !("proofs" in result)) throw new Error("a common key");
    const listAccumulator = await accumulate(of);
    return { list, epoch, added, listAccumulator, accumulator, commitment, proof: result.proofs[0]! };
  };
  return { commitment, item };
}

/** A list without pages, whose root documents have these content hashes. */
const document = (name: string, hash: string, accumulators: { whole?: G2; added?: G2 }, reviewers: string[] = []) => {
  const base = someList([], `https://example.org/${name}`);
  const config = { ...base.config, reviewers, threshold: reviewers.length };
  const contentHash = `0x${hash.repeat(32)}`;
  return { ...base, config, contentHash, accumulators: { powers: engine.powers.id, ...accumulators } };
};

const publish = (...args: Parameters<typeof document>) => publishBlocklist(chain, deployment, document(...args));

test("the deployment is what its document says, powers of tau included", async () => {
  expect((await examineDeployment(chain, deployment, [simulatedCircuit()])).faults).toEqual([]);
  const powers = { ...deployment.powers!, id: `0x${"12".repeat(32)}` };
  const { faults } = await examineDeployment(chain, { ...deployment, powers }, [simulatedCircuit()]);
  expect(faults.join()).toMatch(/DisjointnessVerifier.*powers of tau 0x1212.*the deployment does not name it/s);
});

test("a list of any size takes one transaction, and one proof shows that a shard is clean of it", async () => {
  const first = await publish("one", "aa", { whole: await accumulate(entries) });
  expect(first).toMatchObject({ epoch: 1, pageCount: 1, appended: 0 });
  expect(first.transactions).toHaveLength(2);
  expect((await publish("one", "aa", { whole: await accumulate(entries) })).transactions).toEqual([]);
  const { commitment, item } = await shard(keys);
  const proof = await item(first.list, 1, entries);
  expect(areDisjoint({ accumulator: proof.accumulator, list: proof.listAccumulator, proof: proof.proof })).toBe(true);
  expect(isCleanNow(await readShardStatus(chain, deployment, first.list, commitment))).toBe(false);
  expect(await submitDisjointness(chain, deployment, [proof])).toMatchObject({ accepted: 1, already: 0 });
  expect(await submitDisjointness(chain, deployment, [proof])).toMatchObject({ accepted: 0, already: 1 });
  expect(isCleanNow(await readShardStatus(chain, deployment, first.list, commitment))).toBe(true);

  const all = [...entries, ...more];
  const second = await publish("one", "bb", { whole: await accumulate(all), added: await accumulate(more) });
  expect(second).toMatchObject({ list: first.list, epoch: 2 });
  expect(isCleanNow(await readShardStatus(chain, deployment, first.list, commitment))).toBe(false);
  await submitDisjointness(chain, deployment, [await item(first.list, 2, more, true)]);
  expect(await readDisjointEpoch(chain, deployment, first.list, commitment)).toBe(2);
  expect(isCleanNow(await readShardStatus(chain, deployment, first.list, commitment))).toBe(true);
});

test("a list of accumulators alone is not read as a list of no pages", async () => {
  const { list } = await publish("unpaged", "aa", { whole: await accumulate(entries) });
  const read = async () => readPublishedList(chain, deployment, list, await readConfirmedBlock(chain));
  expect(await codeOf(read)).toBe("chain/epoch-without-pages");
});

test("many shards and lists take one transaction, in the order that they need", async () => {
  const { list } = await publish("two", "aa", { whole: await accumulate(entries) });
  await publish("two", "bb", { added: await accumulate(more) });
  const other = await publish("three", "aa", { whole: await accumulate(more) });
  const one = await shard(keys);
  const two = await shard(keys.slice(0, 7), SALT + 2n);
  const items = [
    await one.item(list, 2, more, true),
    await two.item(other.list, 1, more),
    await two.item(list, 1, entries),
    await one.item(list, 1, entries),
  ];
  const result = await submitDisjointness(chain, deployment, items);
  expect(result).toMatchObject({ accepted: 4, already: 0 });
  expect(result.transactions).toHaveLength(1);
  expect(await readDisjointEpoch(chain, deployment, list, one.commitment)).toBe(2);
  expect(await readDisjointEpoch(chain, deployment, list, two.commitment)).toBe(1);
  expect(await readDisjointEpoch(chain, deployment, other.list, two.commitment)).toBe(1);
});

test("a damaged proof is refused with its place, and a proof for another list with the hash", async () => {
  const { list } = await publish("four", "aa", { whole: await accumulate(entries) });
  const one = await shard(keys);
  const two = await shard(keys.slice(0, 7), SALT + 2n);
  const good = await one.item(list, 1, entries);
  const swapped = { ...(await two.item(list, 1, entries)), proof: good.proof };
  expect(await codeOf(() => submitDisjointness(chain, deployment, [good, swapped]))).toBe("chain/proof-refused");
  const another = await one.item(list, 1, more);
  expect(await codeOf(() => submitDisjointness(chain, deployment, [another]))).toBe("chain/accumulator-mismatch");
  expect(await readDisjointEpoch(chain, deployment, list, one.commitment)).toBe(0);
});

test("a deployment without powers of tau takes no disjointness proof", async () => {
  const { powers: _, ...without } = deployment;
  expect(await codeOf(() => submitDisjointness(chain, without, []))).toBe("chain/no-powers");
});

test("a list with pages gets accumulators with its next pages, never in an epoch of their own", async () => {
  const list = { ...someList(somePages(2), "https://example.org/pages") };
  const accumulators = { powers: engine.powers.id, whole: await accumulate(entries) };
  await publishBlocklist(chain, deployment, list);
  const again = () => publishBlocklist(chain, deployment, { ...list, accumulators });
  expect(await codeOf(again)).toBe("chain/no-new-epoch");
  const withoutPages = () => publishBlocklist(chain, deployment, { ...list, pages: [], accumulators });
  expect(await codeOf(withoutPages)).toBe("chain/no-new-epoch");
  const grown = await publishBlocklist(chain, deployment, { ...list, pages: somePages(3), accumulators });
  expect(grown).toMatchObject({ epoch: 2, pageCount: 3, appended: 1 });
  const { commitment, item } = await shard(keys);
  await submitDisjointness(chain, deployment, [await item(grown.list, 2, entries)]);
  expect(await readShardStatus(chain, deployment, grown.list, commitment)).toMatchObject({
    cleanPages: 3,
    cleanEpoch: 2,
  });
});

test("a reviewer confirms only accumulators that were recomputed, and their base", async () => {
  const whole = await accumulate(entries);
  const grown = await accumulate([...entries, ...more]);
  const added = await accumulate(more);
  const { list } = await publish("reviewed", "aa", { whole }, [self]);
  await publish("reviewed", "bb", { whole: grown, added }, [self]);
  const hashOf = (hash: string) => `0x${hash.repeat(32)}`;
  const review = (hash: string, accumulators?: { whole?: G2; added?: G2; base?: string }) =>
    reviewEpoch(chain, deployment, list, {
      pages: somePages(4),
      contentHash: hashOf(hash),
      ...(accumulators && { accumulators: { powers: engine.powers.id, ...accumulators } }),
    });
  const refused = (...args: Parameters<typeof review>) => codeOf(() => review(...args));
  expect(await refused("bb", { whole: grown, added, base: hashOf("aa") })).toBe("chain/other-accumulators");
  expect(await refused("aa")).toBe("chain/other-accumulators");
  expect(await refused("aa", { whole: added })).toBe("chain/other-accumulators");
  expect((await review("aa", { whole })).epoch).toBe(1);
  expect(await refused("bb", { whole: grown, added })).toBe("chain/other-accumulators");
  expect(await refused("bb", { whole: grown, added: whole, base: hashOf("aa") })).toBe("chain/other-accumulators");
  expect((await review("bb", { whole: grown, added, base: hashOf("aa") })).epoch).toBe(2);
});

test("an index has the accumulators and the epochs, and agrees with the contracts", async () => {
  const index = await buildIndex(chain, deployment);
  const { compared, differences } = await checkIndex(chain, deployment, index);
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(50);
  const { lists, disjointness } = toIndexDocument(index);
  expect(disjointness.length).toBe(5);
  expect(disjointness.every(({ powers, counts }) => powers === engine.powers.id && counts)).toBe(true);
  const epochs = lists.flatMap((each) => each.epochs);
  const points = epochs.flatMap((epoch) => ("accumulators" in epoch ? [epoch.accumulators] : []));
  expect(points.length).toBeGreaterThan(6);
  expect(points.every(({ whole, added }) => String(whole ?? added).length === 2 + 256)).toBe(true);
  index.run("UPDATE disjointness SET epoch = epoch + 1");
  expect((await checkIndex(chain, deployment, index)).differences).toHaveLength(5);
  index.close();
});
