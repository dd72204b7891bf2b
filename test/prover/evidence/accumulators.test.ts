import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { DisjointnessBundle } from "../../../prover/bundle/disjointness.ts";
import { type Bundle, isPageBundle, type PageBundle, writeBundle } from "../../../prover/bundle/document.ts";
import { parseBundle } from "../../../prover/bundle/provedPages.ts";
import { checkOnChain, type FactsOnChain } from "../../../prover/chain/releases/confirm.ts";
import type { ChainDocument } from "../../../prover/evidence/chain/document.ts";
import { type EvidenceParts, makeEvidence } from "../../../prover/evidence/make.ts";
import { type PackPolicy, verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { readConfirmedBlock } from "../../../prover/rpc/block.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { type MixedScene, mixedScene, onChainMixed } from "../../support/accumulatorEvidence.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { trusting } from "../../support/evidence.ts";
import { publishedSchema } from "../../support/schema.ts";

let folder: { path: string; remove(): Promise<void> };
let chain: Chain;
let scene: MixedScene;
let archive: Uint8Array;
let document: ChainDocument;

const emptyFolder = () => mkdtemp(join(folder.path, "scene-"));
const packOf = async (parts: EvidenceParts, { keyPath } = scene): Promise<Uint8Array> => {
  const made = await makeEvidence(parts, { keyPath, out: folder.path });
  return Uint8Array.from(await readFile(made.archive));
};
const verdictOf = (bytes: Uint8Array, changed: Partial<PackPolicy> = {}, { policy } = scene) =>
  verifyPack(bytes, { ...policy, ...changed });
const failing = (...args: Parameters<typeof verdictOf>) =>
  verdictOf(...args).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

beforeAll(async () => {
  folder = await temporaryFolder();
  chain = await openChain({});
  scene = await mixedScene(folder.path);
  ({ document } = await onChainMixed(chain, scene));
  archive = await packOf({ ...scene.parts, chain: document });
});
afterAll(async () => {
  await chain?.close();
  await folder?.remove();
});

describe("a pack with shards and lists of both kinds", () => {
  it("holds, and its facts have their published shape", async () => {
    expect(failing(archive, { chain: trusting(document) })).toEqual([]);
    const { facts, verdict, checks, acceptedAt } = verdictOf(archive);
    expect(verdict).toBe(true);
    expect(acceptedAt).toBeDefined();
    expect(facts).toMatchObject({ format: "disjoint/facts/v5", exclusions: [{ pages: 2 }, {}, { epochs: 2 }, {}] });
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["chain-epoch-opt-out", "chain-accumulators-opt-out", "chain-accepted-shard-1-music"]),
    );
    const isFacts = await publishedSchema("facts", "v5");
    expect([isFacts(facts), isFacts.errors]).toEqual([true, null]);
  });

  it("agrees with the contracts that it names", async () => {
    const { facts } = verdictOf(archive);
    const checks = await checkOnChain(chain, facts as FactsOnChain, await readConfirmedBlock(chain));
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.length).toBeGreaterThan(6);
    const later = { ...facts!.lists[0]!, chain: { ...facts!.lists[0]!.chain!, epoch: 3 } };
    const beyond = await checkOnChain(chain, { ...facts, lists: [later] } as never, await readConfirmedBlock(chain));
    expect(beyond.filter(({ ok }) => !ok).map(({ name }) => name)).toContain(`node-shard-1-${later.name}`);
  });

  it("says in its documents what is proved, and that the accumulators are only stated to be the entries'", async () => {
    const { folder: unpacked } = await makeEvidence(scene.parts, { keyPath: scene.keyPath, out: folder.path });
    const summary = await readFile(`${unpacked}/eu-training-summary.md`, "utf8");
    expect(summary).toContain("all entries as of its epoch 2");
    expect(summary).toMatch(/STATED.*accumulators in the lists' root documents/);
  });

  it("about the same lists with page proofs alone keeps its older version", async () => {
    const [shard] = scene.parts.declaration.shards;
    const parts = {
      ...scene.parts,
      declaration: { ...scene.parts.declaration, shards: [shard!] },
      bundles: scene.parts.bundles.slice(0, 2),
      manifests: scene.parts.manifests.slice(0, 1),
    };
    const { verdict, facts } = verdictOf(await packOf(parts), { commitments: [BigInt(shard!.commitment)], powers: [] });
    expect([verdict, facts?.format]).toEqual([true, "disjoint/facts/v1"]);
  });

  it("of an earlier epoch is reported as behind, not as true", async () => {
    const then = await mixedScene(await emptyFolder(), { epochs: 1 });
    const lists = then.lists.map(({ name, root }) => ({ name, root: sha256(root(2)), document: root(2) }));
    const upTo = then.lists.map(({ name }) => expect.objectContaining({ list: name, epoch: 1, of: 2 }));
    const { verdict, outcome, ...found } = verdictOf(await packOf(then.parts, then), { lists }, then);
    expect([verdict, outcome]).toEqual([false, "behind"]);
    expect(found.upTo).toEqual(expect.arrayContaining(upTo));
  });
});

