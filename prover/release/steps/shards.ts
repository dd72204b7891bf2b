import { join, relative } from "node:path";
import type { Powers } from "../../accumulator/powers.ts";
import { commitLayers, type Layers, type LayersOptions } from "../../commitment/layers.ts";
import { isMerkle, type Manifest, type MerkleManifest } from "../../commitment/shard/manifest.ts";
import { commitInFleet } from "../../fleet/coordinator/commit.ts";
import { appendAll } from "../../shared/collections.ts";
import { type Commitment, toCommitment } from "../../shared/ids.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import type { Config, ShardConfig } from "../config/config.ts";

/**
 * A committed layer of a shard. `label`: the shard's name, with the layer's number if it has several; `folder`:
 * relative to the output folder.
 */
export type CommittedShard<M extends Manifest = Manifest> = {
  shard: string;
  label: string;
  folder: string;
  manifest: M;
  commitment: Commitment;
  /**
   * What all layers together compare of the shard's sources, the names of files that are not compared, and crowded
   * records.
   */
  compared?: Omit<Layers, "layers">;
};

/** Opens the powers of tau for shards with accumulators. */
export type PowersSource = () => Promise<Powers>;

/** How to commit a shard of the configuration. */
export const layersOptions = async (
  config: Config,
  { name, commitment, sources, schemes, onBadRow, onBadFile, limits }: ShardConfig,
  poseidon: Poseidon,
  powers: PowersSource,
  onProgress: OnProgress = silent,
): Promise<LayersOptions> => ({
  sources,
  schemes,
  onBadRow,
  onBadFile,
  limits,
  poseidon,
  onProgress,
  ...(commitment === "accumulator" && { powers: await powers() }),
  ...(config.memoryBytes === undefined ? {} : { memoryBytes: config.memoryBytes }),
  ...(config.fleet && { workers: commitInFleet(config.fleet, onProgress) }),
  folder: join(config.output, "shards", name),
  cache: join(config.cache, "commit", name),
});

/** Commits what has changed in every shard. */
export async function commitShards(
  config: Config,
  poseidon: Poseidon,
  powers: PowersSource,
  onProgress: OnProgress,
): Promise<CommittedShard[]> {
  const committed: CommittedShard[] = [];
  for (const shard of config.shards) {
    const { layers, ...compared } = await commitLayers(
      await layersOptions(config, shard, poseidon, powers, onProgress),
    );
    const places = layers.map(({ folder, manifest }) => ({ folder: relative(config.output, folder), manifest }));
    appendAll(
      committed,
      labelled(shard.name, places).map((layer) => ({ ...layer, compared })),
    );
  }
  return committed;
}

/** The layers of a shard, in order. */
export const labelled = (shard: string, layers: readonly { folder: string; manifest: Manifest }[]): CommittedShard[] =>
  layers.map(({ folder, manifest }, i) => ({
    shard,
    folder,
    manifest,
    label: layers.length === 1 ? shard : `${shard}/${i + 1}`,
    commitment: toCommitment(manifest.commitment),
  }));

/** Whether proofs about a shard go page by page. */
export const isByPage = (shard: CommittedShard): shard is CommittedShard<MerkleManifest> => isMerkle(shard.manifest);

export const shardFolder = ({ output }: Config, { folder }: CommittedShard): string => join(output, folder);
