import { behindCheck, type Check, check } from "../shared/verdict.ts";
import { describeState, toIsoTime } from "./describe.ts";
import { reachOf } from "./epochs.ts";
import { judgeRelease, judgeShard, type Registry } from "./judge.ts";
import type { SnapshotList } from "./snapshot.ts";
import type { RegistryVerdict } from "./verdict.ts";

/**
 * What evidence of a release says that a registry can confirm. `root`: SHA-256 of a list's root document; `chain`:
 * which list of the chain it is, and the epoch. `release` is null if it is not registered. `shards`: commitments.
 */
export type EvidenceClaims = {
  chainId: number;
  release: string | null;
  parents: readonly string[];
  shards: readonly string[];
  lists: readonly { name: string; root: string; chain: { list: string; epoch: number } | null }[];
};

/**
 * Compares evidence with a registry, as `disjoint verify PACK --rpc` compares it with the contracts, check by check:
 * each list has the root document at its epoch, every shard is clean up to it, and the release with all its ancestors
 * is, or each parent of a release that is not registered. A list that has grown since gives the outcome `behind`.
 *
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * const lists = [{ name: "opt-outs", root: "00".repeat(32), chain: { list: published.list, epoch: 1 } }];
 * const claims = { chainId: chain.chainId, release, parents: [], shards: [], lists };
 * const [, epoch] = checkEvidence(registry, claims);
 * console.log(epoch?.name, epoch?.ok); // node-epoch-opt-outs false
 */
export function checkEvidence(registry: Registry, claims: EvidenceClaims): Check[] {
  const { chainId, at } = registry.snapshot;
  const sameChain = check("node-chain", chainId === claims.chainId, `the registry is of chain ${chainId}`);
  if (!sameChain.ok) return [sameChain];
  const releases =
    claims.release === null
      ? claims.parents.map((parent, i) => [`node-parent-${i}`, parent] as const)
      : [["node-release", claims.release] as const];
  return [
    sameChain,
    ...claims.lists.flatMap(({ name, root, chain: reference }): Check[] => {
      if (reference === null) return [check("node-epoch", false, NO_LIST, `node-epoch-${name}`)];
      const { list, epoch } = reference;
      const known = registry.snapshot.lists[registry.lists.get(list) ?? -1];
      const reaches = ({ cleanEpoch }: RegistryVerdict) => cleanEpoch >= epoch;
      const problem = (verdict: RegistryVerdict) =>
        `at block ${at.number}, up to epoch ${epoch}: ${describeState(verdict)}`;
      return [
        check(
          "node-epoch",
          known?.epochs[epoch - 1]?.contentHash === `0x${root}`,
          `at block ${at.number} that epoch has another root document`,
          `node-epoch-${name}`,
        ),
        ...claims.shards.map((commitment, i) => {
          const verdict = judgeShard(registry, commitment, list);
          return check("node-shard", reaches(verdict), problem(verdict), `node-shard-${i}-${name}`);
        }),
        ...releases.map(([kind, release]) => {
          const verdict = judgeRelease(registry, release, list);
          return check("node-release", reaches(verdict), problem(verdict), `${kind}-${name}`);
        }),
        ...growthOf(known, name, epoch),
      ];
    }),
  ];
}

const NO_LIST = "the evidence does not say which list of the chain it is";

/** That the list has grown since, if it has. */
function growthOf(list: SnapshotList | undefined, name: string, epoch: number): Check[] {
  if (list === undefined || epoch >= list.currentEpoch) return [];
  const confirmed = list.epochs.slice(0, list.currentEpoch);
  const { cleanEpoch, currentEpoch, pagesBehind, since } = reachOf(confirmed, confirmed[epoch - 1]?.pageCount ?? 0);
  return [
    behindCheck(`node-current-${name}`, {
      list: name,
      epoch: cleanEpoch,
      of: currentEpoch,
      pagesBehind,
      ...(since !== null && { since: toIsoTime(since) }),
    }),
  ];
}
