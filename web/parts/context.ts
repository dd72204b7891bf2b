import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type ListSubject, toListSubject } from "../../prover/registry.ts";
import type { Loaded } from "../data/standing.ts";

const Context = createContext<Loaded | null>(null);

export const LoadedProvider = Context.Provider;

/** The registry that every view below the page's frame is about. */
export function useLoaded(): Loaded {
  const loaded = useContext(Context);
  if (loaded === null) throw new Error("A view is shown before the registry was loaded.");
  return loaded;
}

/** What the registry says of a list, by its id. */
export function useSubjects(): (list: string) => ListSubject {
  const { registry } = useLoaded();
  return (list) => toListSubject(registry, list);
}
