import type { PageSize } from "../blocklist/page.ts";

/** An exclusion circuit: how many entries it proves and how many tree nodes it can open. */
export type Circuit = { readonly name: string; readonly entries: PageSize; readonly nodes: number };

/**
 * The circuits of circuits/main, smallest first. Each fills its power of two (circuits/constraints.json), but 256x582,
 * which has room for every page against up to 2^18 buckets, a million keys, with a third less to prove than 256x992.
 */
export const CIRCUITS: readonly Circuit[] = [
  circuit(16, 60),
  circuit(16, 138),
  circuit(256, 365),
  circuit(256, 582),
  circuit(256, 992),
];

function circuit(entries: PageSize, nodes: number): Circuit {
  return { name: `exclusion_${entries}x${nodes}`, entries, nodes };
}
