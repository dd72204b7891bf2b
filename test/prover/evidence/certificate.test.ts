import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import type { Listing } from "../../../prover/bundle/listing.ts";
import { digestOfEntries, type OpenedListing } from "../../../prover/bundle/openedListing.ts";
import type { PinnedCircuit } from "../../../prover/bundle/pinned.ts";
import { type ExclusionCertificate, readCertificate, writeCertificate } from "../../../prover/evidence/certificate.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { describeExcludingRelease } from "../../../prover/evidence/makeCertificate.ts";
import { type CertificatePolicy, verifyCertificate } from "../../../prover/evidence/verifyCertificate.ts";
import { openChain } from "../../../prover/rpc/connection.ts";
import { inspectDocument, inspectJson } from "../../../prover/shared/document.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { keyFile, temporaryFolder } from "../../support/chain.ts";
import { placesIn } from "../../support/documents.ts";
import { codeOf } from "../../support/errors.ts";
import {
  evidenceScene,
  listRoot,
  onChain,
  simulatedId,
  simulatedKey,
  simulatedProof,
  trusting,
} from "../../support/evidence.ts";
import { publishedSchema } from "../../support/schema.ts";
import { OTHER_TRAPDOOR } from "../../support/simulator.ts";

const KEY = "0a".repeat(31);

/** The scene's list "music": one page, whose digest is 2000. */
const MUSIC = listRoot("music", [2000n], { confidential: true });

const listing = (page = 0, pageDigest = 2000n): Listing => ({
  key: KEY,
  scheme: "sha256",
  blocklist: { name: "music", root: sha256(MUSIC) },
  page,
  epoch: 1,
  pageSize: 16,
  pageDigest,
  circuitId: simulatedId(OTHER_TRAPDOOR),
  proof: simulatedProof(pageDigest, BigInt(`0x${KEY}`), OTHER_TRAPDOOR),
});

const EXCLUSION: PinnedCircuit = { kind: "exclusion", key: simulatedKey(), pageSize: 16 };
const LISTING: PinnedCircuit = { kind: "listing", key: simulatedKey(OTHER_TRAPDOOR), pageSize: 16 };
const LIST = {
  name: "music",
  root: sha256(MUSIC),
  scheme: "sha256",
  epochs: [1],
  pages: [{ pageSize: 16, pageDigest: 2000n }],
};

let policy: CertificatePolicy;
let receipt: ExclusionCertificate;
let archive: Uint8Array;

beforeAll(async () => {
  const { path: folder, remove } = await temporaryFolder();
  const scene = await evidenceScene(folder);
  const chain = await openChain({ state: join(folder, "chain"), keyFile: await keyFile(folder) });
  const { document } = await onChain(chain, scene);
  await chain.close();
  const made = await makeEvidence({ ...scene.parts, chain: document }, { keyPath: scene.keyPath, out: folder });
  archive = await readFile(made.archive);
  receipt = { listing: listing(), releases: [describeExcludingRelease(archive, listing())!] };
  policy = { circuits: [EXCLUSION, LISTING], list: LIST, key: KEY, chain: trusting(document) };
  return remove;
});

const bytes = (given: ExclusionCertificate = receipt) => Buffer.from(writeCertificate(given));
const failing = (file: Uint8Array, changed: Partial<CertificatePolicy> = {}) =>
  verifyCertificate(file, { ...policy, ...changed }).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

test("verifies a certificate for a work, its place, a release, its shards and the accepting blocks", () => {
  const { verdict, scope, checks } = verifyCertificate(bytes(), policy);
  expect({ verdict, scope }).toEqual({ verdict: true, scope: "list" });
  const names = checks.map(({ name }) => name);
  for (const shard of [0, 1])
    for (const what of ["circuit", "proof"]) expect(names).toContain(`release-0-shard-${shard}-${what}`);
  expect(names).toEqual(
    expect.arrayContaining([
      "format",
      "listed-key",
      "listed-page",
      "listed-proof",
      "release-0-shards",
      "release-0-chain-list",
      "release-0-chain-accepted-shard-0",
      "release-0-chain-accepted-shard-1",
      "release-0-chain-release",
      "release-0-chain-blocks",
      "release-0-chain-contracts",
    ]),
  );
  expect(bytes().length).toBeLessThan(20_000);
});

test("writes the published form, with a chain and without", async () => {
  const validate = await publishedSchema("exclusion-certificate");
  const document = JSON.parse(bytes().toString());
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  document.releases[0].chain = null;
  expect(validate(document)).toBe(true);
  for (const change of [{ pack: "b" }, { chain: {} }, { declared: {} }, { exclusions: [{}] }, { note: 1 }]) {
    const releases = [{ ...document.releases[0], ...change }];
    expect(validate({ ...document, releases })).toBe(false);
    expect(inspectDocument((reader) => readCertificate(reader, { ...document, releases })).issues).not.toEqual([]);
  }
});

