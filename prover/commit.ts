/** Committing: reading the sources of a shard, and writing its commitment. */
export { commitShard } from "./commitment/commit.ts";
export { commitLayers, type Layer, type Layers, type LayersOptions } from "./commitment/layers.ts";
export type { CommitOptions, Format, Limits, SourceSpec } from "./commitment/reading/options.ts";
export type { OnBad } from "./commitment/reading/readPart.ts";
export { type Location, locateKey } from "./commitment/shard/locations.ts";
export {
  ACCUMULATOR_MANIFEST_FORMAT,
  type AccumulatorManifest,
  MANIFEST_FORMATS,
  type Manifest,
  type MerkleManifest,
} from "./commitment/shard/manifest.ts";
export {
  type AccumulatorShard,
  isMerkleShard,
  type MerkleShard,
  readManifest,
  readShard,
  type Shard,
  type ShardParts,
} from "./commitment/shard/readShard.ts";
export type { Scheme } from "./fingerprint/scheme.ts";
export { findScheme, listSchemeNames } from "./fingerprint/schemes.ts";
export { loadPoseidon } from "./native/poseidon.ts";
export type { ComparedField, LeftOutCount, ShardCoverage, UncountedCoverage } from "./shared/coverage.ts";
export type { CrowdedRecords } from "./shared/crowds.ts";
export { type Commitment, toCommitment } from "./shared/ids.ts";
export type { PrivateDescription } from "./shared/manifest.ts";
export type { Poseidon } from "./shared/poseidon.ts";
export type { OnProgress, Progress } from "./shared/progress.ts";
export type { Bytes } from "./tree/bytes.ts";
export type { Keys } from "./tree/keys.ts";
export type { NodePlace, Places } from "./tree/places.ts";
export type { Tree, TreeLayout } from "./tree/tree.ts";
