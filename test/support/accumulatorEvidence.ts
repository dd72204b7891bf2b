import { commitmentOf } from "../../prover/accumulator/hashes.ts";
import { accumulatorsToJson, type ListAccumulators } from "../../prover/accumulator/listAccumulators.ts";
import { writeBundle } from "../../prover/bundle/document.ts";
import type { EvidenceParts } from "../../prover/evidence/make.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { claimOf, draw, randomScalar } from "../prover/accumulator/known.ts";
import { POWERS } from "./disjointness.ts";
import { bundleOf, evidenceScene, listRoot, manifestOf, type Scene } from "./evidence.ts";

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
  return { name, digests, root, claims, accumulators };
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
  const lists = ["opt-out", "music"].map((name) => accumulatedList(name, shard));
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
