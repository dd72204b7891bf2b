import { badAnswer } from "../rpc.ts";
import type { RegistrySnapshot, SnapshotCircuit, SnapshotList, SnapshotRelease, SnapshotShard } from "../snapshot.ts";
import { releaseReach } from "./reach.ts";

/** A release whose reach is not computed yet. */
type DraftRelease = Omit<SnapshotRelease, "reached">;

/** A shard; `pages`: how many leading pages are excluded, by the list's position. */
type DraftShard = Pick<SnapshotShard, "commitment" | "registrations"> & { pages: Map<number, number> };

/**
 * A registry while events are applied to it. `places`: positions of lists and releases by their ids. `touched`: the
 * shards and lists whose pages have to be asked for.
 */
export type Draft = {
  circuits: Map<string, SnapshotCircuit>;
  lists: Map<string, SnapshotList>;
  shards: Map<string, DraftShard>;
  releases: Map<string, DraftRelease>;
  places: { lists: Map<string, number>; releases: Map<string, number> };
  touched: Map<string, { commitment: string; list: string }>;
};

/** @returns a registry without anything, or a copy of what a snapshot has */
export function toDraft(snapshot: RegistrySnapshot | null): Draft {
  const { circuits = [], lists = [], shards = [], releases = [] } = snapshot ?? {};
  return {
    circuits: new Map(circuits.map((each) => [each.circuit, each])),
    lists: new Map(
      lists.map((each) => [each.list, { ...each, epochs: [...each.epochs], publishers: [...each.publishers] }]),
    ),
    shards: new Map(shards.map((each) => [each.commitment, toDraftShard(each)])),
    releases: new Map(
      releases.map(({ reached: _, ...each }) => [each.release, { ...each, evidence: [...each.evidence] }]),
    ),
    places: {
      lists: new Map(lists.map(({ list }, i) => [list, i])),
      releases: new Map(releases.map(({ release }, i) => [release, i])),
    },
    touched: new Map(),
  };
}

const toDraftShard = ({ commitment, registrations, reached }: SnapshotShard): DraftShard => ({
  commitment,
  registrations: [...registrations],
  pages: new Map(reached.map(({ list, pages }) => [list, pages])),
});

/** @throws chain `chain/bad-answer` for one that is there already */
export function addList({ lists, places }: Draft, list: SnapshotList): void {
  if (lists.has(list.list)) throw badAnswer("events", `list ${list.list} created twice`);
  places.lists.set(list.list, lists.size);
  lists.set(list.list, list);
}

/** @throws chain `chain/bad-answer` for one that is there already */
export function addRelease({ releases, places }: Draft, release: DraftRelease): void {
  if (releases.has(release.release)) throw badAnswer("events", `release ${release.release} registered twice`);
  places.releases.set(release.release, releases.size);
  releases.set(release.release, release);
}

/** @throws chain `chain/bad-answer` for a list that no event created */
export function listIn({ lists }: Draft, list: string): SnapshotList {
  const known = lists.get(list);
  if (known === undefined) throw badAnswer("events", `one of list ${list}, which none opened`);
  return known;
}

export function shardIn({ shards }: Draft, commitment: string): DraftShard {
  const known = shards.get(commitment) ?? { commitment, registrations: [], pages: new Map() };
  shards.set(commitment, known);
  return known;
}

export const touch = ({ touched }: Draft, commitment: string, list: string): void =>
  void touched.set(`${commitment}/${list}`, { commitment, list });

/** Marks every shard that excludes pages of the lists, because something no longer counts. */
export function touchAll(draft: Draft, isAbout: (list: string) => boolean): void {
  const names = [...draft.lists.keys()];
  for (const { commitment, pages } of draft.shards.values())
    for (const place of pages.keys()) if (isAbout(names[place]!)) touch(draft, commitment, names[place]!);
}

const byPlace = (a: { list: number }, b: { list: number }): number => a.list - b.list;

/** The parts of a snapshot, in its order. */
export function fromDraft(draft: Draft): Pick<RegistrySnapshot, "circuits" | "lists" | "shards" | "releases"> {
  const shards = [...draft.shards.values()].filter(({ registrations, pages }) => registrations.length + pages.size > 0);
  const reachOf = releaseReach(draft);
  return {
    circuits: [...draft.circuits.values()],
    lists: [...draft.lists.values()],
    shards: shards
      .sort((a, b) => (a.commitment < b.commitment ? -1 : 1))
      .map(({ pages, ...shard }) => ({
        ...shard,
        reached: [...pages].map(([list, count]) => ({ list, pages: count })).sort(byPlace),
      })),
    releases: [...draft.releases.values()].map((release, place) => ({ ...release, reached: reachOf(place) })),
  };
}
