import { readFile } from "node:fs/promises";
import { readSteps, stepsRoot } from "../../../../../prover/custody/lineage/graph.ts";
import { commitmentDigest, type Step } from "../../../../../prover/custody/steps/step.ts";
import { writeArchive } from "../../../../../prover/evidence/car.ts";
import { inspectChainDocument } from "../../../../../prover/evidence/chain/document.ts";
import { writeFacts } from "../../../../../prover/evidence/facts.ts";
import { makeEvidence } from "../../../../../prover/evidence/make.ts";
import { type Evidence, packFiles } from "../../../../../prover/evidence/pack.ts";
import { verifyCertificate } from "../../../../../prover/evidence/verifyCertificate.ts";
import { type PackPolicy, verifyPack } from "../../../../../prover/evidence/verifyPack.ts";
import type { CheckId } from "../../../../../prover/shared/checks.ts";
import { simulatedId, withSteps } from "../../../../support/evidence.ts";
import { STEPS, WEIGHTS } from "../../../../support/lineage.ts";
import { OTHER_TRAPDOOR } from "../../../../support/simulator.ts";
import { IN_LISTING, listed } from "./answers.ts";
import { changedBundle, IN_BUNDLE, other, signatureOf, twice } from "./bundles.ts";
import { edited, type Json, listId, on, refusalsOf, type Subject, set, swapProofs, ZEROS } from "./scene.ts";

const ofPack = (changed: Partial<Evidence>, other: Partial<PackPolicy> = {}) =>
  verifyPack(writeArchive(packFiles({ ...on.evidence, ...changed })).bytes, { ...on.policy, ...other }).checks;
const first = (files: readonly Uint8Array[], change: (document: Json) => void) => [
  edited(files[0]!, change),
  ...files.slice(1),
];
const knowing = (changed: object) => ({ chain: { ...on.policy.chain, ...changed } });
/** Made by the vendor from a chain document that was changed, so that all else follows from it. */
const inChain = async (change: (document: Json) => void) => {
  const read = inspectChainDocument(edited(on.evidence.chain!, change));
  if (!("value" in read)) throw new Error("no chain document");
  const parts = { ...on.scene.parts, chain: read.value };
  const { archive } = await makeEvidence(parts, { keyPath: on.scene.keyPath, out: on.folder.path });
  return verifyPack(await readFile(archive), on.policy).checks;
};

/** With other steps by the same signer, and facts that follow from them. */
const inSteps = async (change: (steps: Step[]) => void) => {
  const changed = structuredClone([...STEPS]);
  change(changed);
  const steps = (await withSteps(on.scene, changed)).parts.steps!;
  const facts = JSON.parse(Buffer.from(on.evidence.facts).toString());
  const root = stepsRoot(readSteps(steps, []).steps)!;
  return ofPack({ steps, facts: Buffer.from(writeFacts({ ...facts, steps: { root, count: steps.length } })) });
};

/** What is wrong with a chain document, wherever it stands. */
const IN_CHAIN: Partial<Record<CheckId, (document: Json) => void>> = {
  block: (c) => set(c.blocks[0].receipts[0], { transaction: 7 }),
  order: (c) => c.blocks.reverse(),
  needed: (c) => set(c.blocks[0], { receipts: [] }),
  published: (c) => set(c.lists[0], { epoch: 2 }),
  accepted: (c) => set(c, { ledger: c.releases }),
  registered: (c) => set(c, { release: `0x${ZEROS}` }),
};

/** What is wrong with steps by a signer who is trusted. */
const IN_STEPS: Partial<Record<CheckId, (steps: Step[]) => void>> = {
  weights: ([, , train]) => set(train!.products[0]!, { digest: { sha256: ZEROS } }),
  material: (steps) => steps.shift(),
  "weak-digest": ([, , train]) =>
    set(train!, {
      source: { kind: "import", tool: "wandb", run: "1", status: "FINISHED" },
      weak: [{ name: "more", role: "material", algorithm: "md5", digest: "x", reason: "collisions" }],
    }),
  chronology: ([first]) => set(first!, { finished: "2026-12-31T12:00:00.000Z" }),
  cycle: ([first]) => first!.materials.push({ name: "old", digest: { sha256: WEIGHTS }, role: "data" }),
  "source-shards": ([first]) => set(first!.materials[0]!, { digest: commitmentDigest(9n) }),
  "steps-root": (steps) =>
    steps.push({ ...steps[0]!, name: "another", products: [{ name: "more", digest: { sha256: ZEROS } }] }),
};

