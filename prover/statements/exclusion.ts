import { join } from "node:path";
import type { Blocklist } from "../blocklist/list.ts";
import { type Bundle, writeBundle } from "../bundle/document.ts";
import { type AccumulatorShard, isMerkleShard, type Shard } from "../commitment/shard/readShard.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { silent } from "../shared/progress.ts";
import type { EngineOptions } from "./discloseKey.ts";
import { type ListToProve, proveDisjointness } from "./disjointness.ts";
import { findListedRecords, type ListedWork } from "./findings.ts";
import { type PageOptions, type Proved, type ProveRun, provePages } from "./pages.ts";
import type { SpanOptions } from "./planDisjointness.ts";

/** The bundle, in the folder of the proofs. */
export const BUNDLE_FILE = "bundle.json";

/**
 * What to prove clean of what, and where the proofs go. `out`: folder of the proofs and the bundle. Proofs that it
 * already holds are verified and not made again.
 */
export type ProveOptions = PageOptions & EngineOptions & SpanOptions & ProveRun & { shard: Shard; list: Blocklist };

/**
 * Either what is present, and then no proof is made, or the bundle that excludes the whole list. `circuits`: the number
 * of proofs by circuit; empty for a shard with an accumulator.
 */
export type ProveResult =
  | { present: ListedWork[] }
  | { present: []; bundle: string; made: number; reused: number; backend: string; circuits: Record<string, number> };

/**
 * Proves that a shard holds no entry of a list: page by page, or, if it is committed to by an accumulator, in one proof
 * for the whole list. Each proof is verified before it is written: an interrupted run resumes, and a later one reuses
 * what is still valid.
 *
 * @throws data `check/other-scheme`, `plan/no-circuit`, `prove/no-accumulators`; any error of proving
 * @example
 * const proved = await proveShard({ shard, list, out: "proofs", artifacts: ensureArtifacts });
 * console.log("bundle" in proved ? proved.bundle : "a listed work is present"); // proofs/bundle.json
 */
export async function proveShard(options: ProveOptions): Promise<ProveResult> {
  const { shard, list, out } = options;
  if (!isMerkleShard(shard)) return (await proveAccumulatorShard(shard, [options], options))[0]!;
  const present = findListedRecords(shard, list);
  if (present.length > 0) return { present };
  return writeProved(out, await provePages(shard, list, options), options);
}

/**
 * The same for a shard with an accumulator and several lists, in their order. Proofs that are made together cost less
 * when they are submitted together.
 *
 * @throws as `proveShard`
 */
export async function proveAccumulatorShard(
  shard: AccumulatorShard,
  lists: readonly ListToProve[],
  options: EngineOptions & Omit<ProveRun, "out">,
): Promise<ProveResult[]> {
  const present = lists.map(({ list }) => findListedRecords(shard, list));
  const absent = lists.filter((_, i) => present[i]!.length === 0);
  const proved = await proveDisjointness(shard, absent, options);
  const results: ProveResult[] = [];
  for (const [i, each] of lists.entries()) {
    const result = proved[absent.indexOf(each)];
    results.push(result === undefined ? { present: present[i]! } : await writeProved(each.out, result, options));
  }
  return results;
}

async function writeProved(
  out: string,
  { bundle, made, backend, circuits }: Proved<Bundle>,
  { onProgress = silent }: Pick<ProveRun, "onProgress">,
): Promise<ProveResult> {
  const path = join(out, BUNDLE_FILE);
  await writeFileAtomic(path, writeBundle(bundle));
  const total = bundle.statements.length;
  onProgress({ stage: "prove", done: total, total, what: "bundle written" });
  return { present: [], bundle: path, made, reused: total - made, backend, circuits };
}
