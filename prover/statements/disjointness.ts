import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Engine, EngineRun } from "../accumulator/engine.ts";
import { engineBackend } from "../accumulator/engine.ts";
import { describeMemory, memoryForProof } from "../accumulator/memory.ts";
import { areDisjoint } from "../accumulator/verify.ts";
import { entriesOf } from "../blocklist/accumulate.ts";
import type { Blocklist } from "../blocklist/list.ts";
import type { DisjointnessBundle, DisjointnessStatement } from "../bundle/disjointness.ts";
import { inspectBundle, isPageBundle, writeBundle } from "../bundle/document.ts";
import { reachOf } from "../bundle/reach.ts";
import { isOfList } from "../bundle/verifyDisjointness.ts";
import type { AccumulatorShard } from "../commitment/shard/readShard.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { silent } from "../shared/progress.ts";
import { randomField } from "../shared/random.ts";
import type { EngineOptions } from "./discloseKey.ts";
import type { Proved, ProveRun } from "./pages.ts";

/** The statements of a shard against a list that are proved so far, in the folder of the proofs. */
const DISJOINTNESS_FILE = "disjointness.json";

/** How much dearer an entry of the list is than a key of the shard: its sum is over the second group, after trees. */
export const ENTRY_COST = 6;

/** The entries that one proof is about: those after epoch `from`, up to epoch `to`. */
export type Span = Pick<DisjointnessStatement, "from" | "to">;

/** Which disjointness proofs are of use. */
export type SpanOptions = {
  /** Whether a proof of these entries is of use. A ledger accepts those that it has accumulators of. Default: all. */
  accepts?(span: Span): boolean;
};

type DisjointnessOptions = ProveRun & EngineOptions & SpanOptions;

/** A shard with an accumulator, as far as a plan needs it. */
type Planned = Pick<AccumulatorShard, "commitment" | "accumulator"> & {
  manifest: Pick<AccumulatorShard["manifest"], "keys">;
};

/** What is proved already and still holds, and what is missing. */
type DisjointnessPlan = { known: DisjointnessStatement[]; missing: Span[] };

/**
 * Proves that a shard with an accumulator holds no entry of a list, in one proof for the whole list or, if its earlier
 * epochs are proved, for what each epoch since then added.
 *
 * @throws data `prove/no-accumulators`, `prove/other-accumulator`; any error of the engine
 */
export async function proveDisjointness(
  shard: AccumulatorShard,
  list: Blocklist,
  { out, engine = openInstalledEngine, accepts, onProgress = silent, signal }: DisjointnessOptions,
): Promise<Proved<DisjointnessBundle>> {
  const { powers } = shard.manifest;
  requireAccumulators(list, powers);
  const { known, missing } = await planDisjointness(shard, list, out, accepts);
  let statements = known;
  const opened = missing.length === 0 ? undefined : await engine(powers);
  for (const [i, span] of missing.entries()) {
    signal?.throwIfAborted();
    const entries = entriesOf(list, span.from, span.to);
    const memory = describeMemory(memoryForProof(shard.manifest.keys, entries.length / FIELD_BYTES));
    onProgress({ stage: "prove", done: i, total: missing.length, what: `${describe(span)}, ${memory}` });
    const run = { onProgress, ...(signal && { signal }) };
    statements = [...statements, await proveSpan(shard, list, { ...span, entries }, opened!, run)];
    await writeFileAtomic(join(out, DISJOINTNESS_FILE), writeBundle(bundleOf(shard, list, statements)));
  }
  return { bundle: bundleOf(shard, list, statements), made: missing.length, backend: engineBackend(), circuits: {} };
}

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

/** @throws data `prove/no-accumulators` */
function requireAccumulators({ name, accumulators }: Blocklist, powers: string): void {
  if (accumulators?.powers === powers) return;
  throw dataError(
    "prove/no-accumulators",
    `${name} has ${accumulators ? `accumulators of the powers of tau ${accumulators.powers}` : "no accumulators"}, ` +
      `and the shard is committed to with the powers ${powers}`,
    "Ask its publisher for accumulators of these powers, or commit the sources by a Merkle tree.",
  );
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
    list.pages.slice(list.epochs[from - 1] ?? 0).reduce((sum, page) => sum + page.keys.length, 0);
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

async function proveSpan(
  shard: AccumulatorShard,
  list: Blocklist,
  { from, to, entries }: Span & { entries: Uint8Array },
  engine: Engine,
  run: EngineRun,
): Promise<DisjointnessStatement> {
  const kind = from === 0 ? "whole" : "added";
  const accumulator = list.accumulators!.epochs[to - 1]![kind];
  const [result] = await engine.proveDisjoint({
    ...run,
    entries,
    multiplier: list.multipliers![to - 1]![kind],
    shards: [{ coefficients: shard.coefficients, blinding: randomField() }],
  });
  if (result === undefined || "common" in result || !holds(shard, accumulator, result.proof))
    throw dataError(
      "prove/other-accumulator",
      `the proof against ${list.name} does not hold: an accumulator is not of the list's entries or the shard's keys`,
      "Fetch the list again from its publisher. If it is the same, commit the sources again.",
    );
  return { from, to, list: accumulator, proof: result.proof };
}

const holds = (
  { accumulator }: AccumulatorShard,
  list: DisjointnessStatement["list"],
  proof: DisjointnessStatement["proof"],
) => areDisjoint({ accumulator, list, proof });

const describe = ({ from, to }: Span): string =>
  from === 0 ? `the whole list, up to epoch ${to}` : `what epoch ${to} added`;

const bundleOf = (
  { commitment, accumulator, manifest }: AccumulatorShard,
  list: Blocklist,
  statements: DisjointnessStatement[],
): DisjointnessBundle => ({
  commitment,
  powers: manifest.powers,
  accumulator,
  scheme: list.scheme,
  blocklist: { name: list.name, root: list.root },
  statements,
});
