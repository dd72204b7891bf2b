import type { Blocklist, ListedPage } from "../../blocklist/list.ts";
import type { Circuit } from "../../plan/circuits.ts";
import { planProofs, type Task } from "../../plan/plan.ts";
import type { CircuitChoice } from "../../shared/circuit.ts";
import type { Commitment, ListId } from "../../shared/ids.ts";
import type { Span } from "../../statements/planDisjointness.ts";

/** A shard and a list, and what is known about the pair: pages by number. */
export type Known = {
  shard: { shard: string; folder: string; commitment: Commitment; manifest: { bucketBits: number } };
  list: { id: ListId; counting: Blocklist };
  /** Pages that the ledger has accepted. */
  accepted: ReadonlySet<number>;
  /** Pages with a proof in the output folder. */
  stored: ReadonlySet<number>;
  /**
   * The installed circuits that the ledger accepts proofs of. A larger one of these is preferred to a smaller one that
   * it refuses.
   */
  circuits: readonly Circuit[];
};

/** What is left to do for a shard and a list: proofs to make, and pages to submit. */
export type Pair<K extends Known = Known> = K & { prove: Task<ListedPage>[]; submit: number[] };

/**
 * The difference between what a release needs and what there is: every page that counts against every shard, once
 * proved and once accepted.
 *
 * @throws data `plan/no-circuit`
 */
export const planRelease = <K extends Known>(known: readonly K[], choice?: CircuitChoice): Pair<K>[] =>
  known.map((pair) => {
    const { pages } = pair.list.counting;
    const prove = planProofs(pair.shard.manifest.bucketBits, pages, pair.stored, pair.circuits, choice);
    return { ...pair, prove, submit: pages.flatMap((_, page) => (pair.accepted.has(page) ? [] : [page])) };
  });

/** A disjointness proof to make: the keys of the shard, and the entries that it is about. */
export type DisjointnessWork = { keys: number; entries: number };

/** A shard with an accumulator and a list: what is known, in pages, and what is left to do, in proofs. */
type WholePair = Pick<Known, "accepted" | "stored"> & {
  list: { counting: Blocklist };
  prove: readonly Span[];
  submit: readonly Span[];
  work: readonly DisjointnessWork[];
};

/** What a plan comes to. `circuits`: page proofs to make, by circuit; `disjointness`: disjointness proofs to make. */
export type PlanTotals = {
  pages: number;
  accepted: number;
  stored: number;
  prove: number;
  submit: number;
  circuits: Record<string, number>;
  disjointness: DisjointnessWork[];
};

export function totalsOf(pairs: readonly (Pair | WholePair)[]): PlanTotals {
  const sum = (of: (pair: Pair | WholePair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const circuits: Record<string, number> = {};
  for (const { circuit } of pairs.flatMap((pair) => ("work" in pair ? [] : pair.prove)))
    circuits[circuit.name] = (circuits[circuit.name] ?? 0) + 1;
  return {
    pages: sum(({ list }) => list.counting.pages.length),
    accepted: sum(({ accepted }) => accepted.size),
    stored: sum(({ stored }) => stored.size),
    prove: sum(({ prove }) => prove.length),
    submit: sum(({ submit }) => submit.length),
    circuits,
    disjointness: pairs.flatMap((pair) => ("work" in pair ? pair.work : [])),
  };
}
