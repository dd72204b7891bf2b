import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isPageBundle, type PageBundle, readBundle } from "../../bundle/document.ts";
import { readShard } from "../../commitment/shard/readShard.ts";
import type { BuiltInCircuit } from "../../setup/pinned.ts";
import type { Artifacts } from "../../setup/verifiedArtifacts.ts";
import { inspectDocument } from "../../shared/document.ts";
import { dataError } from "../../shared/errors.ts";
import { parseJson } from "../../shared/json.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { type OnProgress, partOf } from "../../shared/progress.ts";
import { BUNDLE_FILE, proveShard } from "../../statements/exclusion.ts";
import type { Config } from "../config/config.ts";
import type { CountedList } from "./counting.ts";
import type { Known, Pair } from "./plan.ts";
import { proofFolder } from "./proofs.ts";
import { type CommittedShard, shardFolder } from "./shards.ts";

/** `reusable`: the circuits whose existing proofs of a page, by its number, can be used. */
export type ReleasePair = Pair<
  Known & { shard: CommittedShard; list: CountedList; reusable(page: number): readonly BuiltInCircuit[] }
>;

/** A pair with the bundle that proves it: its file and what is in it. */
export type ProvedPair = ReleasePair & { bundle: PageBundle; bytes: Uint8Array; made: number };

type ProveAll = {
  artifacts(circuit: string): Promise<Artifacts>;
  onProgress: OnProgress;
  signal?: AbortSignal;
};

/** Makes the missing proofs, each written to a file as soon as it is made, and a bundle for each pair. */
export async function provePairs(
  config: Config,
  pairs: readonly ReleasePair[],
  poseidon: Poseidon,
  { artifacts, onProgress, signal }: ProveAll,
): Promise<ProvedPair[]> {
  const proved: ProvedPair[] = [];
  const pagesOf = (some: readonly ReleasePair[]) => some.reduce((sum, { list }) => sum + list.counting.pages.length, 0);
  const total = pagesOf(pairs);
  for (const [i, pair] of pairs.entries()) {
    const { shard, list, prove, circuits, reusable } = pair;
    const what = `${shard.label} against ${list.list.name}`;
    const before = pagesOf(pairs.slice(0, i));
    const out = proofFolder(config, shard, list);
    const known = prove.length === 0 ? await readBundleFile(out, pair) : undefined;
    if (known !== undefined && isReusable(known.bundle, pair)) {
      proved.push({ ...pair, ...known, made: 0 });
      continue;
    }
    onProgress({ stage: "prove", done: before, total, what });
    const read = await readShard(shardFolder(config, shard), poseidon);
    const options = {
      shard: read,
      list: list.counting,
      circuits,
      choice: config.circuits,
      reusable,
      out,
      artifacts,
      onProgress: partOf(onProgress, "prove", before, total, what),
      ...(signal && { signal }),
    };
    const result = await proveShard(options);
    const written = await readBundleFile(out, pair);
    if (!("bundle" in result) || written === undefined)
      throw dataError("release/no-bundle", `${out} has no bundle of this release`, "Run the command again.");
    proved.push({ ...pair, ...written, made: result.made });
  }
  return proved;
}

/** Whether each proof is of a circuit that the ledger accepts, or accepted for a page. */
const isReusable = ({ statements }: PageBundle, { reusable }: ReleasePair): boolean =>
  statements.every(({ page, circuitId }) => reusable(page).some((circuit) => circuit.circuitId === circuitId));

/** The bundle in a folder, if it is complete and about this shard and this epoch of the list. */
async function readBundleFile(folder: string, { shard, list }: ReleasePair) {
  const bytes = await readFile(join(folder, BUNDLE_FILE)).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const read = inspectDocument((reader) => readBundle(reader, parseJson(bytes, BUNDLE_FILE)));
  if (!("value" in read) || !isPageBundle(read.value)) return undefined;
  const { commitment, blocklist, statements } = read.value;
  const { root, name, pages } = list.counting;
  const isCurrent =
    commitment === shard.commitment &&
    blocklist.root === root &&
    blocklist.name === name &&
    statements.length === pages.length;
  return isCurrent ? { bundle: read.value, bytes } : undefined;
}