test("reads and verifies the earlier format under its name", async () => {
  const former = { ...JSON.parse(bytes().toString()), format: "disjoint/receipt/v2" };
  const file = Buffer.from(JSON.stringify(former));
  expect((await publishedSchema("receipt", "v2"))(former)).toBe(true);
  expect(inspectJson(file, "it", readCertificate)).toEqual({ value: receipt, issues: [] });
  expect(verifyCertificate(file, policy).verdict).toBe(true);
  const unknown = { ...former, format: "disjoint/receipt/v3" };
  expect(inspectDocument((reader) => readCertificate(reader, unknown)).issues).toContainEqual({
    path: "$.format",
    reason: 'is not "disjoint/exclusion-certificate/v3"',
  });
});

test("reads it back as written, without the digest of another page, a salt or another entry", () => {
  expect(inspectJson(bytes(), "it", readCertificate)).toEqual({ value: receipt, issues: [] });
  for (const digest of ["1000", "1001"]) expect(bytes().toString()).not.toContain(`"${digest}"`);
  expect(receipt.releases[0]!.chain!.lists).toHaveLength(1);
});

test("covers proofs alone without a chain, and fails a policy that names a chain", () => {
  const offChain = bytes({ ...receipt, releases: [{ ...receipt.releases[0]!, chain: null }] });
  const { chain: _, ...silent } = policy;
  expect(verifyCertificate(offChain, silent).verdict).toBe(true);
  expect(failing(offChain)).toEqual(["release-0-chain"]);
});

test("takes nothing from a pack without the page, and refuses a file that is not a pack", async () => {
  expect(describeExcludingRelease(archive, listing(0, 2001n))).toBeUndefined();
  expect(describeExcludingRelease(archive, listing(1, 2000n))).toBeUndefined();
  expect(await codeOf(() => describeExcludingRelease(archive.subarray(1), listing()))).toBe("certificate/bad-pack");
});

const changedRelease = (change: Partial<ExclusionCertificate["releases"][number]>): ExclusionCertificate => ({
  ...receipt,
  releases: [{ ...receipt.releases[0]!, ...change }],
});

test.each<[string, () => ExclusionCertificate, string]>([
  ["another work", () => ({ ...receipt, listing: { ...receipt.listing, key: "0b".repeat(31) } }), "listed-key"],
  ["another page's proof", () => ({ ...receipt, listing: { ...listing(), pageDigest: 2001n } }), "listed-proof"],
  ["another place", () => ({ ...receipt, listing: { ...listing(), page: 1 } }), "listed-page"],
  ["an earlier epoch", () => ({ ...receipt, listing: { ...listing(), epoch: 2 } }), "listed-epoch"],
  ["another scheme", () => ({ ...receipt, listing: { ...listing(), scheme: "text" } }), "listed-scheme"],
  [
    "a list of another name",
    () => ({ ...receipt, listing: { ...listing(), blocklist: { name: "x", root: LIST.root } } }),
    "listed-root",
  ],
  [
    "an exclusion in place of the listing",
    () => ({ ...receipt, listing: { ...listing(), circuitId: simulatedId() } }),
    "listed-circuit",
  ],
  [
    "a listing in place of an exclusion",
    () =>
      changedRelease({
        exclusions: receipt.releases[0]!.exclusions.map((each) => ({
          ...each,
          circuitId: simulatedId(OTHER_TRAPDOOR),
        })),
      }),
    "release-0-shard-0-circuit",
  ],
  [
    "a shard left out",
    () => changedRelease({ exclusions: receipt.releases[0]!.exclusions.slice(1) }),
    "release-0-shards",
  ],
  [
    "shards in another order",
    () => changedRelease({ exclusions: receipt.releases[0]!.exclusions.toReversed() }),
    "release-0-shards",
  ],
  [
    "a shard left out and not declared",
    () => {
      const [{ declared, exclusions }] = receipt.releases as [ExclusionCertificate["releases"][number]];
      return changedRelease({
        declared: { ...declared, shards: declared.shards.slice(1) },
        exclusions: exclusions.slice(1),
      });
    },
    "release-0-chain-release",
  ],
  [
    "no shard at all",
    () => changedRelease({ declared: { ...receipt.releases[0]!.declared, shards: [] }, exclusions: [] }),
    "release-0-shards",
  ],
  [
    "a release twice",
    () => ({ ...receipt, releases: [...receipt.releases, ...receipt.releases] }),
    "releases-distinct",
  ],
  [
    "no block",
    () => changedRelease({ chain: { ...receipt.releases[0]!.chain!, blocks: [] } }),
    "release-0-chain-accepted-shard-0",
  ],
  [
    "another list of the chain",
    () => changedRelease({ chain: { ...receipt.releases[0]!.chain!, lists: [] } }),
    "release-0-chain-list",
  ],
])("refuses a certificate with %s, and names the check", (_, change, name) => {
  expect(failing(bytes(change()))).toContain(name);
});

