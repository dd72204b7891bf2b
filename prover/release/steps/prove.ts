import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "../../accumulator/engine.ts";
import { type Bundle, isPageBundle, readBundle } from "../../bundle/document.ts";
import { reachOf } from "../../bundle/reach.ts";
import type { MerkleManifest } from "../../commitment/shard/manifest.ts";
import { isMerkleShard, readShard, type Shard } from "../../commitment/shard/readShard.ts";
import type { BuiltInCircuit } from "../../setup/pinned.ts";
import type { Artifacts } from "../../setup/verifiedArtifacts.ts";
import { inspectDocument } from "../../shared/document.ts";
import { dataError } from "../../shared/errors.ts";
import { parseJson } from "../../shared/json.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { type OnProgress, partOf } from "../../shared/progress.ts";
import { BUNDLE_FILE, type ProveResult, proveAccumulatorShard, proveShard } from "../../statements/exclusion.ts";
import type { Span } from "../../statements/planDisjointness.ts";
import type { Config } from "../config/config.ts";
import { isAccepted } from "./accumulators.ts";
import type { CountedList } from "./counting.ts";
import type { DisjointnessPair } from "./disjointness.ts";
import type { Known, Pair } from "./plan.ts";
import { proofFolder } from "./proofs.ts";
import { type CommittedShard, isByPage, shardFolder } from "./shards.ts";

/**
 * A shard with a Merkle tree and a list. `reusable`: the circuits whose existing proofs of a page, by its number, can
 * be used.
 */
export type PagePair = Pair<
  Known & {
    shard: CommittedShard<MerkleManifest>;
    list: CountedList;
    reusable(page: number): readonly BuiltInCircuit[];
  }
>;

/** A shard and a list, and what is left to do for them. */
export type ReleasePair = PagePair | DisjointnessPair;

/** Whether the proofs for a pair go page by page. */
export const isPagePair = (pair: ReleasePair): pair is PagePair => "circuits" in pair;

/** A pair with the bundle that proves it: its file and what is in it. */
export type ProvedPair = ReleasePair & { bundle: Bundle; bytes: Uint8Array; made: number };

type ProveAll = {
  artifacts(circuit: string): Promise<Artifacts>;
  engine(powers: string): Promise<Engine>;
  onProgress: OnProgress;
  signal?: AbortSignal;
};

/**
 * Makes the missing proofs, each written to a file as soon as it is made, and a bundle for each pair. Those of a shard
 * with an accumulator are made together for all its lists.
 *
 * @param byFleet how many of them this run's fleet has made, by the folder where they are
 */
export async function provePairs(
  config: Config,
  pairs: readonly ReleasePair[],
  poseidon: Poseidon,
  run: ProveAll & { byFleet: ReadonlyMap<string, number> },
): Promise<ProvedPair[]> {
  const proved: ProvedPair[] = [];
  const made = new Map<ReleasePair, number>();
  const pagesOf = (some: readonly ReleasePair[]) => some.reduce((sum, { list }) => sum + list.counting.pages.length, 0);
  const total = pagesOf(pairs);
  for (const [i, pair] of pairs.entries()) {
    const { shard, list, prove } = pair;
    const what = `${shard.label} against ${list.list.name}`;
    const before = pagesOf(pairs.slice(0, i));
    const out = proofFolder(config, shard, list);
    const inFleet = run.byFleet.get(out) ?? 0;
    const known = prove.length === 0 && !made.has(pair) ? await readBundleFile(out, pair) : undefined;
    if (known !== undefined && isReusable(known.bundle, pair)) {
      proved.push({ ...pair, ...known, made: inFleet });
      continue;
    }
    if (!made.has(pair)) {
      run.onProgress({ stage: "prove", done: before, total, what });
      const read = await readShard(shardFolder(config, shard), poseidon);
      const onProgress = partOf(run.onProgress, "prove", before, total, what);
      const rest = pairs.slice(i).filter((other) => other.shard.commitment === shard.commitment);
      for (const [of, count] of await proveTogether(config, read, pair, rest, { ...run, onProgress }))
        made.set(of, count);
    }
    const written = await readBundleFile(out, pair);
    if (written === undefined) throw noBundle(out);
    proved.push({ ...pair, ...written, made: made.get(pair)! + inFleet });
  }
  return proved;
}

/**
 * Proves a pair, and with it what is missing for the other lists of a shard with an accumulator.
 *
 * @returns the pairs that are proved, with the number of proofs that were made
 */
async function proveTogether(
  config: Config,
  shard: Shard,
  pair: ReleasePair,
  rest: readonly ReleasePair[],
  { artifacts, engine, onProgress, signal }: ProveAll,
): Promise<(readonly [ReleasePair, number])[]> {
  const run = { engine, onProgress, ...(signal && { signal }) };
  const target = (of: ReleasePair) => targetOf(config, of);
  if (isMerkleShard(shard)) {
    const { circuits, reusable } = pair as PagePair;
    const options = { ...run, ...target(pair), shard, circuits, reusable, choice: config.circuits, artifacts };
    return [[pair, madeIn(await proveShard(options), target(pair).out)]];
  }
  const open = rest.filter(({ prove }, i) => i === 0 || prove.length > 0);
  const results = await proveAccumulatorShard(shard, open.map(target), run);
  return open.map((of, i) => [of, madeIn(results[i]!, target(of).out)]);
}

/** What to prove against, and where the proofs go. */
export const targetOf = (config: Config, { shard, list }: ReleasePair) => ({
  list: list.counting,
  out: proofFolder(config, shard, list),
  accepts: (span: Span) => isAccepted(list.counting, span, list.published),
});

/** @throws data `release/no-bundle` */
export function madeIn(result: ProveResult, out: string): number {
  if (!("bundle" in result)) throw noBundle(out);
  return result.made;
}

const noBundle = (out: string) =>
  dataError("release/no-bundle", `${out} has no bundle of this release`, "Run the command again.");

/** Whether each proof is one that the ledger accepts, or has accepted. */
function isReusable(bundle: Bundle, pair: ReleasePair): boolean {
  const { list } = pair;
  if (!isPageBundle(bundle)) return bundle.statements.every((span) => isAccepted(list.counting, span, list.published));
  const taken = (page: number) => (isPagePair(pair) ? pair.reusable(page) : []);
  return bundle.statements.every(({ page, circuitId }) => taken(page).some((known) => known.circuitId === circuitId));
}

/** The bundle in a folder, if it is complete and about this shard and this epoch of the list. */
async function readBundleFile(folder: string, { shard, list }: ReleasePair) {
  const bytes = await readFile(join(folder, BUNDLE_FILE)).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const read = inspectDocument((reader) => readBundle(reader, parseJson(bytes, BUNDLE_FILE)));
  if (!("value" in read)) return undefined;
  const bundle = read.value;
  const { root, name, pages, epochs } = list.counting;
  const isWhole = isPageBundle(bundle)
    ? bundle.statements.length === pages.length
    : reachOf(bundle.statements) === epochs.length;
  const isCurrent =
    bundle.commitment === shard.commitment &&
    bundle.blocklist.root === root &&
    bundle.blocklist.name === name &&
    isPageBundle(bundle) === isByPage(shard);
  return isCurrent && isWhole ? { bundle, bytes } : undefined;
}
