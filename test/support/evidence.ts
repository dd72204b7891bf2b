import { join } from "node:path";
import { keccak256 } from "ethers";
import { isPageBundle, type PageBundle, readBundle, writeBundle } from "../../prover/bundle/document.ts";
import { writeEnvelope } from "../../prover/bundle/envelope.ts";
import { readListRoot } from "../../prover/bundle/listRoot.ts";
import { makeSigningKey, signStatement } from "../../prover/bundle/sign.ts";
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../prover/chain/deployment/document.ts";
import { submitProofs } from "../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import { makeChainDocument } from "../../prover/chain/receipts/chainDocument.ts";
import { registerRelease } from "../../prover/chain/releases/release.ts";
import { makeStepStatement } from "../../prover/custody/steps/statement.ts";
import type { Step } from "../../prover/custody/steps/step.ts";
import type { ChainDocument } from "../../prover/evidence/chain/document.ts";
import type { ChainPolicy } from "../../prover/evidence/chain/trust.ts";
import type { Declaration } from "../../prover/evidence/facts.ts";
import type { EvidenceParts } from "../../prover/evidence/make.ts";
import type { PackPolicy } from "../../prover/evidence/verifyPack.ts";
import { type Proof, proofToWords } from "../../prover/groth16/proof.ts";
import { type VerificationKey, verificationKeyToSnarkjs } from "../../prover/groth16/verificationKey.ts";
import type { Chain } from "../../prover/rpc/connection.ts";
import { readDocument } from "../../prover/shared/document.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { type CircuitId, type ListId, toCommitment } from "../../prover/shared/ids.ts";
import { parseJson, stringifyJson } from "../../prover/shared/json.ts";
import type { MerkleManifest } from "../../prover/shared/manifest.ts";
import { simulatedCircuit } from "./chain.ts";
import { STEPS, WEIGHTS } from "./lineage.ts";
import { circuitIdOf, keyOfTrapdoor, simulate, TRAPDOOR, type Trapdoor } from "./simulator.ts";

/** A key whose trapdoor the tests know, as verifiers have it: proofs of any statement can be made for it. */
export function simulatedKey(trapdoor: Trapdoor = TRAPDOOR): VerificationKey {
  const { alpha, beta, gamma, delta, ic } = keyOfTrapdoor(trapdoor);
  return { alpha: g1(alpha), beta: g2(beta), gamma: g2(gamma), delta: g2(delta), ic: ic.map(g1) };
}

export const simulatedId = (trapdoor: Trapdoor = TRAPDOOR): CircuitId => circuitIdOf(keyOfTrapdoor(trapdoor));

/** A proof of any statement under the simulated key. */
export function simulatedProof(commitment: bigint, pageDigest: bigint, trapdoor: Trapdoor = TRAPDOOR): Proof {
  const words = simulate(trapdoor, [commitment, pageDigest]);
  return { a: g1(words.slice(0, 2)), b: g2(words.slice(2, 6)), c: g1(words.slice(6)) };
}

const g1 = ([x, y]: bigint[]) => [x!, y!] as const;
const g2 = ([x1, x0, y1, y0]: bigint[]) =>
  [
    [x0!, x1!],
    [y0!, y1!],
  ] as const;

const bytes = (text: string) => new TextEncoder().encode(text);

/** The root document of a list with these page digests. */
export const listRoot = (name: string, digests: readonly bigint[], changed: Record<string, unknown> = {}): Uint8Array =>
  bytes(
    stringifyJson({
      format: "disjoint/blocklist/v1",
      name,
      scheme: "sha256",
      pageSize: 16,
      confidential: false,
      epochs: [digests.length],
      pages: digests.map((digest, i) => ({
        file: `pages/${String(i).padStart(4, "0")}.json`,
        sha256: sha256(`${name} ${i}`),
        digest: String(digest),
        entries: 16,
      })),
      ...changed,
    }),
  );

export const manifestOf = (commitment: bigint, changed: Partial<MerkleManifest> = {}): MerkleManifest => ({
  format: "disjoint/manifest/v1",
  reader: { version: "1", unicode: "16.0" },
  schemes: [{ scheme: "sha256", field: null }],
  sources: { count: 12, bytes: 34_567, include: [] },
  rows: 1200,
  skipped: { files: 1, rows: 2 },
  keys: 1198,
  bases: [],
  bucketBits: 7,
  commitment: String(commitment),
  files: { "keys.bin": "ab".repeat(32) },
  ...changed,
});

/** One bundle for a shard and a list, every page proved. */
export const bundleOf = (
  commitment: bigint,
  name: string,
  root: Uint8Array,
  digests: readonly bigint[],
): PageBundle => ({
  commitment: toCommitment(commitment),
  scheme: "sha256",
  blocklist: { name, root: sha256(root) },
  statements: digests.map((pageDigest, page) => ({
    page,
    pageSize: 16,
    pageDigest,
    circuitId: simulatedId(),
    proof: simulatedProof(commitment, pageDigest),
  })),
});

/**
 * How the scene gets onto a chain: `byPage`, every page of a list in a transaction of its own; `junk`, another first
 * page; `parent`, the commitment of the shard of a release that this one is made from.
 */
type Way = { byPage?: boolean; junk?: bigint; parent?: bigint };

/**
 * Brings the scene's facts onto a chain: lists, acceptances, the release.
 *
 * @returns the deployment, and the receipts of it all
 */
