import { sha256 } from "../shared/files.ts";
import { type Blocklist, rootDocument } from "./list.ts";

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
