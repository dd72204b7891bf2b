import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { areDisjoint } from "../accumulator/verify.ts";
import type { Blocklist } from "../blocklist/list.ts";
import type { DisjointnessStatement } from "../bundle/disjointness.ts";
import { inspectBundle, isPageBundle } from "../bundle/document.ts";
import { reachOf } from "../bundle/reach.ts";
import { isOfList } from "../bundle/verifyDisjointness.ts";
import type { AccumulatorShard } from "../commitment/shard/readShard.ts";

/** The statements of a shard against a list that are proved so far, in the folder of the proofs. */
export const DISJOINTNESS_FILE = "disjointness.json";

/** How much dearer an entry of the list is than a key of the shard: its sum is over the second group, after trees. */
export const ENTRY_COST = 6;

/** The entries that one proof is about: those after epoch `from`, up to epoch `to`. */
export type Span = Pick<DisjointnessStatement, "from" | "to">;

/** Which disjointness proofs are of use. */
export type SpanOptions = {
  /** Whether a proof of these entries is of use. A ledger accepts those that it has accumulators of. Default: all. */
  accepts?(span: Span): boolean;
};

/** A shard with an accumulator, as far as a plan needs it. */
type Planned = Pick<AccumulatorShard, "commitment" | "accumulator"> & {
  manifest: Pick<AccumulatorShard["manifest"], "keys">;
};

/** What is proved already and still holds, and what is missing. */
type DisjointnessPlan = { known: DisjointnessStatement[]; missing: Span[] };

/**
 * What is left to prove of a shard against a list that has accumulators of the shard's powers of tau.
 *
 * @param out folder of the proofs
 */
export async function planDisjointness(
  shard: Planned,
  list: Blocklist,
  out: string,
  accepts: (span: Span) => boolean = () => true,
): Promise<DisjointnessPlan> {
  const stored = (await readProved(out, shard, list)).filter(accepts);
  const reached = reachOf(stored);
  const known = stored.filter(({ to }) => to <= reached);
  const missing = missingSpans(reached, list, shard.manifest.keys, accepts);
  return { known: missing[0]?.from === 0 ? [] : known, missing };
}

/**
 * What is to be proved: nothing, what each missing epoch added, or the whole list again, whichever is least work of
 * what is of use.
 *
 * @param reached the epoch up to which all is proved
 * @param keys the number of the shard's keys
 */
function missingSpans(
  reached: number,
  list: Pick<Blocklist, "epochs" | "pages">,
  keys: number,
  accepts: (span: Span) => boolean,
): Span[] {
  const last = list.epochs.length;
  const whole = { from: 0, to: last };
  const added = Array.from({ length: last - reached }, (_, i) => ({ from: reached + i, to: reached + i + 1 }));
  if (reached === 0 || !added.every(accepts)) return [whole];
  const entries = (from: number) =>
    list.pages.slice(list.epochs[from - 1] ?? 0).reduce((sum, page) => sum + page.labels.length, 0);
  const isCheaper = added.length * keys + ENTRY_COST * entries(reached) <= keys + ENTRY_COST * entries(0);
  return isCheaper || !accepts(whole) ? added : [whole];
}

/** The stored statements that hold for this shard, and are about epochs of this list. */
async function readProved(
  out: string,
  shard: Pick<AccumulatorShard, "commitment" | "accumulator">,
  list: Blocklist,
): Promise<DisjointnessStatement[]> {
  const bytes = await readFile(join(out, DISJOINTNESS_FILE)).catch(() => undefined);
  if (bytes === undefined) return [];
  const { document } = inspectBundle(bytes);
  if (!("value" in document) || isPageBundle(document.value)) return [];
  const { commitment, powers, scheme, statements } = document.value;
  const { accumulators } = list;
  const isSame = commitment === shard.commitment && scheme === list.scheme && powers === accumulators?.powers;
  if (!isSame) return [];
  const ofList = statements.filter((each) => isOfList(each, accumulators.epochs));
  return ofList.filter((each) => areDisjoint({ ...each, accumulator: shard.accumulator }));
}