export async function onChain(chain: Chain, { parts }: Scene, { byPage = false, junk, parent }: Way = {}) {
  const { deployment } = await deployContracts(chain, [simulatedCircuit(TRAPDOOR, 16)]);
  const bundles = parts.bundles
    .map((file) => readDocument("b", "bundle/invalid", "", (reader) => readBundle(reader, parseJson(file, "b"))))
    .filter(isPageBundle);
  const lists: { root: string; list: ListId }[] = [];
  for (const file of parts.lists) {
    const read = readListRoot(file);
    if (!("value" in read)) throw new Error("no list");
    const { name, root, scheme } = read.value;
    const pages = read.value.pages.map(({ pageDigest }, i) => ({
      digest: i === 0 ? (junk ?? pageDigest) : pageDigest,
      size: 16 as const,
    }));
    const config = { scheme, metadata: name, reviewers: [], threshold: 0 };
    const whole = { config, contentHash: `0x${root}`, uri: "" };
    if (byPage)
      for (const i of pages.keys())
        await publishBlocklist(chain, deployment, { ...whole, pages: pages.slice(0, i + 1) });
    const { list } = await publishBlocklist(chain, deployment, { ...whole, pages });
    lists.push({ root, list });
    for (const { commitment, blocklist, statements } of bundles) {
      if (blocklist.root !== root) continue;
      const proofs = statements.map(({ proof, ...rest }, i) => {
        const pageDigest = pages[i]!.digest;
        const own = pageDigest === rest.pageDigest ? proof : simulatedProof(commitment, pageDigest);
        return { ...rest, pageDigest, commitment, proof: proofToWords(own) };
      });
      await submitProofs(chain, deployment, list, proofs);
    }
  }
  const { model, version, weights, terms } = parts.declaration;
  const parents = parent === undefined ? parts.declaration.parents : [await registerParent(chain, deployment, parent)];
  const commitments = parts.declaration.shards.map(({ commitment }) => toCommitment(commitment));
  const shards = commitments.map((commitment) => ({ commitment, schemes: ["sha256"], uri: "" }));
  const described = { model, version, terms, parents, shards, weights: weights.digest };
  const { release } = await registerRelease(chain, deployment, described);
  const subjects = { lists, commitments, release };
  return { deployment, subjects, parents, document: await makeChainDocument(chain, deployment, subjects) };
}

/** A release with one shard, whether anything was accepted for it or not. */
async function registerParent(chain: Chain, deployment: Deployment, commitment: bigint): Promise<string> {
  const shards = [{ commitment: toCommitment(commitment), schemes: ["sha256"], uri: "" }];
  const described = { model: "parent", version: "1", terms: "", parents: [], shards, weights: "ef".repeat(32) };
  return (await registerRelease(chain, deployment, described)).release;
}

/** What a verifier knows who trusts these contracts and blocks. */
export const trusting = ({ chainId, blocklists, ledger, releases, blocks }: ChainDocument): ChainPolicy => ({
  contracts: { chainId, blocklists, ledger, releases },
  blocks: new Set(blocks.map(({ header }) => keccak256(header))),
});

export type Scene = { parts: EvidenceParts; policy: PackPolicy; keyPath: string };

/** The scene with signed steps from its shards to its weights. The signer is the scene's. */
export async function withSteps(scene: Scene, steps: readonly Step[] = STEPS): Promise<Scene> {
  const weights = { kind: "sha256", digest: WEIGHTS } as const;
  const files = await Promise.all(
    steps.map(async (step) => bytes(writeEnvelope(await signStatement(makeStepStatement(step), scene.keyPath)))),
  );
  return {
    ...scene,
    parts: { ...scene.parts, declaration: { ...scene.parts.declaration, weights }, steps: files },
  };
}

/** A list of a scene: its page digests and its root document. */
type SceneList = { name: string; digests: readonly bigint[]; root: Uint8Array };

/**
 * Two shards, the second one added to the first, against two lists, of which one is confidential.
 *
 * @param own in place of the first list
 */
export async function evidenceScene(
  folder: string,
  pages: readonly number[] = [2, 1],
  own?: SceneList,
): Promise<Scene> {
  const keyPath = join(folder, "signing.pem");
  const publicKey = await makeSigningKey(keyPath);
  const commitments = [1234567n, 7654321n];
  const lists = ["opt-out", "music"].map((name, i): SceneList => {
    if (i === 0 && own !== undefined) return own;
    const digests = Array.from({ length: pages[i]! }, (_, page) => BigInt(1000 * (i + 1) + page));
    return { name, digests, root: listRoot(name, digests, { confidential: i === 1 }) };
  });
  const bundles = commitments.flatMap((commitment) =>
    lists.map(({ name, root, digests }) => bytes(writeBundle(bundleOf(commitment, name, root, digests)))),
  );
  const declaration: Declaration = {
    vendor: "Example AI",
    model: "example",
    version: "1.0",
    terms: "https://example.org/terms",
    weights: { kind: "sha256", digest: "cd".repeat(32) },
    parents: [],
    time: "2026-01-31T12:00:00Z",
    shards: commitments.map((commitment, i) => ({ name: ["web", "books"][i]!, commitment: String(commitment) })),
  };
  const manifests = commitments.map((commitment, i) =>
    manifestOf(commitment, i === 0 ? {} : { bases: [`${commitments[0]}`] }),
  );
  const parts: EvidenceParts = {
    // Most tests are of the older versions of facts, which tell numbers.
    declaration,
    bundles,
    tellCounts: true,
    keys: [bytes(stringifyJson(verificationKeyToSnarkjs(simulatedKey())))],
    lists: lists.map(({ root }) => root),
    manifests: manifests.map((manifest) => bytes(stringifyJson(manifest))),
  };
  const policy: PackPolicy = {
    signers: [{ name: "vendor", publicKey }],
    circuits: new Map([[simulatedId(), 16]]),
    lists: lists.map(({ name, root }) => ({ name, root: sha256(root) })),
    commitments,
  };
  return { parts, policy, keyPath };
}
