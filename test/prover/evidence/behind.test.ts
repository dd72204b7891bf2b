import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it, onTestFinished, test } from "vitest";
import { verifyAttestation } from "../../../prover/bundle/attestation.ts";
import { writeBundle } from "../../../prover/bundle/document.ts";
import { earlierList } from "../../../prover/bundle/earlier.ts";
import { writeEnvelope } from "../../../prover/bundle/envelope.ts";
import type { ExpectedList } from "../../../prover/bundle/expected.ts";
import { readListRoot } from "../../../prover/bundle/listRoot.ts";
import { signStatement } from "../../../prover/bundle/sign.ts";
import { makeExclusionStatement } from "../../../prover/bundle/statement.ts";
import { verifyBundle } from "../../../prover/bundle/verify.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { type PackPolicy, verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import type { Check } from "../../../prover/shared/verdict.ts";
import { describeUpTo } from "../../../prover/shared/verdict.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { bundleOf, evidenceScene, listRoot, type Scene, simulatedId, simulatedKey } from "../../support/evidence.ts";
import { folderWith } from "../../support/folder.ts";

const DIGESTS = [1000n, 1001n, 1002n, 1003n];

/** The list as it is at the epochs that these page counts make. */
const at = (...epochs: number[]) => listRoot("opt-out", DIGESTS.slice(0, epochs.at(-1)), { epochs });
const NOW = at(1, 2, 4);
const THEN = at(1, 2);

const expectedFrom = (document: Uint8Array): ExpectedList => {
  const read = readListRoot(document);
  if (!("value" in read)) throw new Error("no list");
  return { ...read.value, document };
};

const leftOut = (...epochs: number[]) => epochs.map((epoch) => ({ epoch, name: `row ${epoch}`, reason: "not a hash" }));
const indented = (document: Uint8Array) => Buffer.from(stringifyJson(JSON.parse(Buffer.from(document).toString()), 2));

describe("an earlier epoch of a list", () => {
  it.each([
    ["the one before", NOW, THEN, { epoch: 2, of: 3, pagesBehind: 2 }],
    ["the first", NOW, at(1), { epoch: 1, of: 3, pagesBehind: 3 }],
    ["of a document over several lines", indented(NOW), indented(THEN), { epoch: 2, of: 3, pagesBehind: 2 }],
    [
      "of a list that left something out only later",
      listRoot("opt-out", DIGESTS, { epochs: [1, 4], leftOut: leftOut(2), format: "disjoint/blocklist/v2" }),
      at(1),
      { epoch: 1, of: 2, pagesBehind: 3 },
    ],
    [
      "of a list that had left something out before",
      listRoot("opt-out", DIGESTS, { epochs: [1, 4], leftOut: leftOut(1, 2), format: "disjoint/blocklist/v2" }),
      listRoot("opt-out", [1000n], { epochs: [1], leftOut: leftOut(1), format: "disjoint/blocklist/v2" }),
      { epoch: 1, of: 2, pagesBehind: 3 },
    ],
  ])("is known by its root: %s", (_, now, then, upTo) => {
    const found = earlierList(now, sha256(then));
    expect(found?.upTo).toEqual({ list: "opt-out", ...upTo });
    expect(found?.list.root).toBe(sha256(then));
    expect(found?.list.pages).toHaveLength(4 - upTo.pagesBehind);
  });

  it.each([
    ["the list as it is", NOW],
    ["a later epoch", listRoot("opt-out", [...DIGESTS, 9n], { epochs: [1, 2, 4, 5] })],
    ["other epochs of the same pages", at(2)],
    ["another page at the end", listRoot("opt-out", [1000n, 7n], { epochs: [1, 2] })],
    ["pages in another order", listRoot("opt-out", [1001n, 1000n], { epochs: [1, 2] })],
    ["the same pages under another name", listRoot("other", [1000n, 1001n], { epochs: [1, 2] })],
    [
      "the same pages, said to be confidential",
      listRoot("opt-out", [1000n, 1001n], { epochs: [1, 2], confidential: true }),
    ],
    ["no document", Buffer.from("{}")],
  ])("is not mistaken for anything else: %s", (_, other) => expect(earlierList(NOW, sha256(other))).toBeUndefined());

  it("is not found in a file that is not a list", () =>
    expect(earlierList(Buffer.from("[]"), sha256(THEN))).toBeUndefined());
});

