import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyAttestation } from "../../../prover/bundle/attestation.ts";
import { type CircuitDisclosure, type Disclosure, writeDisclosure } from "../../../prover/bundle/disclosure.ts";
import { writeBundle } from "../../../prover/bundle/document.ts";
import { type Listing, writeListing } from "../../../prover/bundle/listing.ts";
import { readListRoot } from "../../../prover/bundle/listRoot.ts";
import type { Pinned, PinnedCircuit } from "../../../prover/bundle/pinned.ts";
import { verifyBundle } from "../../../prover/bundle/verify.ts";
import { pageOf, verifyDisclosure } from "../../../prover/bundle/verifyDisclosure.ts";
import { verifyListing } from "../../../prover/bundle/verifyListing.ts";
import { deployResolver, openEas, readEasVersion, timestampDigest } from "../../../prover/chain/attestation/eas.ts";
import { type OffchainAttestation, signOffchain } from "../../../prover/chain/attestation/offchain.ts";
import { verifyOffchain } from "../../../prover/chain/attestation/verifyOffchain.ts";
import { checkOnChain, type FactsOnChain } from "../../../prover/chain/releases/confirm.ts";
import { readArchive, writeArchive } from "../../../prover/evidence/car.ts";
import { writeCertificate } from "../../../prover/evidence/certificate.ts";
import { inspectChainDocument } from "../../../prover/evidence/chain/document.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { describeExcludingRelease } from "../../../prover/evidence/makeCertificate.ts";
import { type Evidence, evidenceIn, packFiles } from "../../../prover/evidence/pack.ts";
import { verifyCertificate } from "../../../prover/evidence/verifyCertificate.ts";
import { type PackPolicy, verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { proofToSnarkjs } from "../../../prover/groth16/proof.ts";
import { verificationKeyToSnarkjs } from "../../../prover/groth16/verificationKey.ts";
import { verifyGroth16 } from "../../../prover/groth16/verify.ts";
import { readConfirmedBlock } from "../../../prover/rpc/block.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { view } from "../../../prover/rpc/contract.ts";
import { send } from "../../../prover/rpc/transaction.ts";
import { type CheckId, HOLDS, listChecks, type Verifier } from "../../../prover/shared/checks.ts";
import { type ReleaseId, toCommitment, toReleaseId } from "../../../prover/shared/ids.ts";
import type { Check } from "../../../prover/shared/verdict.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { knownBundle, knownDisclosures, POWERS } from "../../support/disjointness.ts";
import { deployEas } from "../../support/eas.ts";
import {
  evidenceScene,
  onChain,
  type Scene,
  simulatedId,
  simulatedKey,
  simulatedProof,
  trusting,
} from "../../support/evidence.ts";
import { OTHER_TRAPDOOR } from "../../support/simulator.ts";

// Each check of the table is made by every verifier that holds its subject, and refuses there under its own id.
// `current` is of what is behind and not refused; behind.test.ts has it.

const KEY = "0a".repeat(31);
const ZEROS = "0".repeat(64);
const PINNED: PinnedCircuit[] = [
  { kind: "exclusion", key: simulatedKey(), pageSize: 16 },
  { kind: "listing", key: simulatedKey(OTHER_TRAPDOOR), pageSize: 16 },
];

const TRUSTED = [{ kind: "powers", id: POWERS }] as const;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let chain: Chain;
let scene: Scene;
let made: Awaited<ReturnType<typeof onChain>>;
let evidence: Evidence;
let facts: FactsOnChain;
let policy: PackPolicy;
let receipt: Uint8Array;
let listing: Listing;
let disclosure: CircuitDisclosure;
let service: string;
let attestation: OffchainAttestation;

beforeAll(async () => {
  folder = await temporaryFolder();
  chain = await openChain({});
  scene = await evidenceScene(folder.path, [2, 2]);
  made = await onChain(chain, scene);
  const { archive } = await makeEvidence(
    { ...scene.parts, chain: made.document },
    { keyPath: scene.keyPath, out: folder.path },
  );
  const bytes = await readFile(archive);
  evidence = evidenceIn(readArchive(bytes)!.files)!;
  const ids = new Map(scene.policy.lists.map(({ name, root }) => [name, listId(root)]));
  const release = made.subjects.release;
  policy = { ...scene.policy, chain: { ...trusting(made.document), lists: ids, release } };
  facts = verifyPack(bytes, policy).facts as FactsOnChain;
  const { name, root } = scene.policy.lists[0]!;
  listing = {
    key: KEY,
    scheme: "sha256",
    blocklist: { name, root },
    page: 0,
    epoch: 1,
    pageSize: 16,
    pageDigest: 1000n,
    circuitId: simulatedId(OTHER_TRAPDOOR),
    proof: simulatedProof(1000n, BigInt(`0x${KEY}`), OTHER_TRAPDOOR),
  };
  receipt = Buffer.from(writeCertificate({ listing, releases: [describeExcludingRelease(bytes, listing)!] }));
  disclosure = {
    key: KEY,
    scheme: "sha256",
    commitment: toCommitment(7n),
    answer: "absent",
    circuitId: simulatedId(),
    proof: simulatedProof(7n, pageOf(KEY)),
  };
  service = await deployEas(chain.signer!);
  attestation = await attest(release);
});
afterAll(async () => {
  await chain?.close();
  await folder?.remove();
});

const listId = (root: string) => made.subjects.lists.find((list) => list.root === root)!.list;

/** A document as the tests reach into it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the document holds
type Json = any;
const edited = (file: Uint8Array, change: (document: Json) => void): Uint8Array => {
  const document = JSON.parse(Buffer.from(file).toString());
  change(document);
  return Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`);
};
const set = (object: object, fields: object) => Object.assign(object, fields);
const swapProofs = ([first, second]: { proof: unknown }[]) =>
  ([first!.proof, second!.proof] = [second!.proof, first!.proof]);

type Refusals = Partial<Record<CheckId, () => readonly Check[] | Promise<readonly Check[]>>>;
type Subject = { good: () => readonly Check[] | Promise<readonly Check[]>; refusals: Refusals };

/** What is wrong with a bundle, wherever it stands. */
const IN_BUNDLE: Partial<Record<CheckId, (bundle: Json) => void>> = {
  format: (b) => set(b, { note: 1 }),
  proof: (b) => swapProofs(b.statements),
  circuit: (b) => set(b.statements[0], { circuitId: simulatedId(OTHER_TRAPDOOR) }),
  list: (b) => set(b.blocklist, { root: ZEROS }),
  scheme: (b) => set(b, { scheme: "text" }),
  pages: (b) => set(b.statements[0], { pageDigest: "5" }),
  complete: (b) => b.statements.pop(),
};
const bundleRefusals = (check: (bundle: Uint8Array) => readonly Check[], of: () => Uint8Array): Refusals =>
  Object.fromEntries(Object.entries(IN_BUNDLE).map(([id, change]) => [id, () => check(edited(of(), change))]));

const expectedOf = (file: Uint8Array) => {
  const read = readListRoot(file);
  if (!("value" in read)) throw new Error("no list");
  return read.value;
};
const expectedIn = (bundle: Uint8Array) => {
  const { root } = JSON.parse(Buffer.from(bundle).toString()).blocklist;
  return scene.parts.lists.map(expectedOf).find((list) => list.root === root)!;
};

const ofBundle = (file: Uint8Array) => verifyBundle(file, PINNED, expectedIn(evidence.bundles[0]!)).checks;
const disjoint = knownBundle();
const ofDisjointness = (change: (bundle: Json) => void = () => {}, pinned: readonly Pinned[] = TRUSTED) =>
  verifyBundle(edited(Buffer.from(writeBundle(disjoint.bundle)), change), pinned, disjoint.list).checks;
const known = knownDisclosures();
const ofMember = (answer: Disclosure, change: (disclosure: Json) => void = () => {}, policy: object = {}) =>
  verifyDisclosure(edited(Buffer.from(writeDisclosure(answer)), change), {
    circuits: TRUSTED,
    key: answer.key,
    commitment: answer.commitment,
    ...policy,
  }).checks;
const ofStatement = (bundles: readonly Uint8Array[], envelope = evidence.envelope) =>
  verifyAttestation(envelope, bundles, {
    signers: policy.signers,
    circuits: PINNED,
    lists: evidence.bundles.map(expectedIn),
  }).checks;
const ofPack = (changed: Partial<Evidence>, other: Partial<PackPolicy> = {}) =>
  verifyPack(writeArchive(packFiles({ ...evidence, ...changed })).bytes, { ...policy, ...other }).checks;
const first = (files: readonly Uint8Array[], change: (document: Json) => void) => [
  edited(files[0]!, change),
  ...files.slice(1),
];
const knowing = (changed: object) => ({ chain: { ...policy.chain, ...changed } });
/** Made by the vendor from a chain document that was changed, so that all else follows from it. */
const inChain = async (change: (document: Json) => void) => {
  const read = inspectChainDocument(edited(evidence.chain!, change));
  if (!("value" in read)) throw new Error("no chain document");
  const parts = { ...scene.parts, chain: read.value };
  const { archive } = await makeEvidence(parts, { keyPath: scene.keyPath, out: folder.path });
  return verifyPack(await readFile(archive), policy).checks;
};
const signatureOf = (envelope: Uint8Array, change: (signatures: Json[]) => void) =>
  edited(envelope, ({ signatures }) => change(signatures));
const other = (signatures: Json[]) => set(signatures[0], { keyid: ZEROS });
const twice = (signatures: Json[]) => signatures.push(signatures[0]);

/** What is wrong with a chain document, wherever it stands. */
const IN_CHAIN: Partial<Record<CheckId, (document: Json) => void>> = {
  block: (c) => set(c.blocks[0].receipts[0], { transaction: 7 }),
  order: (c) => c.blocks.reverse(),
  needed: (c) => set(c.blocks[0], { receipts: [] }),
  published: (c) => set(c.lists[0], { epoch: 2 }),
  accepted: (c) => set(c, { ledger: c.releases }),
  registered: (c) => set(c, { release: `0x${ZEROS}` }),
};

const listed = () => ({ circuits: PINNED, key: KEY, list: expectedOf(scene.parts.lists[0]!) });
const ofListing = (file: Uint8Array, other: object = {}) => verifyListing(file, { ...listed(), ...other }).checks;
const listingFile = () => Buffer.from(writeListing(listing));
/** What is wrong with a listing, wherever it stands. */
const IN_LISTING: Partial<Record<CheckId, (listing: Json) => void>> = {
  format: (l) => set(l, { note: 1 }),
  proof: (l) => set(l, { pageDigest: "5" }),
  circuit: (l) => set(l, { circuitId: simulatedId() }),
  key: (l) => set(l, { key: "0b".repeat(31) }),
  list: (l) => set(l.blocklist, { root: ZEROS }),
  scheme: (l) => set(l, { scheme: "text" }),
  pages: (l) => set(l, { page: 1 }),
  place: (l) => set(l, { epoch: 2 }),
};

const ofReceipt = (change: (document: Json) => void, known: object = {}) => {
  const { release: _, ...knowledge } = policy.chain!;
  const lists = new Map([["opt-out", listId(scene.policy.lists[0]!.root)]]);
  return verifyCertificate(edited(receipt, change), { ...listed(), chain: { ...knowledge, lists, ...known } }).checks;
};
const inRelease = (change: (release: Json) => void) => () => ofReceipt(({ releases }) => change(releases[0]));

const ofDisclosure = (changed: Partial<CircuitDisclosure> | Uint8Array, known: object = {}) =>
  verifyDisclosure(
    changed instanceof Uint8Array ? changed : Buffer.from(writeDisclosure({ ...disclosure, ...changed })),
    {
      circuits: PINNED,
      commitment: 7n,
      key: KEY,
      ...known,
    },
  ).checks;

const groth = (key: object, signals: string[], proof: object) => verifyGroth16(key, signals, proof).checks;
const groth16 = () =>
  [verificationKeyToSnarkjs(simulatedKey()), ["3", "5"], proofToSnarkjs(simulatedProof(3n, 5n))] as const satisfies [
    object,
    string[],
    object,
  ];

const ofNode = async (changed: (facts: Json) => void = () => {}) => {
  const told = structuredClone(facts);
  changed(told);
  return checkOnChain(chain, told, await readConfirmedBlock(chain));
};

/** A clean release attested, and known to the service. */
async function attest(release: ReleaseId, stamped = true): Promise<OffchainAttestation> {
  const contract = openEas(chain, service);
  schema ??= (await deployResolver(chain, made.deployment, contract)).schema;
  const own = { address: service, version: await readEasVersion(contract), schema };
  const claim = { release, list: listId(scene.policy.lists[0]!.root), epoch: 1 };
  const signed = await signOffchain(chain, own, claim, (await readConfirmedBlock(chain)).time);
  if (stamped) await timestampDigest(chain, contract, signed.uid);
  return signed;
}
let schema: string | undefined;
const ofAttestation = async (changed: Partial<OffchainAttestation> = {}) =>
  (await verifyOffchain(chain, made.deployment, service, { ...attestation, ...changed })).checks;
const ofMessage = (fields: object) => ofAttestation({ message: { ...attestation.message, ...fields } });

const SUBJECTS: Record<Verifier, Subject> = {
  groth16: {
    good: () => groth(...groth16()),
    refusals: {
      format: () => groth({}, ["3", "5"], groth16()[2]),
      signals: () => groth(groth16()[0], ["3"], groth16()[2]),
      proof: () => groth(groth16()[0], ["3", "6"], groth16()[2]),
    },
  },
  bundle: {
    good: () => ofBundle(evidence.bundles[0]!),
    refusals: bundleRefusals(ofBundle, () => evidence.bundles[0]!),
  },
  disjointness: {
    good: () => ofDisjointness(),
    refusals: {
      format: () => ofDisjointness((b) => set(b, { note: 1 })),
      proof: () => ofDisjointness((b) => swapProofs(b.statements)),
      powers: () => ofDisjointness(() => {}, []),
      accumulator: () => ofDisjointness((b) => set(b, { commitment: "7" })),
      list: () => ofDisjointness((b) => set(b.blocklist, { root: ZEROS })),
      scheme: () => ofDisjointness((b) => set(b, { scheme: "text" })),
      accumulators: () => ofDisjointness((b) => set(b.statements[1], { from: 0 })),
      complete: () => ofDisjointness((b) => b.statements.shift()),
    },
  },
  member: {
    good: () => ofMember(known.present),
    refusals: {
      format: () => ofMember(known.present, (d) => set(d, { note: 1 })),
      proof: () => ofMember(known.absent, (d) => set(d, { key: known.present.key })),
      powers: () => ofMember(known.present, () => {}, { circuits: [] }),
      accumulator: () => ofMember(known.present, (d) => set(d, { commitment: "7" })),
      key: () => ofMember(known.absent, () => {}, { key: "0b".repeat(31) }),
      commitment: () => ofMember(known.absent, () => {}, { commitment: 8n }),
    },
  },
  statement: {
    good: () => ofStatement(evidence.bundles),
    refusals: {
      ...bundleRefusals(
        (bundle) => ofStatement([bundle, ...evidence.bundles.slice(1)]),
        () => evidence.bundles[0]!,
      ),
      signature: () => ofStatement(evidence.bundles, signatureOf(evidence.envelope, other)),
      signers: () => ofStatement(evidence.bundles, signatureOf(evidence.envelope, twice)),
      statement: () => ofStatement(evidence.bundles.toReversed()),
    },
  },
  disclosure: {
    good: () => ofDisclosure({}),
    refusals: {
      format: () => ofDisclosure(Buffer.from("{}")),
      proof: () => ofDisclosure({ proof: simulatedProof(8n, pageOf(KEY)) }),
      circuit: () => ofDisclosure({ answer: "present" }),
      key: () => ofDisclosure({}, { key: "0b".repeat(31) }),
      commitment: () => ofDisclosure({}, { commitment: 8n }),
    },
  },
  listing: {
    good: () => ofListing(listingFile()),
    refusals: Object.fromEntries(
      Object.entries(IN_LISTING).map(([id, change]) => [id, () => ofListing(edited(listingFile(), change))]),
    ),
  },
  pack: {
    good: () => ofPack({}),
    refusals: {
      ...bundleRefusals(
        (bundle) => ofPack({ bundles: [bundle, ...evidence.bundles.slice(1)] }),
        () => evidence.bundles[0]!,
      ),
      ...Object.fromEntries(Object.entries(IN_CHAIN).map(([id, change]) => [id, () => inChain(change)])),
      signature: () => ofPack({ envelope: signatureOf(evidence.envelope, other) }),
      signers: () => ofPack({ envelope: signatureOf(evidence.envelope, twice) }),
      statement: () => ofPack({ bundles: evidence.bundles.toReversed() }),
      commitment: () => ofPack({}, { commitments: [4n] }),
      archive: () => verifyPack(writeArchive(packFiles(evidence)).bytes.subarray(1), policy).checks,
      facts: () => ofPack({ facts: edited(evidence.facts, (f) => set(f.shards[0], { rows: 9 })) }),
      signed: () => ofPack({ manifests: first(evidence.manifests, (m) => set(m, { rows: 9 })) }),
      shards: () => ofPack({ manifests: evidence.manifests.toReversed() }),
      bases: () => ofPack({ manifests: first(evidence.manifests, (m) => set(m, { bases: ["5"] })) }),
      schemes: () => ofPack({ manifests: first(evidence.manifests, (m) => set(m.schemes[0], { scheme: "text" })) }),
      "known-blocks": () => ofPack({}, knowing({ blocks: new Set() })),
      contracts: () => ofPack({}, knowing({ contracts: { ...policy.chain!.contracts, chainId: 1 } })),
      "list-id": () => ofPack({}, knowing({ lists: new Map([["music", `0x${ZEROS}`]]) })),
      "release-id": () => ofPack({}, knowing({ release: `0x${ZEROS}` })),
    },
  },
  receipt: {
    good: () => ofReceipt(() => {}),
    refusals: {
      ...Object.fromEntries(
        Object.entries(IN_LISTING).map(([id, change]) => [id, () => ofReceipt((r) => change(r.listing))]),
      ),
      ...Object.fromEntries(
        Object.entries(IN_CHAIN).map(([id, change]) => [id, inRelease((release) => change(release.chain))]),
      ),
      proof: inRelease(({ exclusions }) => swapProofs(exclusions)),
      circuit: inRelease(({ exclusions }) => set(exclusions[0], { circuitId: simulatedId(OTHER_TRAPDOOR) })),
      shards: inRelease(({ exclusions }) => exclusions.reverse()),
      bases: inRelease(({ exclusions }) => set(exclusions[0], { bases: ["5"] })),
      schemes: inRelease(({ exclusions }) => set(exclusions[0], { schemes: ["text"] })),
      distinct: () => ofReceipt(({ releases }) => releases.push(releases[0])),
      "known-blocks": () => ofReceipt(() => {}, { blocks: new Set() }),
      contracts: () => ofReceipt(() => {}, { contracts: { ...policy.chain!.contracts, chainId: 1 } }),
      "list-id": () => ofReceipt(() => {}, { lists: new Map([["opt-out", `0x${ZEROS}`]]) }),
    },
  },
  node: {
    good: () => ofNode(),
    refusals: {
      "node-chain": () => ofNode((f) => set(f.chain, { chainId: 1 })),
      "node-epoch": () => ofNode((f) => set(f.lists[0], { root: ZEROS })),
      "node-shard": () => ofNode((f) => set(f.shards[0], { commitment: "5" })),
      "node-release": () => ofNode((f) => set(f.chain, { release: `0x${ZEROS}` })),
    },
  },
  attestation: {
    good: () => ofAttestation(),
    refusals: {
      signature: () => ofAttestation({ signer: `0x${"1".repeat(40)}` }),
      "node-chain": () => ofAttestation({ domain: { ...attestation.domain, chainId: 1n } }),
      "node-release": () => attest(toReleaseId(`0x${ZEROS}`)).then((bad) => ofAttestation(bad)),
      uid: () => ofAttestation({ uid: `0x${ZEROS}` }),
      service: () => ofAttestation({ domain: { ...attestation.domain, verifyingContract: `0x${"1".repeat(40)}` } }),
      schema: () => ofMessage({ schema: `0x${ZEROS}` }),
      timestamp: async () => ofAttestation(await attest(made.subjects.release, false)),
      expiry: () => ofMessage({ expirationTime: 1n }),
      revocation: async () => {
        const revoked = await attest(made.subjects.release);
        const contract = openEas(chain, service);
        const isRevoked = async () => (await view(contract, "getRevokeOffchain", revoked.signer, revoked.uid)) !== 0n;
        await send(chain, contract, "revokeOffchain", [revoked.uid], isRevoked);
        return ofAttestation(revoked);
      },
    },
  },
};

const wanted = (verifier: Verifier) =>
  listChecks(verifier)
    .filter((id) => id !== "current")
    .sort();

for (const verifier of Object.keys(HOLDS) as Verifier[]) {
  test(`${verifier} makes every check of what it holds, and no other`, async () => {
    const checks = await SUBJECTS[verifier].good();
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect([...new Set(checks.map(({ id }) => id))].sort()).toEqual(wanted(verifier));
    expect(Object.keys(SUBJECTS[verifier].refusals).sort()).toEqual(wanted(verifier));
  });

  test.each(wanted(verifier))(`${verifier} refuses under the id %s`, async (id) => {
    const checks = await SUBJECTS[verifier].refusals[id]!();
    expect(checks.flatMap(({ id: own, ok }) => (ok ? [] : [own]))).toContain(id);
  });
}
