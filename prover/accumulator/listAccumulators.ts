import { type G2, readG2, writeG2 } from "../groth16/points.ts";
import type { DocumentReader } from "../shared/document.ts";

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

/** Validates the accumulators in a list's root document. */
export function readListAccumulators(reader: DocumentReader, value: unknown, epochs: number): ListAccumulators {
  const path = "$.accumulators";
  const fields = reader.object(value, path, ["powers", "epochs"]);
  return {
    powers: reader.text(fields.powers, `${path}.powers`, /^0x[0-9a-f]{64}$/, "an id of powers of tau"),
    epochs: reader.array(fields.epochs, `${path}.epochs`, epochs).map((each, i) => {
      const at = `${path}.epochs[${i}]`;
      const epoch = reader.object(each, at, ["whole", "added"]);
      return {
        whole: readG2(reader, epoch.whole, `${at}.whole`),
        added: readG2(reader, epoch.added, `${at}.added`),
      };
    }),
  };
}

export const isSameAccumulator = (a: G2, b: G2): boolean => a.flat().join() === b.flat().join();
