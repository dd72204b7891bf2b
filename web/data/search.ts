import { type Registry, toComparableName } from "../../prover/registry.ts";

/** What a search found: places in the snapshot's releases and lists, and addresses of vendors. */
type Found = { releases: number[]; lists: number[]; vendors: string[] };

/** How many hits of each kind a search gives. */
const MOST_FOUND = 30;

/** An id is looked up from so many characters on: all of them begin alike. */
const LEAST_OF_ID = 4;

type Entry = { place: number; names: string[]; ids: string[] };

const indexes = new WeakMap<Registry, { releases: Entry[]; lists: Entry[] }>();

/**
 * Looks for a text in names (anywhere) and in ids, addresses, digests, commitments and content identifiers (at their
 * start). Compatible characters, case, spaces and invisible characters make no difference. The newest come first.
 */
export function search(registry: Registry, query: string): Found {
  const name = toComparableName(query);
  if (name === "") return { releases: [], lists: [], vendors: [] };
  const { releases, lists } = indexOf(registry);
  const id = query.trim().toLowerCase();
  const isHit = ({ names, ids }: Entry) =>
    names.some((each) => each.includes(name)) ||
    (id.length >= LEAST_OF_ID && ids.some((each) => each.startsWith(id) || each === `0x${id}`));
  const vendors = new Set<string>();
  if (/^0x[0-9a-f]{2,}$/.test(id))
    for (const { vendor } of registry.snapshot.releases) if (vendor.toLowerCase().startsWith(id)) vendors.add(vendor);
  return {
    releases: newest(releases, isHit),
    lists: newest(lists, isHit),
    vendors: [...vendors].slice(0, MOST_FOUND),
  };
}

function newest(entries: readonly Entry[], isHit: (entry: Entry) => boolean): number[] {
  const found: number[] = [];
  for (let i = entries.length - 1; i >= 0 && found.length < MOST_FOUND; i--)
    if (isHit(entries[i]!)) found.push(entries[i]!.place);
  return found;
}

/** What is searched, written once in a form that compares fast. */
function indexOf(registry: Registry): { releases: Entry[]; lists: Entry[] } {
  const known = indexes.get(registry);
  if (known !== undefined) return known;
  const { snapshot, shards } = registry;
  const releases = snapshot.releases.map((release, place) => ({
    place,
    names: [toComparableName(`${release.model} ${release.version}`)],
    ids: [
      release.release,
      release.vendor,
      release.weights,
      ...release.evidence,
      ...release.shards.flatMap((shard) => [shard, ...urisOf(snapshot.shards[shards.get(shard) ?? -1]?.registrations)]),
    ].map((id) => id.toLowerCase()),
  }));
  const lists = snapshot.lists.map((list, place) => ({
    place,
    names: [toComparableName(list.name)],
    ids: [
      list.list,
      list.owner,
      ...list.reviewers,
      ...list.epochs.map(({ contentHash }) => contentHash),
      ...urisOf(list.epochs),
    ].map((id) => id.toLowerCase()),
  }));
  const made = { releases, lists };
  indexes.set(registry, made);
  return made;
}

const urisOf = (registrations: readonly { uri: string }[] = []): string[] =>
  registrations.flatMap(({ uri }) => (uri === "" ? [] : [uri, cidOf(uri)]));

/** A content identifier is searched without what comes before it in an address. */
const cidOf = (uri: string): string => uri.replace(/^ipfs:\/\//i, "");