test.each<[string, () => Partial<CertificatePolicy>, string]>([
  ["no circuit for listing", () => ({ circuits: [EXCLUSION, { ...LISTING, kind: "exclusion" }] }), "listed-circuit"],
  [
    "no circuit for exclusion",
    () => ({ circuits: [LISTING, { ...EXCLUSION, kind: "listing" }] }),
    "release-0-shard-0-circuit",
  ],
  [
    "circuits of another page size",
    () => ({ circuits: [LISTING, { ...EXCLUSION, pageSize: 256 }] }),
    "release-0-chain-accepted-shard-0",
  ],
  ["other lists", () => ({ lists: [{ name: "music", root: "0".repeat(64) }] }), "listed-list"],
  ["another list", () => ({ list: { ...LIST, pages: [{ pageSize: 16, pageDigest: 7n }] } }), "listed-page"],
  ["other blocks", () => ({ chain: { blocks: new Set() } }), "release-0-chain-blocks"],
  ["another work", () => ({ key: "0b".repeat(31) }), "listed-key"],
])("refuses a certificate under a policy with %s, and names the check", (_, change, name) => {
  expect(failing(bytes(), change())).toContain(name);
});

describe("tampering", () => {
  /** What nothing shows where the vendor's signature is left in the pack: words, and which pack that is. */
  const STATED =
    /\.(pack|declared\.(vendor|model|version|terms|time|weights\.kind|shards\[\d\]\.name))$|\.chain\.(lists\[0\]\.(root|epoch))$/;

  it("refuses any relevant field with another value of the same kind", () => {
    const original = JSON.parse(bytes().toString());
    const accepted: string[] = [];
    let tried = 0;
    for (const index of placesIn(original).keys()) {
      const document = structuredClone(original);
      const { container, name, path } = placesIn(document)[index]!;
      const value = container[name];
      if (typeof value === "number") container[name] = value + 1;
      else if (typeof value === "string") container[name] = changed(value);
      else continue;
      tried++;
      if (verifyCertificate(Buffer.from(JSON.stringify(document)), policy).verdict) accepted.push(path);
    }
    expect(tried).toBeGreaterThan(60);
    expect(accepted.filter((path) => !STATED.test(path))).toEqual([]);
  });
});

/** Another text of the same alphabet and length. */
const changed = (text: string): string =>
  text.replace(
    /.$/,
    (last) => ({ "9": "8", f: "e", a: "b" })[last] ?? (/[0-8]/.test(last) ? String(Number(last) + 1) : "a"),
  );

describe("a certificate with the open page", () => {
  const open = async (changed: Partial<OpenedListing> = {}) => {
    const { circuitId: _, proof: __, ...listed } = listing();
    const page = { salt: 7n, entries: ["01".repeat(31), KEY, "0b".repeat(31)], pageSize: 16 };
    const pageDigest = digestOfEntries(page);
    return { pageDigest, opened: { ...listed, ...page, pageDigest, ...changed } };
  };
  /** The pack's proofs are of another page. Only checks of the listing are looked at. */
  const failingOpen = async (changed: Partial<OpenedListing> = {}) => {
    const { pageDigest, opened } = await open(changed);
    const list = { ...LIST, pages: [{ pageSize: 16, pageDigest }] };
    const all = failing(bytes({ ...receipt, listing: opened }), { list, circuits: [EXCLUSION] });
    return all.filter((name) => !name.startsWith("release-"));
  };

  it("is read back as written, under its own version, and has the published form", async () => {
    const { opened } = await open();
    const given = { ...receipt, listing: opened };
    expect(inspectJson(bytes(given), "it", readCertificate)).toEqual({ value: given, issues: [] });
    const document = JSON.parse(bytes(given).toString());
    expect(document.format).toBe("disjoint/exclusion-certificate/v3");
    const validate = await publishedSchema("exclusion-certificate", "v3");
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  });

  it("needs no circuit for listing", async () => {
    expect(await failingOpen()).toEqual([]);
  });

  it.each<[string, Partial<OpenedListing>, string[]]>([
    ["another salt", { salt: 8n }, ["listed-digest"]],
    ["an entry less", { entries: [KEY, "0b".repeat(31)] }, ["listed-digest"]],
    ["another page's digest", { pageDigest: 2000n }, ["listed-page", "listed-digest"]],
    ["another work", { key: "0c".repeat(31) }, ["listed-key", "listed-entry"]],
    ["entries that do not ascend", { entries: [KEY, "01".repeat(31), "0b".repeat(31)] }, ["format"]],
    ["an entry twice", { entries: ["01".repeat(31), KEY, KEY] }, ["format"]],
    ["no entry", { entries: [] }, ["format"]],
    [
      "entries for a larger page",
      { entries: Array.from({ length: 17 }, (_, i) => `${10 + i}`.repeat(31)) },
      ["format"],
    ],
    ["a page for 256", { pageSize: 256 }, ["listed-page", "listed-digest"]],
  ])("is false with %s", async (_, changed, expected) => {
    expect(await failingOpen(changed)).toEqual(expected);
  });

  it("still needs the proofs that its shards exclude this page", async () => {
    const { opened } = await open();
    const names = failing(bytes({ ...receipt, listing: opened }));
    for (const shard of [0, 1]) expect(names).toContain(`release-0-shard-${shard}-proof`);
  });
});
