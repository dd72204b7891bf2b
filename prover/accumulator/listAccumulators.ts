import { type G2, G2_POINT, writeG2 } from "../groth16/points.ts";
import { POWERS_ID } from "../shared/shape/fields.ts";
import { object } from "../shared/shape/object.ts";
import { exactly } from "../shared/shape/shape.ts";

/**
 * The accumulators of a list's entries at one epoch: of all entries up to it, and of those that it added. At the first
 * epoch both are of the same entries.
 */
export type EpochAccumulators = { whole: G2; added: G2 };

/** The accumulators of a list, one pair for each epoch. `powers`: the id of the powers of tau. */
export type ListAccumulators = { powers: string; epochs: readonly EpochAccumulators[] };

/** The accumulators of a list in its root document. */
export const accumulatorsToJson = ({ powers, epochs }: ListAccumulators) => ({
  powers,
  epochs: epochs.map(({ whole, added }) => ({ whole: writeG2(whole), added: writeG2(added) })),
});

/** The accumulators in the root document of a list with so many epochs. */
export const listAccumulators = (epochs: number) =>
  object({ powers: POWERS_ID, epochs: exactly(object({ whole: G2_POINT, added: G2_POINT }), epochs) });

export const isSameAccumulator = (a: G2, b: G2): boolean => a.flat().join() === b.flat().join();
