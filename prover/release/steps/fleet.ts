import type { Engine } from "../../accumulator/engine.ts";
import { isMerkleShard, readShard } from "../../commitment/shard/readShard.ts";
import { engineInFleet } from "../../fleet/coordinator/engine.ts";
import { type Fleet, withFleet } from "../../fleet/coordinator/fleet.ts";
import { type PagesToProve, provePagesInFleet } from "../../fleet/coordinator/pages.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import { proveAccumulatorShard } from "../../statements/exclusion.ts";
import type { Config } from "../config/config.ts";
import type { DisjointnessPair } from "./disjointness.ts";
import { type ArtifactSource, proofFolder } from "./proofs.ts";
import { isPagePair, madeIn, type PagePair, type ReleasePair, targetOf } from "./prove.ts";
import { shardFolder } from "./shards.ts";

/** How many shards with accumulators are in memory at a time. */
const SHARDS_AT_ONCE = 4;

type Run = {
  artifacts: ArtifactSource;
  engine(powers: string): Promise<Engine>;
  onProgress: OnProgress;
  signal?: AbortSignal;
};

/**
 * Has what is missing of a release proved by its fleet. Proofs are written where `provePairs` finds them.
 *
 * @returns how many proofs were made, by the folder where they are
 * @throws usage `fleet/busy` while another coordinator works on the release; those of `withFleet` and of the jobs
 */
export async function proveByFleet(
  config: Config,
  tag: string,
  pairs: readonly ReleasePair[],
  poseidon: Poseidon,
  run: Run,
): Promise<ReadonlyMap<string, number>> {
  const { fleet: place, model, vendor } = config;
  const missing = pairs.filter(({ prove }) => prove.length > 0);
  if (place === undefined || missing.length === 0) return new Map();
  const pages = missing.filter(isPagePair);
  const lists = missing.filter((pair): pair is DisjointnessPair => !isPagePair(pair));
  return withFleet(place, ["prove"], run, (fleet) =>
    fleet.queue.exclusively(`${model.name} ${tag} of ${vendor}`, async () => {
      const [byPage, byList] = await Promise.all([
        provePages(fleet, config, pages, poseidon, run),
        proveLists(fleet, config, lists, poseidon, run),
      ]);
      return new Map([...byPage, ...byList]);
    }),
  );
}

function provePages(fleet: Fleet, config: Config, pairs: readonly PagePair[], poseidon: Poseidon, run: Run) {
  const { artifacts, onProgress, signal } = run;
  const total = pairs.reduce((sum, { prove }) => sum + prove.length, 0);
  const pages = pagesOf(config, pairs, poseidon, artifacts);
  return provePagesInFleet(fleet, pages, { total, onProgress, ...(signal && { signal }) });
}

/** The missing pages by pair. A shard with several lists is read for each: it is not kept while others are proved. */
async function* pagesOf(
  config: Config,
  pairs: readonly PagePair[],
  poseidon: Poseidon,
  artifacts: ArtifactSource,
): AsyncGenerator<PagesToProve> {
  for (const { shard, list, prove } of pairs) {
    const read = await readShard(shardFolder(config, shard), poseidon);
    if (!isMerkleShard(read)) continue;
    yield {
      artifacts,
      name: `${shard.label} against ${list.list.name}`,
      shard: read,
      list: list.counting,
      tasks: prove,
      out: proofFolder(config, shard, list),
    };
  }
}

/** Several shards at once, for the proofs of one shard come one after the other. */
async function proveLists(
  fleet: Fleet,
  config: Config,
  pairs: readonly DisjointnessPair[],
  poseidon: Poseidon,
  { engine, onProgress, signal }: Run,
): Promise<ReadonlyMap<string, number>> {
  const inFleet = async (powers: string) => engineInFleet(fleet, await engine(powers));
  const counts = new Map<string, number>();
  const prove = async (group: readonly DisjointnessPair[]) => {
    const read = await readShard(shardFolder(config, group[0]!.shard), poseidon);
    const options = { engine: inFleet, onProgress, ...(signal && { signal }) };
    const targets = group.map((pair) => targetOf(config, pair));
    if (isMerkleShard(read)) return;
    const results = await proveAccumulatorShard(read, targets, options);
    for (const [i, { out }] of targets.entries()) counts.set(out, madeIn(results[i]!, out));
  };
  const byShard = [...Map.groupBy(pairs, ({ shard }) => shard.commitment).values()];
  await mapConcurrently(byShard, prove, SHARDS_AT_ONCE);
  return counts;
}