/** A bundle of the scene: 0 and 1 of the shard with a tree, 2 and 3 of that with an accumulator. */
const bundleAt = (i: number) => parseBundle(scene.parts.bundles[i]!);
const asDisjointness = (i: number) => bundleAt(i) as DisjointnessBundle;
const withBundle = (i: number, bundle: Bundle): EvidenceParts => ({
  ...scene.parts,
  bundles: scene.parts.bundles.with(i, new TextEncoder().encode(writeBundle(bundle))),
});

describe("a pack by a vendor that cheats is refused where", () => {
  it.each<[string, () => EvidenceParts, string[]]>([
    [
      "the proofs are of another list",
      () => withBundle(2, { ...asDisjointness(3), blocklist: bundleAt(2).blocklist }),
      ["bundle-2-list-accumulators"],
    ],
    [
      "the proofs stop at an earlier epoch",
      () => withBundle(2, { ...asDisjointness(2), statements: asDisjointness(2).statements.slice(0, 1) }),
      ["bundle-2-list-complete"],
    ],
    [
      "an earlier epoch is missing",
      () => withBundle(2, { ...asDisjointness(2), statements: asDisjointness(2).statements.slice(1) }),
      ["bundle-2-list-complete"],
    ],
    [
      "an earlier epoch's accumulator is given for the newest",
      () => withBundle(2, { ...asDisjointness(2), statements: [{ ...asDisjointness(2).statements[0]!, to: 2 }] }),
      ["bundle-2-list-accumulators"],
    ],
    [
      "the bundle names other powers of tau",
      () => withBundle(2, { ...asDisjointness(2), powers: `0x${"12".repeat(32)}` }),
      ["bundle-2-list-complete", "bundle-2-list-accumulators", "bundle-2-powers", "bundle-2-accumulator"],
    ],
    [
      "a proof is that of another list",
      () =>
        withBundle(3, {
          ...asDisjointness(3),
          statements: [{ ...asDisjointness(3).statements[0]!, proof: asDisjointness(2).statements[0]!.proof }],
        }),
      ["bundle-3-epoch-2-proof"],
    ],
    [
      "a shard with an accumulator has proofs by page of another shard",
      () => withBundle(2, { ...(bundleAt(0) as PageBundle), commitment: bundleAt(2).commitment }),
      ["bundle-2-page-0-proof", "bundle-2-page-1-proof"],
    ],
    [
      "a shard with a tree has disjointness proofs of another shard",
      () => withBundle(0, { ...asDisjointness(2), commitment: bundleAt(0).commitment }),
      ["bundle-0-accumulator"],
    ],
  ])("%s", async (_, parts, names) => expect(failing(await packOf(parts()))).toEqual(names));

  it("the verifier trusts other powers of tau, or none", () => {
    const { policy } = scene;
    const names = ["bundle-2-powers", "bundle-3-powers"];
    expect(failing(archive, { powers: [`0x${"12".repeat(32)}`] })).toEqual(names);
    const { powers: _, ...without } = policy;
    expect(verifyPack(archive, without).checks.flatMap(({ name, ok }) => (ok ? [] : [name]))).toEqual(names);
  });

  it("a list has the accumulators of another list", async () => {
    const [one, other] = scene.parts.lists.map((file) => JSON.parse(Buffer.from(file).toString()));
    const list = new TextEncoder().encode(JSON.stringify({ ...one, accumulators: other.accumulators }));
    const root = sha256(list);
    const bundles = scene.parts.bundles.map((file) => {
      const bundle = parseBundle(file);
      const { name } = bundle.blocklist;
      return name === one.name ? writeBundle({ ...bundle, blocklist: { name, root } }) : writeBundle(bundle);
    });
    const parts = {
      ...scene.parts,
      lists: [list, scene.parts.lists[1]!],
      bundles: bundles.map((text) => new TextEncoder().encode(text)),
    };
    const lists = [{ name: one.name, root }, scene.policy.lists[1]!];
    expect(failing(await packOf(parts), { lists })).toEqual([expect.stringMatching(/^bundle-[23]-list-accumulators$/)]);
  });
});

