import { join } from "node:path";
import type { Blocklist } from "../blocklist/list.ts";
import { writeBundle } from "../bundle/document.ts";
import { isMerkleShard, type Shard } from "../commitment/shard/readShard.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { silent } from "../shared/progress.ts";
import type { EngineOptions } from "./discloseKey.ts";
import { proveDisjointness, type SpanOptions } from "./disjointness.ts";
import { findListedRecords, type ListedWork } from "./findings.ts";
import { type PageOptions, type ProveRun, provePages } from "./pages.ts";

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
  const { shard, list, out, onProgress = silent } = options;
  const present = findListedRecords(shard, list);
  if (present.length > 0) return { present };
  const proved = isMerkleShard(shard)
    ? await provePages(shard, list, options)
    : await proveDisjointness(shard, list, options);
  const path = join(out, BUNDLE_FILE);
  await writeFileAtomic(path, writeBundle(proved.bundle));
  const total = proved.bundle.statements.length;
  onProgress({ stage: "prove", done: total, total, what: "bundle written" });
  const { made, backend, circuits } = proved;
  return { present: [], bundle: path, made, reused: total - made, backend, circuits };
}
