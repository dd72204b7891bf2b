import type { PageSize } from "../blocklist/format.ts";
import type { CircuitKind } from "../shared/circuit.ts";

/** An exclusion circuit: how many entries it proves and how many tree nodes it can open. */
export type Circuit = {
  readonly kind: "exclusion";
  readonly name: string;
  readonly entries: PageSize;
  readonly nodes: number;
};

/** Any circuit of this project. `entries`: of the page that it is about; 1 where it is about one key. */
export type AnyCircuit = {
  readonly kind: CircuitKind;
  readonly name: string;
  readonly entries: number;
  readonly nodes?: number;
};

/**
 * The exclusion circuits of circuits/main, smallest first. Each fills its power of two (circuits/constraints.json),
 * except 256x582, which has room for every page against up to 2^18 buckets, a million keys, and a third less to prove
 * than 256x992. 256x50 has room for up to ten entries in any tree, and for full pages whose entries lie close together.
 */
export const CIRCUITS: readonly Circuit[] = [
  circuit(16, 60),
  circuit(16, 138),
  circuit(256, 50),
  circuit(256, 365),
  circuit(256, 582),
  circuit(256, 992),
];

/** One key, in a tree of any depth. */
export const INCLUSION = { kind: "inclusion", name: "inclusion", entries: 1 } as const;

/** By page size. */
export const LISTINGS = { 16: listing(16), 256: listing(256) } as const;

export const ALL_CIRCUITS: readonly AnyCircuit[] = [...CIRCUITS, INCLUSION, ...Object.values(LISTINGS)];

function circuit(entries: PageSize, nodes: number): Circuit {
  return { kind: "exclusion", name: `exclusion_${entries}x${nodes}`, entries, nodes };
}

function listing(entries: PageSize) {
  return { kind: "listing", name: `listing_${entries}`, entries } as const;
}