describe("the chain document of a pack is refused where", () => {
  const zeros = `0x${"0".repeat(40)}`;
  it.each<[string, (own: ChainDocument) => ChainDocument, string]>([
    ["it names another ledger", (own) => ({ ...own, ledger: zeros }), "chain-accepted-shard-1-opt-out"],
    ["it names another registry of lists", (own) => ({ ...own, blocklists: zeros }), "chain-accumulators-opt-out"],
    [
      "it refers to an earlier epoch",
      (own) => ({ ...own, lists: own.lists.map((list) => ({ ...list, epoch: 1 })) }),
      "chain-accumulators-opt-out",
    ],
    [
      "it refers to a later epoch",
      (own) => ({ ...own, lists: own.lists.map((list) => ({ ...list, epoch: 3 })) }),
      "chain-accepted-shard-1-opt-out",
    ],
    [
      "it mixes up two lists",
      (own) => ({ ...own, lists: own.lists.map(({ root }, i) => ({ ...own.lists[1 - i]!, root })) }),
      "chain-accumulators-music",
    ],
  ])("%s", async (_, change, name) =>
    expect(failing(await packOf({ ...scene.parts, chain: change(document) }))).toContain(name),
  );

  it("an event is missing, whichever it is", async () => {
    expect(document.blocks.length).toBeGreaterThan(8);
    const failed = new Set<string>();
    for (const left of document.blocks) {
      const blocks = document.blocks.filter((block) => block !== left);
      const names = failing(await packOf({ ...scene.parts, chain: { ...document, blocks } }));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) failed.add(name);
    }
    for (const name of ["opt-out", "music"]) {
      expect(failed).toContain(`chain-accumulators-${name}`);
      expect(failed).toContain(`chain-accepted-shard-1-${name}`);
    }
  });

  it("the chain has an accumulator of other entries, on which later ones build", async () => {
    const { document: wrong } = await onChainMixed(chain, scene, { wrong: true });
    expect(failing(await packOf({ ...scene.parts, chain: wrong }))).toEqual([
      "chain-accumulators-opt-out",
      "chain-accumulators-music",
    ]);
  });
});

test("lists may have accumulators alone on the chain, if no shard needs their pages", async () => {
  const alone = await mixedScene(await emptyFolder(), { isMixed: false });
  expect(alone.parts.bundles.map((file) => isPageBundle(parseBundle(file)))).toEqual([false, false]);
  const { document } = await onChainMixed(chain, alone, { isWithoutPages: true });
  const found = verdictOf(await packOf({ ...alone.parts, chain: document }, alone), {}, alone);
  expect(found.checks.filter(({ ok }) => !ok)).toEqual([]);
  const checks = await checkOnChain(chain, found.facts as FactsOnChain, await readConfirmedBlock(chain));
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
});
