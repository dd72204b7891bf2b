import type { SnapshotList, SnapshotReach, SnapshotRelease, SnapshotShard } from "../snapshot.ts";

/** What a reach is computed from. `pages`: leading pages that a shard excludes, by the list's position. */
type Facts = {
  lists: ReadonlyMap<string, Pick<SnapshotList, "scheme">>;
  shards: ReadonlyMap<string, Pick<SnapshotShard, "registrations"> & { pages: ReadonlyMap<number, number> }>;
  releases: ReadonlyMap<string, Pick<SnapshotRelease, "vendor" | "shards" | "parents">>;
};

/** A shard of a release or of an ancestor, with the schemes that the vendor of that release declared. */
type Part = { release: number; shard: string; pages: ReadonlyMap<number, number>; schemes: ReadonlySet<string> };

const NONE: ReadonlyMap<number, number> = new Map();

/**
 * How far the proofs of releases reach, as `Releases.statusOf` says it: of the shards of a release and of its
 * ancestors, the first one with the fewest clean pages counts, and a shard without the list's scheme has none.
 *
 * @returns the reach of a release, by its position, against each list with at least one clean page
 */
export function releaseReach({ lists, shards, releases }: Facts): (place: number) => SnapshotReach[] {
  const all = [...releases.values()];
  const schemeOf = [...lists.values()].map(({ scheme }) => scheme);
  const lineages = lineagesOf(all);
  const parts = all.map(({ vendor, shards: commitments }, release) =>
    commitments.map((shard): Part => {
      const known = shards.get(shard);
      const registered = known?.registrations.find((each) => each.vendor === vendor);
      return { release, shard, pages: known?.pages ?? NONE, schemes: new Set(registered?.schemes) };
    }),
  );
  const against = (first: Part, rest: readonly Part[], list: number): SnapshotReach[] => {
    const pagesOf = ({ pages, schemes }: Part) => (schemes.has(schemeOf[list]!) ? (pages.get(list) ?? 0) : 0);
    const least = rest.reduce((fewest, each) => (pagesOf(each) < pagesOf(fewest) ? each : fewest), first);
    if (pagesOf(least) === 0) return [];
    return [{ list, pages: pagesOf(least), lagging: { release: least.release, shard: least.shard } }];
  };
  return (place) => {
    const [first, ...rest] = lineages[place]!.flatMap((ancestor) => parts[ancestor]!);
    if (first === undefined) return [];
    return [...first.pages.keys()].sort((a, b) => a - b).flatMap((list) => against(first, rest, list));
  };
}

/** Each release and its ancestors, each once, in the order of `Releases._addAncestors`. */
function lineagesOf(releases: readonly { parents: number[] }[]): number[][] {
  const lineages: number[][] = [];
  for (const [place, { parents }] of releases.entries())
    lineages.push([...new Set([place, ...parents.flatMap((parent) => lineages[parent]!)])]);
  return lineages;
}