const ofReceipt = (change: (document: Json) => void, known: object = {}) => {
  const { release: _, ...knowledge } = on.policy.chain!;
  const lists = new Map([["opt-out", listId(on.scene.policy.lists[0]!.root)]]);
  return verifyCertificate(edited(on.receipt, change), { ...listed(), chain: { ...knowledge, lists, ...known } })
    .checks;
};
const inRelease = (change: (release: Json) => void) => () => ofReceipt(({ releases }) => change(releases[0]));

export const pack: Subject = {
  good: () => ofPack({}),
  refusals: {
    ...refusalsOf(IN_BUNDLE, (change) => ofPack({ bundles: [changedBundle(change), ...on.evidence.bundles.slice(1)] })),
    ...refusalsOf(IN_CHAIN, inChain),
    signature: () => ofPack({ envelope: signatureOf(on.evidence.envelope, other) }),
    signers: () => ofPack({ envelope: signatureOf(on.evidence.envelope, twice) }),
    statement: () => ofPack({ bundles: on.evidence.bundles.toReversed() }),
    commitment: () => ofPack({}, { commitments: [4n] }),
    archive: () => verifyPack(writeArchive(packFiles(on.evidence)).bytes.subarray(1), on.policy).checks,
    facts: () => ofPack({ facts: edited(on.evidence.facts, (f) => set(f.shards[0], { rows: 9 })) }),
    signed: () => ofPack({ manifests: first(on.evidence.manifests, (m) => set(m, { rows: 9 })) }),
    shards: () => ofPack({ manifests: on.evidence.manifests.toReversed() }),
    bases: () => ofPack({ manifests: first(on.evidence.manifests, (m) => set(m, { bases: ["5"] })) }),
    schemes: () => ofPack({ manifests: first(on.evidence.manifests, (m) => set(m.schemes[0], { scheme: "text" })) }),
    ...Object.fromEntries(Object.entries(IN_STEPS).map(([id, change]) => [id, () => inSteps(change)])),
    "known-blocks": () => ofPack({}, knowing({ blocks: new Set() })),
    contracts: () => ofPack({}, knowing({ contracts: { ...on.policy.chain!.contracts, chainId: 1 } })),
    "list-id": () => ofPack({}, knowing({ lists: new Map([["music", `0x${ZEROS}`]]) })),
    "release-id": () => ofPack({}, knowing({ release: `0x${ZEROS}` })),
  },
};

export const receipt: Subject = {
  good: () => ofReceipt(() => {}),
  refusals: {
    ...refusalsOf(IN_LISTING, (change) => ofReceipt((r) => change(r.listing))),
    ...refusalsOf(IN_CHAIN, (change) => ofReceipt(({ releases }) => change(releases[0].chain))),
    proof: inRelease(({ exclusions }) => swapProofs(exclusions)),
    circuit: inRelease(({ exclusions }) => set(exclusions[0], { circuitId: simulatedId(OTHER_TRAPDOOR) })),
    shards: inRelease(({ exclusions }) => exclusions.reverse()),
    bases: inRelease(({ exclusions }) => set(exclusions[0], { bases: ["5"] })),
    schemes: inRelease(({ exclusions }) => set(exclusions[0], { schemes: ["text"] })),
    distinct: () => ofReceipt(({ releases }) => releases.push(releases[0])),
    "known-blocks": () => ofReceipt(() => {}, { blocks: new Set() }),
    contracts: () => ofReceipt(() => {}, { contracts: { ...on.policy.chain!.contracts, chainId: 1 } }),
    "list-id": () => ofReceipt(() => {}, { lists: new Map([["opt-out", `0x${ZEROS}`]]) }),
  },
};
