import { commitmentOf } from "../../prover/accumulator/hashes.ts";
import { accumulatorsToJson, type ListAccumulators } from "../../prover/accumulator/listAccumulators.ts";
import { writeBundle } from "../../prover/bundle/document.ts";
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import { submitDisjointness } from "../../prover/chain/ledger/disjointness.ts";
import { submitProofs } from "../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import { makeChainDocument } from "../../prover/chain/receipts/chainDocument.ts";
import { registerRelease } from "../../prover/chain/releases/release.ts";
import type { EvidenceParts } from "../../prover/evidence/make.ts";
import { proofToWords } from "../../prover/groth16/proof.ts";
import type { Chain } from "../../prover/rpc/connection.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { type ListId, toCommitment, toListId } from "../../prover/shared/ids.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { claimOf, draw, randomScalar } from "../prover/accumulator/known.ts";
import { simulatedCircuit } from "./chain.ts";
import { POWERS } from "./disjointness.ts";
import { bundleOf, evidenceScene, listRoot, manifestOf, type Scene } from "./evidence.ts";
import { TRAPDOOR } from "./simulator.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const PAGES = 1234567n;

/** A list of two epochs with pages and accumulators, and what a shard with an accumulator has against it. */
function accumulatedList(name: string, { keys, rho }: { keys: readonly bigint[]; rho: bigint }) {
  const { entries } = draw(0, 5);
  const against = (some: readonly bigint[]) =>
    claimOf({ keys: [...keys], entries: [...some], rho, sigma: 1n, blinding: randomScalar() });
  const claims = { first: against(entries.slice(0, 3)), whole: against(entries), added: against(entries.slice(3)) };
  const accumulators: ListAccumulators = {
    powers: POWERS,
    epochs: [
      { whole: claims.first.list, added: claims.first.list },
      { whole: claims.whole.list, added: claims.added.list },
    ],
  };
  const start = name.length;
  const digests = [BigInt(1000 * start), BigInt(1000 * start + 1)];
  const root = (epochs: number) =>
    listRoot(name, digests.slice(0, epochs), {
      format: "disjoint/blocklist/v3",
      epochs: [1, 2].slice(0, epochs),
      leftOut: [],
      accumulators: accumulatorsToJson({ ...accumulators, epochs: accumulators.epochs.slice(0, epochs) }),
    });
  return { name, entries, digests, root, claims, accumulators };
}

/** Two lists, the first one with the lower root: packs sort by it. */
function twoLists(shard: { keys: readonly bigint[]; rho: bigint }, epochs: number): List[] {
  const lists = ["opt-out", "music"].map((name) => accumulatedList(name, shard));
  const [one, other] = lists.map(({ root }) => sha256(root(epochs)));
  return one! < other! ? lists : twoLists(shard, epochs);
}

type List = ReturnType<typeof accumulatedList>;

/** A scene, its lists, and the accumulator of the second shard. */
export type MixedScene = Scene & { lists: List[] };

/**
 * A shard with a Merkle tree and a shard with an accumulator against two lists that have pages and accumulators.
 *
 * @param isMixed whether there is the shard with a Merkle tree
 * @param epochs how far the lists go
 */