test("how far something reaches is one sentence, with the day if it is known", () => {
  const upTo = { epoch: 2, of: 3, pagesBehind: 1 };
  expect(describeUpTo(upTo)).toBe("true up to epoch 2 of 3, one page behind");
  expect(describeUpTo({ ...upTo, pagesBehind: 7, since: "2026-01-31T12:00:00Z" })).toBe(
    "true up to epoch 2 of 3, 7 pages behind since 2026-01-31",
  );
});

const PINNED = [{ kind: "exclusion" as const, key: simulatedKey(), pageSize: 16 }];
const bundleFile = (document: Uint8Array, digests: readonly bigint[], change: (text: string) => string = (t) => t) =>
  Buffer.from(change(writeBundle(bundleOf(7n, "opt-out", document, digests))));

describe("a bundle checked against a list that has grown", () => {
  const whole = bundleFile(THEN, DIGESTS.slice(0, 2));

  it("is behind, and its verdict is not true", () => {
    const { checks, ...found } = verifyBundle(whole, PINNED, expectedFrom(NOW));
    const upTo = [{ list: "opt-out", epoch: 2, of: 3, pagesBehind: 2 }];
    expect(found).toEqual({ verdict: false, outcome: "behind", upTo, scope: "list" });
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["list-current"]);
    expect(verifyBundle(whole, PINNED, expectedFrom(THEN))).toMatchObject({ verdict: true, outcome: "true" });
  });

  it.each([
    ["lacks a page of that epoch", bundleFile(THEN, DIGESTS.slice(0, 1))],
    ["has a page of a later one", bundleFile(THEN, DIGESTS.slice(0, 3))],
    ["has another page", bundleFile(THEN, [1000n, 5n])],
    ["is of a list that was never this one", bundleFile(listRoot("opt-out", [5n], { epochs: [1] }), [5n])],
    [
      "has a proof of another statement",
      bundleFile(THEN, DIGESTS.slice(0, 2), (text) => text.replace('"1001"', '"1000"')),
    ],
    ["is of another scheme", bundleFile(THEN, DIGESTS.slice(0, 2), (text) => text.replace("sha256", "text"))],
  ])("is false if it %s", (_, file) => {
    const found = verifyBundle(file, PINNED, expectedFrom(NOW));
    expect([found.verdict, found.outcome, found.upTo]).toEqual([false, "false", undefined]);
  });

  it("is false if the verifier has only the list's pages, because then it is unknown", () => {
    const { document: _, ...list } = expectedFrom(NOW);
    expect(verifyBundle(whole, PINNED, list)).toMatchObject({ verdict: false, outcome: "false" });
  });
});

test("a signed statement is behind as its bundles are, each list once", async () => {
  const folder = folderWith();
  const { keyPath, policy } = await evidenceScene(folder);
  const bundles = [7n, 8n].map((commitment) =>
    Buffer.from(writeBundle(bundleOf(commitment, "opt-out", THEN, DIGESTS.slice(0, 2)))),
  );
  const envelope = Buffer.from(writeEnvelope(await signStatement(makeExclusionStatement(bundles), keyPath)));
  const list = expectedFrom(NOW);
  const trusting = { circuits: PINNED, lists: [list, list] };
  const verify = (signers: PackPolicy["signers"]) => verifyAttestation(envelope, bundles, { ...trusting, signers });
  expect(verify(policy.signers)).toMatchObject({
    verdict: false,
    outcome: "behind",
    signedBy: ["vendor"],
    upTo: [{ list: "opt-out", epoch: 2, of: 3, pagesBehind: 2 }],
  });
  expect(verify([])).toMatchObject({ verdict: false, outcome: "false" });
});

