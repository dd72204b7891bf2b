import type { RegistrySnapshot, SnapshotCircuit, SnapshotList, SnapshotReach } from "../../prover/registry.ts";

/**
 * One registry of what two nodes say, in which no verdict is better than by either: of two lists the longer one, of
 * two reaches the shorter one, and no registration that only one of them knows.
 */
export function worseSnapshot(one: RegistrySnapshot, other: RegistrySnapshot): RegistrySnapshot {
  const lists = merged(one.lists, other.lists, ({ list }) => list, longerList);
  const placeOf = new Map(lists.map(({ list }, i) => [list, i]));
  const placeInOther = other.lists.map(({ list }) => placeOf.get(list)!);
  const releases = new Map(other.releases.map((each) => [each.release, each.reached]));
  const shards = new Map(other.shards.map((each) => [each.commitment, each.reached]));
  const reachIn = (reached: readonly SnapshotReach[] | undefined): ReadonlyMap<number, number> =>
    new Map(reached?.map(({ list, pages }) => [placeInOther[list]!, pages]));
  return {
    ...one,
    circuits: merged(one.circuits, other.circuits, ({ circuit }) => circuit, lessTrusted),
    lists,
    releases: one.releases.map((each) => ({
      ...each,
      reached: shorter(each.reached, reachIn(releases.get(each.release))),
    })),
    shards: one.shards
      .filter(({ commitment }) => shards.has(commitment))
      .map((each) => ({ ...each, reached: shorter(each.reached, reachIn(shards.get(each.commitment))) })),
  };
}

/** What both have in common, by the choice of `worse`, and what only one has. */
function merged<T>(ones: readonly T[], others: readonly T[], idOf: (each: T) => string, worse: (a: T, b: T) => T): T[] {
  const known = new Map(others.map((each) => [idOf(each), each]));
  const ids = new Set(ones.map(idOf));
  return [
    ...ones.map((each) => {
      const other = known.get(idOf(each));
      return other === undefined ? each : worse(each, other);
    }),
    ...others.filter((each) => !ids.has(idOf(each))),
  ];
}

/** The one with more that has to be excluded. */
function longerList(one: SnapshotList, other: SnapshotList): SnapshotList {
  if (one.currentEpoch !== other.currentEpoch) return one.currentEpoch > other.currentEpoch ? one : other;
  const pages = ({ epochs, currentEpoch }: SnapshotList) => epochs[currentEpoch - 1]?.pageCount ?? 0;
  return pages(one) >= pages(other) ? one : other;
}

/** A revoked key makes nothing doubtful; what it proved is not counted in the reach. */
const lessTrusted = (one: SnapshotCircuit, other: SnapshotCircuit): SnapshotCircuit =>
  one.status === "revoked" ? other : one;

function shorter(reached: readonly SnapshotReach[], other: ReadonlyMap<number, number>): SnapshotReach[] {
  return reached
    .map((each) => ({ ...each, pages: Math.min(each.pages, other.get(each.list) ?? 0) }))
    .filter(({ pages }) => pages > 0);
}
