import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { Listing } from "../../../prover/bundle/listing.ts";
import type { PinnedCircuit } from "../../../prover/bundle/pinned.ts";
import { readProvableBlock } from "../../../prover/chain/receipts/block.ts";
import { readHeader } from "../../../prover/ethereum/header.ts";
import {
  type ExcludingRelease,
  type ExclusionCertificate,
  writeCertificate,
} from "../../../prover/evidence/certificate.ts";
import type { ChainDocument } from "../../../prover/evidence/chain/document.ts";
import type { ChainPolicy } from "../../../prover/evidence/chain/trust.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { describeExcludingRelease } from "../../../prover/evidence/makeCertificate.ts";
import { verifyCertificate } from "../../../prover/evidence/verifyCertificate.ts";
import { verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { temporaryFolder } from "../../support/chain.ts";
import {
  evidenceScene,
  onChain,
  type Scene,
  simulatedId,
  simulatedKey,
  simulatedProof,
} from "../../support/evidence.ts";
import { OTHER_TRAPDOOR } from "../../support/simulator.ts";

// When and where something was accepted is no choice of who made the evidence.

const KEY = "0a".repeat(31);
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let chain: Chain;
let scene: Scene;
let made: Awaited<ReturnType<typeof onChain>>;
/** The same lists with another first page, which the chain has under the same root documents. */
let junk: ChainDocument;
/** A block before all of it, with a transaction, and the one with nothing in it. */
let old: ChainDocument["blocks"][number];

beforeAll(async () => {
  folder = await temporaryFolder();
  chain = await openChain({});
  scene = await evidenceScene(folder.path, [3, 1]);
  junk = (await onChain(chain, scene, { junk: 666n, byPage: true })).document;
  const { hash } = (await chain.provider.getBlock(await chain.provider.getBlockNumber()))!;
  const { header, proofOf } = await readProvableBlock(chain, hash!);
  old = { header, receipts: [{ transaction: 0, proof: proofOf(0) }] };
  made = await onChain(chain, scene, { byPage: true });
});
afterAll(async () => {
  await chain?.close();
  await folder?.remove();
});

const packOf = async (document: ChainDocument) => {
  const { archive } = await makeEvidence(
    { ...scene.parts, chain: document },
    { keyPath: scene.keyPath, out: folder.path },
  );
  return readFile(archive);
};
const verdictOf = async (document: ChainDocument, policy: ChainPolicy = {}) =>
  verifyPack(await packOf(document), { ...scene.policy, chain: policy });
const failing = ({ checks }: { checks: readonly { name: string; ok: boolean }[] }) =>
  checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

test(
  "pages that came in several transactions are shown by all of them, and acceptance has the time of its own " + "block",
  async () => {
    const found = await verdictOf(made.document);
    expect(failing(found)).toEqual([]);
    const head = readHeader(made.document.blocks.at(-1)!.header);
    const before = readHeader(made.document.blocks.at(-2)!.header);
    expect(found.acceptedAt).toEqual({ number: before.number, hash: before.hash, time: before.time });
    expect(head.number).toBeGreaterThan(before.number);
  },
);

/** What the vendor may do with blocks that are all genuine. */
const CHANGES: [string, (blocks: ChainDocument["blocks"]) => ChainDocument["blocks"], string][] = [
  ["an old block without any needed event", (blocks) => [old, ...blocks], "chain-needed"],
  ["a block without any receipt", (blocks) => [{ ...old, receipts: [] }, ...blocks], "chain-needed"],
  ["an old block after the others", (blocks) => [...blocks, old], "chain-order"],
  ["blocks turned round", (blocks) => blocks.toReversed(), "chain-order"],
  ["a block twice", (blocks) => [blocks[0]!, ...blocks], "chain-order"],
  [
    "a receipt twice",
    ([first, ...rest]) => [{ ...first!, receipts: [first!.receipts[0]!, ...first!.receipts] }, ...rest],
    "chain-order",
  ],
];

test.each(CHANGES)("a pack with %s is refused", async (_, change, name) => {
  const { document } = made;
  const found = await verdictOf({ ...document, blocks: change(document.blocks) });
  expect(found.verdict).toBe(false);
  expect(failing(found)).toContain(name);
});

test("of a list that came in several transactions none can be left out, nor be of another page", async () => {
  const { document } = made;
  for (const i of [0, 1, 2]) {
    const blocks = document.blocks.toSpliced(i, 1);
    expect(failing(await verdictOf({ ...document, blocks }))).toEqual(["chain-epoch-opt-out"]);
  }
  expect(failing(await verdictOf(junk))).toEqual(["chain-epoch-music", "chain-epoch-opt-out"].sort().reverse());
});

test("which list of the chain it is can be pinned by its id", async () => {
  const { document, subjects } = made;
  const id = (root: string) => subjects.lists.find((list) => list.root === root)!.list;
  const [optOut, music] = scene.policy.lists.map(({ name, root }) => [name, id(root)] as const);
  const by = async (...lists: (readonly [string, string])[]) =>
    failing(await verdictOf(document, { lists: new Map(lists) }));
  expect(await by(optOut!, music!)).toEqual([]);
  expect(await by(["opt-out", music![1]])).toEqual(["chain-list-id-opt-out"]);
  expect(await by(["art", music![1]])).toEqual(["chain-list-id-art"]);
  const { checks } = verifyPack(await packOf({ ...document, lists: [] }), {
    ...scene.policy,
    chain: { lists: new Map([music!]) },
  });
  expect(failing({ checks })).toContain("chain-list-id-music");
});

describe("a receipt", () => {
  const CIRCUITS: PinnedCircuit[] = [
    { kind: "exclusion", key: simulatedKey(), pageSize: 16 },
    { kind: "listing", key: simulatedKey(OTHER_TRAPDOOR), pageSize: 16 },
  ];
  let listing: Listing;
  let release: ExcludingRelease;

  beforeAll(async () => {
    const { name, root } = scene.policy.lists[0]!;
    listing = {
      key: KEY,
      scheme: "sha256",
      blocklist: { name, root },
      page: 1,
      epoch: 2,
      pageSize: 16,
      pageDigest: 1001n,
      circuitId: simulatedId(OTHER_TRAPDOOR),
      proof: simulatedProof(1001n, BigInt(`0x${KEY}`), OTHER_TRAPDOOR),
    };
    release = describeExcludingRelease(await packOf(made.document), listing)!;
  });

  const verdict = (changed: Partial<ExcludingRelease>, chainPolicy: ChainPolicy = {}) => {
    const receipt: ExclusionCertificate = { listing, releases: [{ ...release, ...changed }] };
    return verifyCertificate(Buffer.from(writeCertificate(receipt)), { circuits: CIRCUITS, chain: chainPolicy });
  };
  const withBlocks = (blocks: ChainDocument["blocks"]) => ({ chain: { ...release.chain!, blocks } });
  const withShard = (i: number, described: { schemes: string[]; bases: string[] }) => ({
    exclusions: release.exclusions.map((each, at) => (at === i ? { ...each, described } : each)),
  });

  it("says when the page was accepted, and shows that the chain's list has the page", () => {
    const found = verdict({});
    expect(failing(found)).toEqual([]);
    const names = found.checks.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["release-0-chain-page", "release-0-chain-epoch", "release-0-shard-1-schemes"]),
    );
    const blocks = release.chain!.blocks.map(({ header }) => readHeader(header));
    expect(found.acceptedAt).toEqual([expect.objectContaining({ number: blocks.at(-2)!.number })]);
    expect(release.chain!.blocks.length).toBeLessThan(made.document.blocks.length);
  });

  it.each(CHANGES)("with %s is refused", (_, change, name) => {
    expect(failing(verdict(withBlocks(change(release.chain!.blocks))))).toContain(`release-0-${name}`);
  });

  it("of a page that the chain's list lacks, or is not shown to have, is refused", async () => {
    const { blocks } = release.chain!;
    expect(failing(verdict(withBlocks(blocks.toSpliced(0, 1))))).toEqual(["release-0-chain-page"]);
    expect(failing(verdict(withBlocks(blocks.toSpliced(1, 1))))).toEqual(["release-0-chain-epoch"]);
    const first = { ...listing, page: 0, epoch: 1, pageDigest: 1000n };
    const proof = simulatedProof(1000n, BigInt(`0x${KEY}`), OTHER_TRAPDOOR);
    const bad = describeExcludingRelease(await packOf(junk), first)!;
    const file = Buffer.from(writeCertificate({ listing: { ...first, proof }, releases: [bad] }));
    expect(failing(verifyCertificate(file, { circuits: CIRCUITS }))).toEqual(["release-0-chain-page"]);
  });

  it("is about the chain's list that the policy names, if it names one", () => {
    const id = release.chain!.lists[0]!.list;
    expect(failing(verdict({}, { lists: new Map([["opt-out", id]]) }))).toEqual([]);
    expect(failing(verdict({}, { lists: new Map([["opt-out", `0x${"1".repeat(64)}`]]) }))).toEqual([
      "release-0-chain-list-id-opt-out",
    ]);
  });

  it(
    "refuses what its pack refuses: shards without keys of the list's scheme, or without what they are added " + "to",
    () => {
      const [first, second] = release.exclusions.map(({ described }) => described!);
      expect([first, second]).toEqual([
        { schemes: ["sha256"], bases: [] },
        { schemes: ["sha256"], bases: [String(release.exclusions[0]!.commitment)] },
      ]);
      expect(failing(verdict(withShard(0, { schemes: ["text"], bases: [] })))).toEqual(["release-0-shard-0-schemes"]);
      expect(failing(verdict(withShard(1, { schemes: [], bases: second!.bases })))).toEqual([
        "release-0-shard-1-schemes",
      ]);
      expect(failing(verdict(withShard(1, { schemes: ["sha256"], bases: ["5"] })))).toEqual([
        "release-0-shards-complete",
      ]);
    },
  );

  it("of the first version is still read, and has no schemes", () => {
    const exclusions = release.exclusions.map(({ described: _, ...each }) => each);
    const old = verdict({ exclusions });
    expect(failing(old)).toEqual([]);
    expect(old.checks.map(({ name }) => name).filter((name) => name.endsWith("schemes"))).toEqual([]);
    const bytes = writeCertificate({ listing, releases: [{ ...release, exclusions }] });
    expect(JSON.parse(bytes).format).toBe("disjoint/receipt/v1");
    expect(sha256(bytes)).not.toBe(sha256(writeCertificate({ listing, releases: [release] })));
  });
});