describe("a pack checked against lists that have grown", () => {
  let scene: Scene;
  let archive: Buffer;
  /**
   * The scene's first list has two pages at one epoch; here it has grown by a second one of a page, and a third of
   * one.
   */
  const grown = listRoot("opt-out", [1000n, 1001n, 1002n, 1003n], { epochs: [2, 3, 4] });
  const longerMusic = listRoot("music", [2000n, 2001n], { confidential: true, epochs: [1, 2] });

  beforeAll(async () => {
    const folder = await temporaryFolder();
    scene = await evidenceScene(folder.path);
    archive = await readFile((await makeEvidence(scene.parts, { keyPath: scene.keyPath, out: folder.path })).archive);
    return folder.remove;
  });

  const verify = (lists: Record<string, Uint8Array>, changed: Partial<PackPolicy> = {}) => {
    const own = scene.policy.lists.map((list) => {
      const document = lists[list.name];
      return document ? { name: list.name, root: sha256(document), document } : list;
    });
    return verifyPack(archive, { ...scene.policy, lists: own, ...changed });
  };

  /** Why a list of the pack is none of the policy's. */
  const notPinned = ({ checks }: { checks: Check[] }) =>
    checks.find(({ name, ok }) => !ok && /^list-\d-pinned$/.test(name))?.detail;

  /** The policy's lists by their roots alone, with another root of the first one. */
  const rooted = (document: Uint8Array) =>
    scene.policy.lists.map((list) => (list.name === "opt-out" ? { ...list, root: sha256(document) } : list));

  it("is behind, by list", () => {
    const one = verify({ "opt-out": grown });
    expect(one).toMatchObject({ verdict: false, outcome: "behind", facts: { declared: { model: "example" } } });
    expect(one.upTo).toEqual([{ list: "opt-out", epoch: 1, of: 3, pagesBehind: 2 }]);
    const both = verify({ "opt-out": grown, music: longerMusic });
    expect(new Set(both.upTo)).toEqual(
      new Set([
        { list: "opt-out", epoch: 1, of: 3, pagesBehind: 2 },
        { list: "music", epoch: 1, of: 2, pagesBehind: 1 },
      ]),
    );
  });

  it("is true if the list has not changed, regardless of the policy", () => {
    const found = verify({ "opt-out": scene.parts.lists[0]! });
    expect(found).toMatchObject({ verdict: true, outcome: "true" });
    expect(found.upTo).toBeUndefined();
  });

  it("is false if anything else fails as well", () => {
    for (const changed of [
      { signers: [] },
      { circuits: new Map<string, number>() },
      { circuits: new Map([[simulatedId(), 256]]) },
      { commitments: [5n] },
      { chain: { blocks: new Set<string>() } },
    ])
      expect(verify({ "opt-out": grown }, changed)).toMatchObject({ verdict: false, outcome: "false" });
  });

  it.each([
    ["a list of other pages", listRoot("opt-out", [1000n, 9n, 1002n], { epochs: [2, 3] })],
    ["a list that had other epochs", listRoot("opt-out", [1000n, 1001n, 1002n], { epochs: [1, 3] })],
    ["a list of another scheme", listRoot("opt-out", [1000n, 1001n, 1002n], { epochs: [2, 3], scheme: "text" })],
  ])("is false against %s", (_, other) => {
    const found = verify({ "opt-out": other });
    expect([found.outcome, found.upTo]).toEqual(["false", undefined]);
    expect(notPinned(found)).toMatch(/^the policy does not name opt-out with root [0-9a-f]{64}$/);
  });

  it("by a list's root alone is false, and says what would give more detail", () => {
    const found = verifyPack(archive, { ...scene.policy, lists: rooted(grown) });
    expect(found.outcome).toBe("false");
    expect(notPinned(found)).toMatch(/a root alone does not tell: bring/);
  });

  it("says it if the verifier's list is the older one", async () => {
    const older = listRoot("opt-out", [1000n], { epochs: [1] });
    const found = verifyPack(await makeNewer(), { ...scene.policy, lists: rooted(older) });
    expect(notPinned(found)).toMatch(/is epoch 1 of 2 of the same list/);
  });

  /** The same release against the list at epochs of one page and of two. */
  async function makeNewer(): Promise<Buffer> {
    const root = listRoot("opt-out", [1000n, 1001n], { epochs: [1, 2] });
    const commitments = scene.parts.declaration.shards.map(({ commitment }) => BigInt(commitment));
    const bundles = [
      ...commitments.map((each) => Buffer.from(writeBundle(bundleOf(each, "opt-out", root, [1000n, 1001n])))),
      ...scene.parts.bundles.filter((file) => Buffer.from(file).includes('"music"')),
    ];
    const parts = { ...scene.parts, bundles, lists: scene.parts.lists.with(0, root) };
    const { path: out, remove } = await temporaryFolder();
    onTestFinished(remove);
    return readFile((await makeEvidence(parts, { keyPath: scene.keyPath, out })).archive);
  }
});
