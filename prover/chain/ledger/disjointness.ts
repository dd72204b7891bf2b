import { g1Words, g2Words } from "../../accumulator/hashes.ts";
import type { DisjointnessProof } from "../../accumulator/proof.ts";
import type { G1, G2 } from "../../groth16/points.ts";
import { groupBy } from "../../shared/collections.ts";
import type { Commitment, ListId } from "../../shared/ids.ts";

/**
 * A disjointness proof to submit: that the shard with this accumulator has no key in common with a list up to an epoch.
 * `added`: whether `listAccumulator` is that of what the epoch added, not of the whole list.
 */
export type DisjointnessItem = {
  list: ListId;
  epoch: number;
  added: boolean;
  listAccumulator: G2;
  commitment: Commitment;
  accumulator: G1;
  proof: DisjointnessProof;
};

/** A batch in the order in which the ledger takes it: claim by claim, earlier epochs first, as later ones need them. */
const claimsOf = (batch: readonly DisjointnessItem[]): DisjointnessItem[][] => [
  ...groupBy(
    batch.toSorted((a, b) => a.epoch - b.epoch || Number(a.added) - Number(b.added)),
    ({ list, epoch, added }) => `${list}/${epoch}/${added}`,
  ).values(),
];

/** The arguments of `submitDisjointness` for a batch: the powers of tau, and structs DisjointnessClaim. */
export const disjointnessArguments = (powers: string, batch: readonly DisjointnessItem[]): unknown[] => [
  powers,
  claimsOf(batch).map((items) => {
    const { list, epoch, added, listAccumulator } = items[0]!;
    const shards = items.map(({ accumulator, proof: { p, q } }) => ({
      accumulator: g1Words(accumulator),
      p: g2Words(p),
      q: g1Words(q),
    }));
    return { list, epoch, added, accumulator: g2Words(listAccumulator), shards };
  }),
];
