import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import {
  type EntryExclusion,
  type ExclusionCertificate,
  isPageExclusion,
  readCertificate,
  writeCertificate,
} from "../../../prover/evidence/certificate.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { accumulatorsIn, describeExcludingRelease } from "../../../prover/evidence/makeCertificate.ts";
import { type CertificatePolicy, verifyCertificate } from "../../../prover/evidence/verifyCertificate.ts";
import { inspectJson } from "../../../prover/shared/document.ts";
import { inverse } from "../../../prover/shared/field.ts";
import { mixedScene } from "../../support/accumulatorEvidence.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { POWERS } from "../../support/disjointness.ts";
import { simulatedId, simulatedKey, simulatedProof } from "../../support/evidence.ts";
import { publishedSchema } from "../../support/schema.ts";
import { OTHER_TRAPDOOR } from "../../support/simulator.ts";
import { g2, TAU, tau } from "../accumulator/known.ts";

// Made by who knows tau: a certificate for a release with a shard of each kind.

let archive: Uint8Array;
let policy: CertificatePolicy;
let certificate: ExclusionCertificate;
let entry: EntryExclusion;

/** The value at tau of the polynomial of public entries, without one of them. */
const without = (entries: readonly bigint[], key: bigint) =>
  g2(entries.filter((each) => each !== key).reduce((product, each) => product * (TAU - each), 1n));

beforeAll(async () => {
  const { path: folder, remove } = await temporaryFolder();
  const scene = await mixedScene(folder);
  archive = await readFile((await makeEvidence(scene.parts, { keyPath: scene.keyPath, out: folder })).archive);
  const [{ entries, name, digests, claims }] = scene.lists as [(typeof scene.lists)[0]];
  const key = entries[0]!;
  const hex = key.toString(16).padStart(62, "0");
  const listing = {
    key: hex,
    scheme: "sha256",
    blocklist: { name, root: scene.policy.lists[0]!.root },
    page: 0,
    epoch: 1,
    pageSize: 16,
    pageDigest: digests[0]!,
    circuitId: simulatedId(OTHER_TRAPDOOR),
    proof: simulatedProof(digests[0]!, key, OTHER_TRAPDOOR),
  };
  const witness = { powers: tau, list: claims.first.list, witness: without(entries.slice(0, 3), key) };
  expect(describeExcludingRelease(archive, listing)).toBeUndefined();
  const release = describeExcludingRelease(archive, listing, [witness])!;
  certificate = { listing, releases: [release] };
  entry = release.exclusions[1] as EntryExclusion;
  policy = {
    circuits: [
      { kind: "exclusion", key: simulatedKey(), pageSize: 16 },
      { kind: "listing", key: simulatedKey(OTHER_TRAPDOOR), pageSize: 16 },
      { kind: "powers", id: POWERS },
    ],
    lists: scene.policy.lists,
    key: hex,
  };
  return remove;
});

const file = (given: ExclusionCertificate = certificate) => Buffer.from(writeCertificate(given));
const failing = (bytes: Uint8Array, changed: Partial<CertificatePolicy> = {}) =>
  verifyCertificate(bytes, { ...policy, ...changed }).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));
const withEntry = (changed: Partial<EntryExclusion>) => {
  const [release] = certificate.releases;
  return file({
    ...certificate,
    releases: [{ ...release!, exclusions: [release!.exclusions[0]!, { ...entry, ...changed }] }],
  });
};

test("shows that a shard of each kind does not have a work, in its published form", async () => {
  expect(failing(file())).toEqual([]);
  expect(verifyCertificate(file(), policy).verdict).toBe(true);
  expect(certificate.releases[0]!.exclusions.map(isPageExclusion)).toEqual([true, false]);
  expect(inspectJson(file(), "it", readCertificate)).toEqual({ value: certificate, issues: [] });
  const validate = await publishedSchema("exclusion-certificate", "v2");
  expect([validate(JSON.parse(file().toString())), validate.errors]).toEqual([true, null]);
  expect(accumulatorsIn(archive)).toContainEqual(entry.list);
});

test("is refused under other powers of tau, for another shard, list, work or proof", () => {
  const { circuits } = policy;
  expect(failing(file(), { circuits: circuits.slice(0, 2) })).toEqual(["release-0-shard-1-powers"]);
  expect(failing(withEntry({ accumulator: entry.proof.q }))).toEqual([
    "release-0-shard-1-accumulator",
    "release-0-shard-1-proof",
  ]);
  const other = g2(TAU - 5n);
  expect(failing(withEntry({ list: other }))).toEqual(["release-0-shard-1-entry", "release-0-shard-1-proof"]);
  expect(failing(withEntry({ witness: other }))).toEqual(["release-0-shard-1-entry"]);
  expect(failing(withEntry({ proof: { ...entry.proof, p: other } }))).toEqual(["release-0-shard-1-proof"]);
  expect(failing(withEntry({ powers: { ...tau, g2: other } }))).toEqual([
    "release-0-shard-1-powers",
    "release-0-shard-1-accumulator",
  ]);
  const divided = inverse(TAU - BigInt(`0x${policy.key}`));
  expect(failing(withEntry({ list: g2(3n), witness: g2(3n * divided) }))).toEqual(["release-0-shard-1-proof"]);
});
