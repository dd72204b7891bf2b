import { createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";
import { type ListSubject, toListSubject } from "../../prover/registry.ts";
import type { Loaded } from "../data/standing.ts";

/**
 * What every view below the page's frame has. `ask`: compare with these nodes; null: with the page's own. `confirm`:
 * compare a release that was not.
 */
export type Shared = {
  loaded: Loaded;
  ask: (nodes: readonly string[] | null) => void;
  confirm: (release: string) => void;
};

const Context = createContext<Shared | null>(null);

export const SharedProvider = Context.Provider;

function useShared(): Shared {
  const shared = useContext(Context);
  if (shared === null) throw new Error("A view is shown before the registry was loaded.");
  return shared;
}

/** The registry, and how far it can be relied on. */
export const useLoaded = (): Loaded => useShared().loaded;

/** Compares the registry with other nodes. */
export const useAsk = (): Shared["ask"] => useShared().ask;

/** Compares the release that a view is about, once everything else was compared. */
export function useComparison(release: string): void {
  const { loaded, confirm } = useShared();
  const isMissing = loaded.standing === "agrees" && !loaded.comparedReleases.has(release);
  useEffect(() => {
    if (isMissing) confirm(release);
  }, [release, isMissing]);
}

/** What the registry says of a list, by its id. */
export function useSubjects(): (list: string) => ListSubject {
  const { registry } = useLoaded();
  return (list) => toListSubject(registry, list);
}
