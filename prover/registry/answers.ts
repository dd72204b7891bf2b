import { judgeRelease, type Registry, toListSubject } from "./judge.ts";
import type { SnapshotRelease } from "./snapshot.ts";
import type { ListSubject, RegistryState, RegistryVerdict } from "./verdict.ts";

/** How many releases have each state. */
export type StateCounts = Record<RegistryState, number>;

/** A list, how much of it there is, and how many releases have which state against it. */
export type ListAnswer = ListSubject & {
  currentEpoch: number;
  epochCount: number;
  pageCount: number;
  /** When its current epoch was published, in seconds since 1970; null if no epoch counts. */
  time: number | null;
  states: StateCounts;
};

/** A release as it was registered, and its verdict against each list. Parents are ids. */
export type ReleaseAnswer = Omit<SnapshotRelease, "parents" | "reached"> & {
  parents: string[];
  verdicts: RegistryVerdict[];
};

/** A vendor: its models, what it registered, and when it first registered a release. */
export type VendorAnswer = { vendor: string; models: string[]; releases: number; shards: number; since: number };

/**
 * Which releases: each field narrows the choice. `weights`: SHA-256 in hexadecimal. `staleAgainst`: the id of a list to
 * whose current epoch the release is not proved to be clean, be it behind or never proved; the verdicts are then those
 * against that list only.
 */
export type ReleaseFilter = { model?: string; vendor?: string; weights?: string; staleAgainst?: string };

/**
 * All lists of a registry, in the order of their creation. Lists with equal names name each other.
 *
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * const [list] = listLists(registry);
 * console.log(list?.name, list?.currentEpoch, list?.sameName?.length); // opt-outs 1 0
 */
export const listLists = (registry: Registry): ListAnswer[] =>
  registry.snapshot.lists.map(({ list, epochs, currentEpoch }) => ({
    ...toListSubject(registry, list),
    currentEpoch,
    epochCount: epochs.length,
    pageCount: epochs[currentEpoch - 1]?.pageCount ?? 0,
    time: epochs[currentEpoch - 1]?.time ?? null,
    states: countStates(registry.snapshot.releases.map(({ release }) => judgeRelease(registry, release, list))),
  }));

/**
 * The releases of a registry that a filter chooses, in the order of their registration, each with a verdict against
 * every list.
 *
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * const stale = listReleases(registry, { model: "poet", staleAgainst: published.list });
 * console.log(stale.length); // 0
 */
export function listReleases(registry: Registry, filter: ReleaseFilter = {}): ReleaseAnswer[] {
  const { lists, releases } = registry.snapshot;
  const against = filter.staleAgainst === undefined ? lists.map(({ list }) => list) : [filter.staleAgainst];
  return releases
    .filter((release) => isChosen(release, filter))
    .map(({ reached, parents, ...release }) => ({
      ...release,
      parents: parents.map((place) => releases[place]!.release),
      verdicts: against.map((list) => judgeRelease(registry, release.release, list)),
    }))
    .filter(({ verdicts }) => filter.staleAgainst === undefined || verdicts.some(({ proved }) => proved !== "clean"));
}

/**
 * Everyone who registered a release or a shard, in the order of their first registration.
 *
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * const [vendor] = listVendors(registry);
 * console.log(vendor?.models.join(), vendor?.releases); // poet 1
 */
export function listVendors({ snapshot }: Registry): VendorAnswer[] {
  const vendors = new Map<string, VendorAnswer>();
  const seen = (vendor: string, time: number): VendorAnswer => {
    const known = vendors.get(vendor) ?? { vendor, models: [], releases: 0, shards: 0, since: time };
    known.since = Math.min(known.since, time);
    vendors.set(vendor, known);
    return known;
  };
  for (const { registrations } of snapshot.shards)
    for (const { vendor, time } of registrations) seen(vendor, time).shards++;
  for (const { vendor, time, model } of snapshot.releases) {
    const known = seen(vendor, time);
    known.releases++;
    if (!known.models.includes(model)) known.models.push(model);
  }
  return [...vendors.values()].sort((a, b) => a.since - b.since);
}

const isChosen = (release: SnapshotRelease, { model, vendor, weights }: ReleaseFilter): boolean =>
  (model === undefined || release.model === model) &&
  (vendor === undefined || release.vendor.toLowerCase() === vendor.toLowerCase()) &&
  (weights === undefined || release.weights === weights.toLowerCase());

function countStates(verdicts: readonly RegistryVerdict[]): StateCounts {
  const states = { unknown: 0, "never-proved": 0, behind: 0, clean: 0, "development-key": 0 };
  for (const { state } of verdicts) states[state]++;
  return states;
}
