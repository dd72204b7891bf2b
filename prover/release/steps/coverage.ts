import type { Deployment } from "../../chain/deployment/document.ts";
import { classifyReach, readUpTo } from "../../chain/releases/reach.ts";
import { readCleanStatus } from "../../chain/releases/status.ts";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { UpTo } from "../../shared/verdict.ts";
import type { Config } from "../config/config.ts";
import type { ComparedShard, Coverage } from "../report/report.ts";
import { type CountedList, isDemanded } from "./counting.ts";
import type { ReleasePair } from "./prove.ts";

/**
 * A pair, the number of proofs that the run made for it, and the pages that were accepted or proved when it began. A
 * pair of a run that ends early has only what it began with.
 */
export type EndedPair = ReleasePair & { made?: number; before?: ReleasePair };

/** What is known about each pair when the run ends. */
export const coverageOfPairs = (pairs: readonly EndedPair[]): Coverage[] =>
  pairs.map((pair) => {
    const { shard, list, accepted, made = 0, before = pair } = pair;
    const pages = list.counting.pages.length;
    return {
      shard: shard.label,
      commitment: String(shard.commitment),
      list: list.list.name,
      scheme: list.list.scheme,
      listId: list.id,
      epoch: list.epoch,
      pages,
      clean: accepted.size,
      made,
      reused: new Set([...before.accepted, ...before.stored]).size,
    };
  });

/**
 * What of each shard is compared and what is not: in all its sources, or, if they were not read, as recorded in its
 * last layer.
 */
export function comparedShards(pairs: readonly ReleasePair[]): ComparedShard[] {
  const last = new Map(pairs.map(({ shard }) => [shard.shard, shard]));
  return [...last.values()].map(({ shard, manifest, compared }) => ({
    shard,
    coverage: compared?.coverage ?? manifest.coverage ?? null,
    passedOver: compared?.passedOver ?? [],
    crowds: compared?.crowds ?? [],
  }));
}

/**
 * The lists of which the release is less clean than the policy demands. Since all of its own pages are accepted, an
 * ancestor is behind.
 */
export async function behind(
  { policy }: Config,
  chain: Chain,
  deployment: Deployment,
  lists: readonly CountedList[],
  release: ReleaseId,
): Promise<Coverage[]> {
  const rows: Coverage[] = [];
  const blockRef = await readConfirmedBlock(chain);
  const demanded = lists.filter(({ list: { name } }) => isDemanded(policy.lists, name));
  const all = await mapConcurrently(demanded, ({ id }) => readCleanStatus(chain, deployment, id, release, blockRef));
  for (const [i, { id, list }] of demanded.entries()) {
    const status = all[i]!;
    const { cleanPages, cleanEpoch, currentEpoch, lag, laggingRelease, laggingShard } = status;
    if (lag <= policy.maximumLag && cleanEpoch >= policy.minimumEpoch) continue;
    rows.push({
      shard: laggingRelease === release ? "the release" : `ancestor ${laggingRelease}`,
      commitment: String(laggingShard),
      list: list.name,
      scheme: list.scheme,
      listId: id,
      epoch: currentEpoch,
      pages: cleanPages + Math.max(lag, 1),
      clean: cleanPages,
      made: 0,
      reused: 0,
    });
  }
  return rows;
}

/**
 * How much of lists that have grown a registered release covers, according to the chain. Empty if it is clean of all
 * lists, or if it is not clean of one up to any epoch: then nothing can be claimed.
 */
export async function reach(
  chain: Chain,
  deployment: Deployment,
  { pairs, behind: late = [] }: { pairs: readonly ReleasePair[]; behind?: readonly Coverage[] },
  release: ReleaseId,
): Promise<UpTo[]> {
  const isOpen = late.length > 0 || pairs.some(({ submit }) => submit.length > 0);
  if (!isOpen || pairs.some(({ accepted }) => accepted.size === 0)) return [];
  const blockRef = await readConfirmedBlock(chain);
  const all: UpTo[] = [];
  for (const [id, name] of new Map(pairs.map(({ list }) => [list.id, list.list.name]))) {
    const status = await readCleanStatus(chain, deployment, id, release, blockRef);
    const outcome = classifyReach(status);
    if (outcome === "open") return [];
    if (outcome === "behind") all.push(await readUpTo(chain, deployment, { id, name }, status, blockRef));
  }
  return all;
}
