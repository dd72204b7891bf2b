import { findSameNames } from "./sameName.ts";
import type { RegistrySnapshot, SnapshotCircuit, SnapshotList, SnapshotReach } from "./snapshot.ts";
import {
  type DoubtfulKeys,
  decideRegistryVerdict,
  type Lagging,
  type ListSubject,
  type RegistryVerdict,
  type ReleaseSubject,
  type ShardSubject,
} from "./verdict.ts";

/** A snapshot with what is looked up in it: build it once with `openRegistry`. */
export type Registry = {
  snapshot: RegistrySnapshot;
  lists: ReadonlyMap<string, number>;
  releases: ReadonlyMap<string, number>;
  shards: ReadonlyMap<string, number>;
  sameNames: ReadonlyMap<string, readonly SnapshotList[]>;
  keys: DoubtfulKeys;
};

/**
 * Makes a snapshot ready for questions.
 *
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * const verdict = judgeRelease(registry, release, published.list);
 * console.log(verdict.proved, verdict.state); // clean development-key
 */
export function openRegistry(snapshot: RegistrySnapshot): Registry {
  const { lists, releases, shards } = snapshot;
  return {
    snapshot,
    lists: new Map(lists.map(({ list }, i) => [list, i])),
    releases: new Map(releases.map(({ release }, i) => [release, i])),
    shards: new Map(shards.map(({ commitment }, i) => [commitment, i])),
    sameNames: findSameNames(lists),
    keys: findDoubtfulKeys(snapshot.circuits),
  };
}

/** The keys whose proofs count and that are not known to come from a ceremony. */
export function findDoubtfulKeys(
  circuits: readonly Pick<SnapshotCircuit, "circuit" | "status" | "setup">[],
): DoubtfulKeys {
  const counting = circuits.filter(({ status }) => status !== "revoked");
  const withSetup = (wanted: string) => counting.filter(({ setup }) => setup === wanted).map(({ circuit }) => circuit);
  return { development: withSetup("development"), unknown: withSetup("unknown") };
}

/**
 * The verdict on a release against a list, from a snapshot. One that the snapshot does not have is unknown.
 *
 * @param release its id
 * @param list the list's id
 */
export function judgeRelease(registry: Registry, release: string, list: string): RegistryVerdict {
  const known = registry.snapshot.releases[registry.releases.get(release) ?? -1];
  const subject: ReleaseSubject = {
    kind: "release",
    release,
    model: known?.model ?? null,
    version: known?.version ?? null,
    vendor: known?.vendor ?? null,
    weights: known?.weights ?? null,
    time: known?.time ?? null,
  };
  return judge(registry, subject, list, known?.reached ?? []);
}

/**
 * The verdict on a shard against a list, from a snapshot. One that no vendor registered is unknown.
 *
 * @param commitment in decimal
 * @param list the list's id
 */
export function judgeShard(registry: Registry, commitment: string, list: string): RegistryVerdict {
  const known = registry.snapshot.shards[registry.shards.get(commitment) ?? -1];
  const first = known?.registrations[0];
  const subject: ShardSubject = {
    kind: "shard",
    commitment,
    isRegistered: first !== undefined,
    vendor: first?.vendor ?? null,
    time: first?.time ?? null,
  };
  return judge(registry, subject, list, known?.reached ?? []);
}

function judge(
  registry: Registry,
  subject: ReleaseSubject | ShardSubject,
  list: string,
  reached: readonly SnapshotReach[],
): RegistryVerdict {
  const { snapshot, keys } = registry;
  const place = registry.lists.get(list);
  const known = snapshot.lists[place ?? -1];
  const reach = reached.find((each) => each.list === place);
  return decideRegistryVerdict({
    subject,
    list: toListSubject(registry, list),
    epochs: known?.epochs.slice(0, known.currentEpoch) ?? [],
    cleanPages: reach?.pages ?? 0,
    lagging: laggingOf(snapshot, reach),
    keys,
    chainId: snapshot.chainId,
    at: snapshot.at,
  });
}

const laggingOf = ({ releases }: RegistrySnapshot, reach: SnapshotReach | undefined): Lagging | null =>
  reach?.lagging === undefined
    ? null
    : { release: releases[reach.lagging.release]!.release, shard: reach.lagging.shard };

/**
 * What a verdict says of a list: who made it, and which others have the same name.
 *
 * @param list its id
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * const { name, reviewers } = toListSubject(registry, published.list);
 * console.log(name, reviewers.length); // opt-outs 0
 */
export function toListSubject({ snapshot, lists, sameNames }: Registry, list: string): ListSubject {
  const known = snapshot.lists[lists.get(list) ?? -1];
  const others = sameNames.get(list) ?? [];
  return {
    list,
    name: known?.name ?? null,
    owner: known?.owner ?? null,
    scheme: known?.scheme ?? null,
    reviewers: known?.reviewers ?? [],
    threshold: known?.threshold ?? 0,
    sameName: others.map((other) => ({ list: other.list, owner: other.owner })),
  };
}
