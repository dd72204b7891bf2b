import type { BlocklistPage } from "../blocklist/format.ts";
import type { CircuitChoice } from "../shared/circuit.ts";
import { CIRCUITS, type Circuit } from "./circuits.ts";
import { circuitFor, hasRoom, type Opening, openingOf } from "./opening.ts";

/** One proof to make: a page of a list against a shard, by a circuit that fits. */
export type Task<P extends BlocklistPage = BlocklistPage> = {
  index: number;
  page: P;
  opening: Opening;
  circuit: Circuit;
};

/**
 * The proofs that a shard is missing for a list. Pages already proved, in `proved` by their index, are left out: an
 * unchanged shard against an unchanged page is never proved again.
 *
 * @param preferred circuits to choose from; for pages too large for all of them, any circuit may be chosen
 * @throws data `plan/no-circuit`
 */
export function planProofs<P extends BlocklistPage>(
  bucketBits: number,
  pages: readonly P[],
  proved: ReadonlySet<number> = new Set(),
  preferred: readonly Circuit[] = CIRCUITS,
  choice: CircuitChoice = "uniform",
): Task<P>[] {
  return pages.flatMap((page, index) => {
    if (proved.has(index)) return [];
    const opening = openingOf(page, bucketBits);
    const fits = preferred.some((circuit) => hasRoom(circuit, page, opening));
    const circuit = circuitFor(page, opening, fits ? preferred : CIRCUITS, choice);
    return [{ index, page, opening, circuit }];
  });
}
