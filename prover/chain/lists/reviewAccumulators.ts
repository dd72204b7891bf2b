import type { Contract } from "ethers";
import { listAccumulatorHash } from "../../accumulator/hashes.ts";
import { dataError } from "../../shared/errors.ts";
import type { ListId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import { type AccumulatorsToPublish, type RecomputedAccumulators, readAccumulators } from "./accumulators.ts";

/**
 * Refuses accumulators on the chain that a reviewer has not recomputed: those of the epoch to confirm, and those of the
 * epochs before it that the same call would confirm.
 *
 * @param epochs the content hashes of the list's epochs, in order
 * @param reviewed the last epoch that the reviewer has confirmed
 * @throws data `chain/other-accumulators`
 */
export async function requireRecomputed(
  blocklists: Contract,
  list: ListId,
  { epoch, epochs, reviewed }: { epoch: number; epochs: readonly string[]; reviewed: number },
  own: RecomputedAccumulators | undefined,
): Promise<void> {
  const numbers = Array.from({ length: epoch - reviewed }, (_, i) => reviewed + 1 + i);
  const published = await mapConcurrently(numbers, (number) => readAccumulators(blocklists, list, number));
  const there = published.pop()!;
  const unseen = published.findIndex(({ whole, added }) => (whole ?? added) !== undefined);
  if (unseen >= 0) throw other(list, numbers[unseen]!, "Confirm that epoch first, with its own root document.");
  const hashOf = (point: AccumulatorsToPublish["whole"]) => point && own && listAccumulatorHash(own.powers, point);
  const base = own?.base === undefined ? 0 : 1 + epochs.slice(0, epoch - 1).lastIndexOf(own.base);
  const isSame =
    (there.whole === undefined || there.whole === hashOf(own?.whole)) &&
    (there.added === undefined || (there.added === hashOf(own?.added) && there.since === base));
  if (!isSame) throw other(list, epoch, "Do not confirm the epoch: object to it.");
}

const other = (list: ListId, epoch: number, hint: string) =>
  dataError(
    "chain/other-accumulators",
    `epoch ${epoch} of list ${list} has accumulators that are not those of the entries at hand`,
    hint,
  );
