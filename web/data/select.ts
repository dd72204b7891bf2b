import {
  judgeRelease,
  type Registry,
  type RegistryState,
  type RegistryVerdict,
  toComparableName,
} from "../../prover/registry.ts";

/** Which releases, in which state against which list. Null: any. */
export type Choice = { query: string; list: string | null; state: string | null };

export const STATES: readonly RegistryState[] = ["clean", "behind", "never-proved", "development-key", "unknown"];

/**
 * Places of the releases that are chosen, the newest first, until there are `most`. Verdicts are made only where a
 * state is asked for, and only until then. `hasMore`: whether there may be further ones.
 */
export function chooseReleases(
  registry: Registry,
  { query, list, state }: Choice,
  most: number,
): { places: number[]; hasMore: boolean } {
  const { releases, lists } = registry.snapshot;
  const name = toComparableName(query);
  const against = list === null ? lists.map((each) => each.list) : [list];
  const isState = (release: string) =>
    state === null || against.some((each) => judgeRelease(registry, release, each).state === state);
  const places: number[] = [];
  for (let i = releases.length - 1; i >= 0; i--) {
    const { release, model, version, vendor, weights } = releases[i]!;
    const hasName =
      name === "" ||
      toComparableName(`${model} ${version}`).includes(name) ||
      [vendor.toLowerCase(), weights, release].some((id) => id.startsWith(name));
    if (!hasName || !isState(release)) continue;
    if (places.length === most) return { places, hasMore: true };
    places.push(i);
  }
  return { places, hasMore: false };
}

/** Verdicts of releases that were proved against a list and are behind now: of the newest releases, `most` of them. */
export function findStale(registry: Registry, most: number): RegistryVerdict[] {
  const { snapshot } = registry;
  const stale: RegistryVerdict[] = [];
  for (let i = snapshot.releases.length - 1; i >= 0; i--) {
    const { release, reached } = snapshot.releases[i]!;
    for (const { list } of reached) {
      if (stale.length === most) return stale;
      const verdict = judgeRelease(registry, release, snapshot.lists[list]!.list);
      if (verdict.proved === "behind") stale.push(verdict);
    }
  }
  return stale;
}

/** A release and everything it descends from, each with how many steps away it is at most. */
export function ancestorsOf({ snapshot }: Registry, place: number, most: number): { place: number; depth: number }[] {
  const depths = new Map([[place, 0]]);
  // Parents are earlier: from the newest to the oldest, each is final when it is reached.
  for (let i = place; i >= 0 && depths.size < most; i--) {
    const depth = depths.get(i);
    if (depth === undefined) continue;
    for (const parent of snapshot.releases[i]!.parents)
      depths.set(parent, Math.max(depths.get(parent) ?? 0, depth + 1));
  }
  return [...depths].map(([each, depth]) => ({ place: each, depth }));
}
