import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import { isCleanNow } from "../../../../prover/chain/ledger/status.ts";
import { submitProofs } from "../../../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { readFirstRegistration } from "../../../../prover/chain/releases/registrations.ts";
import {
  type Release,
  readRelease,
  readReleaseByTag,
  registerRelease,
  releaseIdOf,
} from "../../../../prover/chain/releases/release.ts";
import { readReleaseStatus } from "../../../../prover/chain/releases/status.ts";
import { type Chain, developmentAccount, openChain } from "../../../../prover/rpc/connection.ts";
import { compiled } from "../../../../prover/rpc/node/artifacts.ts";
import { type ListId, toCommitment, toReleaseId } from "../../../../prover/shared/ids.ts";
import { stringifyJson } from "../../../../prover/shared/json.ts";
import { proved, simulatedCircuit, someList, somePages } from "../../../support/chain.ts";
import { folderWith } from "../../../support/folder.ts";

const pages = somePages(2);

const release = (commitments: bigint[], parents: string[] = [], scheme = "sha256"): Release => ({
  model: "model",
  version: String(commitments),
  weights: "ab".repeat(32),
  shards: commitments.map((commitment) => ({
    commitment: toCommitment(commitment),
    schemes: [scheme],
    uri: "ipfs://shard",
  })),
  parents,
  terms: "https://example.org/terms",
});

