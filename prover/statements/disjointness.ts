import { join } from "node:path";
import type { Engine, EngineRun } from "../accumulator/engine.ts";
import { engineBackend, sizeOfProof } from "../accumulator/engine.ts";
import { availableMemory, describeMemory, memoryForProof } from "../accumulator/memory.ts";
import { areDisjoint } from "../accumulator/verify.ts";
import { entriesOf } from "../blocklist/accumulate.ts";
import type { Blocklist } from "../blocklist/list.ts";
import type { DisjointnessBundle, DisjointnessStatement } from "../bundle/disjointness.ts";
import { writeBundle } from "../bundle/document.ts";
import type { AccumulatorShard } from "../commitment/shard/readShard.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { dataError } from "../shared/errors.ts";
import { FIELD_BYTES } from "../shared/field.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { silent } from "../shared/progress.ts";
import { randomField } from "../shared/random.ts";
import type { EngineOptions } from "./discloseKey.ts";
import type { Proved, ProveRun } from "./pages.ts";
import { DISJOINTNESS_FILE, planDisjointness, type Span, type SpanOptions } from "./planDisjointness.ts";

/** A list to prove against, and the folder of the proofs. */
export type ListToProve = SpanOptions & { list: Blocklist; out: string };

type DisjointnessOptions = Omit<ProveRun, "out"> & EngineOptions;

/** A proof to make: which of the lists it is against, and its entries. */
type Missing = Span & { at: number; entries: Uint8Array };

/**
 * Proves that a shard with an accumulator holds no entry of some lists: for each in one proof for the whole list or, if
 * its earlier epochs are proved, for what each epoch since then added. Proofs that are made together have the same P,
 * as far as powers of tau and memory allow: a ledger takes them for less gas.
 *
 * @returns a bundle for each list
 * @throws data `prove/no-accumulators`, `prove/other-accumulator`; any error of the engine
 */
export async function proveDisjointness(
  shard: AccumulatorShard,
  lists: readonly ListToProve[],
  { engine = openInstalledEngine, onProgress = silent, signal }: DisjointnessOptions,
): Promise<Proved<DisjointnessBundle>[]> {
  const { powers, keys } = shard.manifest;
  for (const { list } of lists) requireAccumulators(list, powers);
  const plans = await Promise.all(lists.map(({ list, out, accepts }) => planDisjointness(shard, list, out, accepts)));
  const missing = plans.flatMap((plan, at) =>
    plan.missing.map((span) => ({ ...span, at, entries: entriesOf(lists[at]!.list, span.from, span.to) })),
  );
  const bundles = lists.map(({ list }, at) => bundleOf(shard, list, plans[at]!.known));
  const opened = missing.length === 0 ? undefined : await engine(powers);
  let done = 0;
  for (const group of opened === undefined ? [] : groupsOf(missing, keys, opened)) {
    signal?.throwIfAborted();
    const size = sizeOf(keys, group);
    const memory = describeMemory(memoryForProof(size.keys, size.entries));
    const what = group.map(({ at, ...span }) => describe(span, lists[at]!.list)).join("; ");
    onProgress({ stage: "prove", done, total: missing.length, what: `${what}, ${memory}` });
    const statements = await proveGroup(shard, lists, group, opened!, { onProgress, ...(signal && { signal }) });
    for (const [i, { at }] of group.entries()) {
      const bundle = bundles[at]!;
      bundle.statements = [...bundle.statements, statements[i]!];
      await writeFileAtomic(join(lists[at]!.out, DISJOINTNESS_FILE), writeBundle(bundle));
    }
    done += group.length;
  }
  const backend = engineBackend();
  return bundles.map((bundle, at) => ({ bundle, made: plans[at]!.missing.length, backend, circuits: {} }));
}

/** Proofs to make together: each group is as large as powers of tau and memory allow, and has at least one proof. */
function groupsOf(missing: readonly Missing[], keys: number, { powers }: Engine): Missing[][] {
  const available = availableMemory();
  const groups: Missing[][] = [];
  for (const each of missing) {
    const last = groups.at(-1);
    const size = sizeOf(keys, [...(last ?? []), each]);
    const isPossible =
      size.keys < powers.g1Count &&
      size.entries < powers.g2Count &&
      memoryForProof(size.keys, size.entries) < available;
    if (last !== undefined && isPossible) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

const sizeOf = (keys: number, group: readonly Missing[]) =>
  sizeOfProof(
    keys,
    group.map(({ entries }) => entries.length / FIELD_BYTES),
  );

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

async function proveGroup(
  shard: AccumulatorShard,
  lists: readonly ListToProve[],
  group: readonly Missing[],
  engine: Engine,
  run: EngineRun,
): Promise<DisjointnessStatement[]> {
  const targets = group.map(({ from, to, at, entries }) => {
    const { list } = lists[at]!;
    const kind = from === 0 ? "whole" : "added";
    const accumulator = list.accumulators!.epochs[to - 1]![kind];
    return { name: list.name, span: { from, to }, entries, accumulator, multiplier: list.multipliers![to - 1]![kind] };
  });
  const shards = [{ coefficients: shard.coefficients, blinding: randomField() }];
  const [result] = await engine.proveDisjoint({ ...run, lists: targets, shards });
  return targets.map(({ name, span, accumulator }, i) => {
    const proof = result !== undefined && "proofs" in result ? result.proofs[i] : undefined;
    if (proof === undefined || !areDisjoint({ accumulator: shard.accumulator, list: accumulator, proof }))
      throw otherAccumulator(name);
    return { ...span, list: accumulator, proof };
  });
}

const otherAccumulator = (name: string) =>
  dataError(
    "prove/other-accumulator",
    `the proof against ${name} does not hold: an accumulator is not of the list's entries or the shard's keys`,
    "Fetch the list again from its publisher. If it is the same, commit the sources again.",
  );

const describe = ({ from, to }: Span, { name }: Blocklist): string =>
  from === 0 ? `the whole of ${name}, up to epoch ${to}` : `what epoch ${to} of ${name} added`;

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
