import type { Engine } from "../accumulator/engine.ts";
import type { EpochAccumulators } from "../accumulator/listAccumulators.ts";
import { dataError } from "../shared/errors.ts";
import { accumulateEpoch } from "./accumulate.ts";
import type { Blocklist } from "./list.ts";

/**
 * Requires that the accumulators of a list are those of its entries.
 *
 * @throws data `blocklist/other-accumulator`
 */
export async function expectAccumulators(list: Blocklist, engine: Engine): Promise<void> {
  const { accumulators, multipliers, name } = list;
  for (const [i, told] of (accumulators?.epochs ?? []).entries()) {
    const own = await accumulateEpoch(list, i, multipliers![i]!, engine);
    if (JSON.stringify(toText(own)) === JSON.stringify(toText(told))) continue;
    throw dataError(
      "blocklist/other-accumulator",
      `the accumulators of ${name} at epoch ${i + 1} are not of its entries`,
      "Fetch the list again from its publisher. If it is the same, do not use it, and report it.",
    );
  }
}

const toText = ({ whole, added }: EpochAccumulators): string[] => [...whole.flat(), ...added.flat()].map(String);