describe("releases", () => {
  let chain: Chain;
  let deployment: Deployment;
  let list: ListId;

  beforeAll(async () => {
    chain = await openChain({});
    ({ deployment } = await deployContracts(chain, [simulatedCircuit()]));
    ({ list } = await publishBlocklist(chain, deployment, someList(pages)));
  });
  afterAll(() => chain?.close());

  const prove = (commitment: bigint, count: number) =>
    submitProofs(
      chain,
      deployment,
      list,
      pages.slice(0, count).map((page) => proved(commitment, page)),
    );

  it("are registered once, with the shards that are missing", async () => {
    const first = await registerRelease(chain, deployment, release([1n, 2n]));
    expect(first.release).toBe(releaseIdOf(await chain.signer!.getAddress(), release([1n, 2n])));
    expect(first.transactions).toHaveLength(3);
    expect(await registerRelease(chain, deployment, release([1n, 2n]))).toEqual({
      release: first.release,
      transactions: [],
    });
    const second = await registerRelease(chain, deployment, release([2n, 3n]));
    expect(second.transactions).toHaveLength(2);
  });

  it("have their own version", async () => {
    const content = release([4n]);
    const vendor = await chain.signer!.getAddress();
    expect(await readReleaseByTag(chain, deployment, vendor, content)).toBeUndefined();
    const { release: id } = await registerRelease(chain, deployment, content);
    expect(await readReleaseByTag(chain, deployment, vendor, content)).toBe(id);
    expect(await readReleaseByTag(chain, deployment, deployment.ledger, content)).toBeUndefined();
    const other = registerRelease(chain, deployment, { ...content, weights: "cd".repeat(32) });
    await expect(other).rejects.toMatchObject({ code: "chain/tag-taken" });
  });

  it("are as clean as the shard that is furthest behind, ancestors included", async () => {
    const base = (await registerRelease(chain, deployment, release([11n]))).release;
    const tuned = (await registerRelease(chain, deployment, release([12n], [base]))).release;
    await prove(12n, 2);
    await prove(11n, 1);
    const before = await readReleaseStatus(chain, deployment, list, tuned);
    expect(before).toMatchObject({
      cleanPages: 1,
      cleanEpoch: 0,
      currentEpoch: 1,
      lag: 1,
      laggingRelease: base,
      laggingShard: 11n,
    });
    expect(isCleanNow(before)).toBe(false);
    await prove(11n, 2);
    expect(isCleanNow(await readReleaseStatus(chain, deployment, list, tuned))).toBe(true);
  });

  it("name every shard that another vendor registered first, ancestors included", async () => {
    const owner = await chain.signer!.getAddress();
    const own = (await registerRelease(chain, deployment, release([41n]))).release;
    await prove(41n, 2);
    const other: Chain = { ...chain, signer: developmentAccount(1).connect(chain.provider) };
    const borrower = await other.signer!.getAddress();
    const taken = (await registerRelease(other, deployment, release([42n, 41n]))).release;
    const child = (await registerRelease(chain, deployment, release([43n], [taken]))).release;
    await prove(42n, 2);
    await prove(43n, 2);
    expect((await readReleaseStatus(chain, deployment, list, own)).borrowed).toEqual([]);
    const status = await readReleaseStatus(chain, deployment, list, taken);
    expect(isCleanNow(status)).toBe(true);
    const first = (await readFirstRegistration(chain, deployment, toCommitment(41n)))!;
    expect(first.vendor).toBe(owner);
    expect(first.time).toBeLessThanOrEqual(status.at.time);
    expect(status.borrowed).toEqual([{ release: taken, vendor: borrower, shard: 41n, first }]);
    expect((await readReleaseStatus(chain, deployment, list, child)).borrowed).toEqual(status.borrowed);
    expect(await readFirstRegistration(chain, deployment, toCommitment(44n))).toBeNull();
  });

  it("are read from a contract of an earlier version, which does not know who was first", async () => {
    const { release: id } = await registerRelease(chain, deployment, release([51n]));
    const code = await chain.provider.getCode(deployment.releases);
    const { selector } = (await compiled("Releases")).abi.getFunction("firstRegistrationOf")!;
    await chain.provider.send("hardhat_setCode", [deployment.releases, code.replace(selector.slice(2), "ffffffff")]);
    try {
      expect(await readReleaseStatus(chain, deployment, list, id)).toMatchObject({ cleanPages: 0, borrowed: null });
      expect(await readFirstRegistration(chain, deployment, toCommitment(51n))).toBeUndefined();
    } finally {
      await chain.provider.send("hardhat_setCode", [deployment.releases, code]);
    }
  });

  it("with a shard of another scheme are clean of no list", async () => {
    const other = (await registerRelease(chain, deployment, release([21n], [], "text"))).release;
    await prove(21n, 2);
    expect(await readReleaseStatus(chain, deployment, list, other)).toMatchObject({
      cleanPages: 0,
      lag: 2,
      laggingShard: 21n,
    });
  });

  it("that are not registered are errors", async () => {
    const unknown = readReleaseStatus(chain, deployment, list, toReleaseId(`0x${"00".repeat(32)}`));
    await expect(unknown).rejects.toMatchObject({ code: "chain/unknown-release" });
    const orphan = registerRelease(chain, deployment, release([31n], [`0x${"11".repeat(32)}`]));
    await expect(orphan).rejects.toMatchObject({ code: "chain/unknown-release" });
  });
});

describe("a release's document", () => {
  const { shards, ...rest } = release([1n]);
  const DOCUMENT = {
    format: "disjoint/release/v1",
    ...rest,
    shards: shards.map(({ commitment, ...others }) => ({ commitment: String(commitment), ...others })),
  };
  const read = (changes: object) =>
    readRelease(join(folderWith({ r: stringifyJson({ ...DOCUMENT, ...changes }) }), "r"));

  it("is read back as it was written", async () => {
    expect(await read({})).toEqual(release([1n]));
  });

  it.each<[string, object]>([
    ["another format", { format: "disjoint/release/v2" }],
    ["no shard", { shards: [] }],
    ["a shard without scheme", { shards: [{ ...DOCUMENT.shards[0], schemes: [] }] }],
    ["a commitment in hexadecimal", { shards: [{ ...DOCUMENT.shards[0], commitment: "0x1" }] }],
    ["half a digest", { weights: "abcd" }],
    ["a parent that is no id", { parents: ["0x12"] }],
    ["several lines", { model: "a\nb" }],
    ["an unknown field", { clean: true }],
  ])("is refused with %s", async (_, changes) => {
    await expect(read(changes)).rejects.toMatchObject({ code: "release/invalid" });
  });
});
