import type { Engine } from "../accumulator/engine.ts";
import { isSameAccumulator } from "../accumulator/listAccumulators.ts";
import { fromPointG2 } from "../accumulator/points.ts";
import { readTau } from "../accumulator/powers.ts";
import type { Tau } from "../accumulator/verify.ts";
import type { Blocklist } from "../blocklist/list.ts";
import { toKeyElements } from "../fingerprint/key.ts";
import { type G2, G2Point } from "../groth16/points.ts";

/** An accumulator of the list's entries, the same without one of them, and the powers of tau as far as needed. */
type Witness = { powers: Tau; list: G2; witness: G2 };

/**
 * The witnesses that a key is an entry behind those of these accumulators that are the list's: of all entries up to an
 * epoch, or of those that an epoch added.
 */
export async function entryWitnesses(
  { accumulators, multipliers = [], epochs, pages }: Blocklist,
  key: Uint8Array,
  wanted: readonly G2[],
  engine: Engine,
): Promise<Witness[]> {
  const powers = await readTau(engine.powers);
  const witnesses: Witness[] = [];
  for (const [i, epoch] of (accumulators?.epochs ?? []).entries())
    for (const kind of ["whole", "added"] as const) {
      const list = epoch[kind];
      if (!wanted.some((point) => isSameAccumulator(point, list))) continue;
      const keys = pages.slice(kind === "whole" ? 0 : (epochs[i - 1] ?? 0), epochs[i]).flatMap((page) => page.keys);
      const others = keys.filter((entry) => Buffer.compare(entry, key) !== 0);
      if (others.length === keys.length) continue;
      witnesses.push({ powers, list, witness: await accumulate(others, multipliers[i]![kind], engine) });
    }
  return witnesses;
}

/** Of no entries, the polynomial is the multiplier alone. */
async function accumulate(keys: readonly Uint8Array[], multiplier: bigint, engine: Engine): Promise<G2> {
  if (keys.length === 0) return fromPointG2(G2Point.BASE.multiply(multiplier));
  return engine.accumulateEntries({ entries: toKeyElements(Buffer.concat(keys)), multiplier });
}