export async function mixedScene(folder: string, { isMixed = true, epochs = 2 } = {}): Promise<MixedScene> {
  const { parts, policy, keyPath } = await evidenceScene(folder);
  const shard = draw(3, 0);
  const lists = twoLists(shard, epochs);
  const { accumulator } = lists[0]!.claims.first;
  const commitment = commitmentOf(POWERS, accumulator);
  const byAccumulator = ({ name, root, claims: { first, whole, added } }: List, i: number) => ({
    commitment,
    powers: POWERS,
    accumulator,
    scheme: "sha256",
    blocklist: { name, root: sha256(root(epochs)) },
    statements: [
      ...(i === 0 || epochs === 1 ? [{ from: 0, to: 1, list: first.list, proof: first.proof }] : []),
      ...(i === 0 && epochs === 2 ? [{ from: 1, to: 2, list: added.list, proof: added.proof }] : []),
      ...(i === 1 && epochs === 2 ? [{ from: 0, to: 2, list: whole.list, proof: whole.proof }] : []),
    ],
  });
  const bundles = [
    ...(isMixed
      ? lists.map(({ name, root, digests }) => bundleOf(PAGES, name, root(epochs), digests.slice(0, epochs)))
      : []),
    ...lists.map(byAccumulator),
  ];
  const shards = [...(isMixed ? [PAGES] : []), commitment];
  const mixed: EvidenceParts = {
    ...parts,
    declaration: {
      ...parts.declaration,
      shards: shards.map((each, i) => ({ name: `shard ${i}`, commitment: String(each) })),
    },
    bundles: bundles.map((bundle) => bytes(writeBundle(bundle))),
    lists: lists.map(({ root }) => root(epochs)),
    manifests: shards.map((each) => bytes(stringifyJson(manifestOf(each)))),
  };
  return {
    keyPath,
    lists,
    parts: mixed,
    policy: {
      ...policy,
      powers: [POWERS],
      lists: lists.map(({ name, root }) => ({ name, root: sha256(root(epochs)) })),
      commitments: shards,
    },
  };
}

/**
 * How the scene gets onto a chain: lists with their pages or without; `wrong`: with an accumulator of other entries at
 * the first epoch.
 */
type Way = { isWithoutPages?: boolean; wrong?: boolean };

/** Brings the lists' epochs, the acceptances of all shards and the release onto a chain. */
export async function onChainMixed(
  chain: Chain,
  { parts, lists }: MixedScene,
  { isWithoutPages = false, wrong = false }: Way = {},
) {
  const powers = { id: POWERS, kind: "development" } as const;
  const { deployment } = await deployContracts(chain, [simulatedCircuit(TRAPDOOR, 16)], { powers });
  const published: { root: string; list: ListId }[] = [];
  const commitments = parts.declaration.shards.map(({ commitment }) => toCommitment(commitment));
  const commitment = commitments.at(-1)!;
  for (const { name, digests, root, claims, accumulators } of lists) {
    const { accumulator } = claims.first;
    const config = { scheme: "sha256", metadata: name, reviewers: [], threshold: 0 };
    const shared = { list: toListId("0x".padEnd(66, "0")), commitment, accumulator };
    for (const epoch of [1, 2]) {
      const { whole, added } = accumulators.epochs[epoch - 1]!;
      const other = wrong && epoch === 1 ? claims.added.list : whole;
      const { list } = await publishBlocklist(chain, deployment, {
        config,
        contentHash: `0x${sha256(root(epoch))}`,
        uri: "",
        pages: isWithoutPages ? [] : digests.slice(0, epoch).map((digest) => ({ digest, size: 16 as const })),
        accumulators: { powers: POWERS, whole: other, ...(epoch === 2 && { added }) },
      });
      shared.list = list;
      if (epoch === 1 && name === "opt-out") {
        const claim = wrong ? claims.added : claims.first;
        await submitDisjointness(chain, deployment, [
          { ...shared, epoch, added: false, listAccumulator: claim.list, proof: claim.proof },
        ]);
      }
    }
    const claim = name === "opt-out" ? claims.added : claims.whole;
    await submitDisjointness(chain, deployment, [
      { ...shared, epoch: 2, added: name === "opt-out", listAccumulator: claim.list, proof: claim.proof },
    ]);
    published.push({ root: sha256(root(2)), list: shared.list });
    if (commitments.length === 1) continue;
    const { statements } = bundleOf(PAGES, name, root(2), digests);
    const proofs = statements.map(({ proof, ...rest }) => ({
      ...rest,
      commitment: commitments[0]!,
      proof: proofToWords(proof),
    }));
    await submitProofs(chain, deployment, shared.list, proofs);
  }
  const { model, version, weights, terms, parents } = parts.declaration;
  const shards = commitments.map((each) => ({ commitment: each, schemes: ["sha256"], uri: "" }));
  const described = { model, version, terms, parents, shards, weights: weights.digest };
  const { release } = await registerRelease(chain, deployment, described);
  const subjects = { lists: published, commitments, release };
  return { deployment, subjects, document: await makeChainDocument(chain, deployment, subjects) };
}
