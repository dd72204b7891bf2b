/** The chain of custody: signed steps, lineage, outputs of a release, and where evidence is stored. */
export { drawDot, drawText } from "./custody/lineage/draw.ts";
export type { SignedStep } from "./custody/lineage/graph.ts";
export {
  type Lineage,
  type LineageClaims,
  type LineagePolicy,
  type LineageVerdict,
  verifyLineage,
} from "./custody/lineage/verify.ts";
export {
  inspectOutputProof,
  isInBatch,
  makeOutputBatch,
  type OutputBatch,
  type OutputProof,
  proveOutput,
  writeOutputProof,
} from "./custody/outputs/batch.ts";
export { proveStoredOutput, writeOutputBatch } from "./custody/outputs/batchFile.ts";
export { embedSignature, type ManifestOptions } from "./custody/outputs/c2pa/embed.ts";
export type { ManifestSigner } from "./custody/outputs/c2pa/manifest.ts";
export { type EmbeddedFiles, type EmbeddedVerdict, verifyEmbeddedOutput } from "./custody/outputs/c2pa/verify.ts";
export {
  inspectOutputKeys,
  makeOutputKeysStatement,
  OUTPUT_KEYS_TYPE,
  type OutputKey,
  type OutputKeys,
  revokeOutputKey,
  rotateOutputKey,
} from "./custody/outputs/keys.ts";
export { inspectOutput, makeOutputStatement, OUTPUT_TYPE, type Output } from "./custody/outputs/output.ts";
export { type OutputFiles, type OutputPolicy, type OutputVerdict, verifyOutput } from "./custody/outputs/verify.ts";
export { importMlflowRun, type MlflowOptions } from "./custody/steps/mlflow.ts";
export { redactCommand } from "./custody/steps/redact.ts";
export { describeResource } from "./custody/steps/resources.ts";
export { runStep, type StepOptions } from "./custody/steps/run.ts";
export { IMPORT_TYPE, inspectStep, makeStepStatement, PROVENANCE_TYPE } from "./custody/steps/statement.ts";
export type {
  Digest,
  Environment,
  Material,
  Origin,
  Product,
  Step,
  StepCommand,
  StepSource,
  WeakDigest,
} from "./custody/steps/step.ts";
export { importWandbManifest, type WandbOptions } from "./custody/steps/wandb.ts";
export {
  computeStorageAnchors,
  computeStorageRoot,
  fetchStored,
  inspectStorageAnchors,
  type StorageAnchors,
  type StorageVerdict,
  verifyStorageAnchors,
  writeStorageAnchors,
} from "./custody/storage/anchors.ts";
export type { DigestTree } from "./custody/tree.ts";
