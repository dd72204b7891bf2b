import { judgeRelease, type Registry, type RegistryVerdict, type SnapshotList } from "../../prover/registry.ts";
import { type Fingerprints, fingerprint } from "./fingerprint.ts";
import { type Hit, type ListFolder, type ListSearch, searchList } from "./searchList.ts";

/** A hit, and how the releases stand to it. */
export type FoundEntry = Hit & { excludedBy: RegistryVerdict[]; notProvedBy: RegistryVerdict[] };

/** What the search of one list came to. */
export type ListResult = { list: SnapshotList; search: ListSearch; found: FoundEntry[] };

/** What was compared of a work, and what every list of the registry came to. */
export type WorkResult = { works: Fingerprints[]; lists: ListResult[] };

/**
 * Searches every list of a registry for a work. A list without a folder is in the result as not at hand.
 *
 * @param folders by the id of the list
 */
export async function searchWork(
  registry: Registry,
  folders: ReadonlyMap<string, ListFolder>,
  work: Uint8Array,
): Promise<WorkResult> {
  const works = fingerprint(work);
  const lists: ListResult[] = [];
  for (const list of registry.snapshot.lists) {
    const folder = folders.get(list.list) ?? (async () => undefined);
    const search = await searchList(list, folder, works);
    const hits = search.state === "searched" ? search.hits : [];
    lists.push({ list, search, found: hits.map((hit) => standingOf(registry, list.list, hit)) });
  }
  return { works, lists };
}

/** A release excludes an entry if proofs that count reach as far as it was published. */
function standingOf(registry: Registry, list: string, hit: Hit): FoundEntry {
  const verdicts = registry.snapshot.releases.map(({ release }) => judgeRelease(registry, release, list));
  const excludes = ({ cleanPages, state }: RegistryVerdict) => state !== "unknown" && cleanPages >= hit.cleanPages;
  return {
    ...hit,
    excludedBy: verdicts.filter(excludes),
    notProvedBy: verdicts.filter((verdict) => !excludes(verdict)),
  };
}
