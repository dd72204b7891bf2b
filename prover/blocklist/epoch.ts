import type { EpochAccumulators } from "../accumulator/listAccumulators.ts";
import { sha256 } from "../shared/files.ts";
import { type Blocklist, rootDocument } from "./list.ts";

/**
 * The accumulators of a list's newest epoch. `base`: the SHA-256 of the root document that its entries were added to
 * (0x and 64 hexadecimal digits); missing at the first epoch.
 */
type NewestAccumulators = EpochAccumulators & { powers: string; base?: string };

/** The accumulators of a list's newest epoch, if it has any. */
export function newestAccumulators(list: Blocklist): NewestAccumulators | undefined {
  const newest = list.accumulators?.epochs.at(-1);
  if (list.accumulators === undefined || newest === undefined) return undefined;
  const { powers } = list.accumulators;
  const before = list.epochs.length - 1;
  return { powers, ...newest, ...(before > 0 && { base: `0x${atEpoch(list, before).root}` }) };
}

/** A list at an epoch, counted from 1, and the bytes of its root document at that epoch. */
export function atEpoch(list: Blocklist, epoch: number): Blocklist & { document: string } {
  const epochs = list.epochs.slice(0, epoch);
  const pages = list.pages.slice(0, epochs.at(-1) ?? 0);
  const leftOut = list.leftOut.filter((left) => left.epoch <= epoch);
  const { accumulators, multipliers } = list;
  const then = {
    ...list,
    epochs,
    pages,
    leftOut,
    ...(accumulators && { accumulators: { ...accumulators, epochs: accumulators.epochs.slice(0, epoch) } }),
    ...(multipliers && { multipliers: multipliers.slice(0, epoch) }),
  };
  const document = rootDocument(then);
  return { ...then, root: sha256(document), document };
}
