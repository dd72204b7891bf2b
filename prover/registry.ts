/**
 * What a registry says, for programs and web pages: verdicts, questions to a snapshot, and a check of the snapshot
 * against the contracts through JSON-RPC. Nothing here needs Node.
 */
export {
  type ListAnswer,
  listLists,
  listReleases,
  listVendors,
  type ReleaseAnswer,
  type ReleaseFilter,
  type StateCounts,
  type VendorAnswer,
} from "./registry/answers.ts";
export { checkEvidence, type EvidenceClaims } from "./registry/checkEvidence.ts";
export {
  checkSnapshot,
  type SnapshotCheck,
  type SnapshotCheckOptions,
  type SnapshotDifference,
} from "./registry/checkSnapshot.ts";
export { compareRegistries, type RegistryChange, type RegistryEvent, watchedVerdicts } from "./registry/compare.ts";
export { describeBlock, describeList, describeState, describeSubject, describeVerdict } from "./registry/describe.ts";
export type { Epochs, Reach } from "./registry/epochs.ts";
export {
  type HistoryOptions,
  type HistoryStep,
  type ReleaseHistory,
  readReleaseHistory,
} from "./registry/events/history.ts";
export {
  type RegistryHome,
  type RegistryUpdate,
  type UpdateOptions,
  updateSnapshot,
} from "./registry/events/update.ts";
export { type FeedOptions, toFeeds } from "./registry/feed.ts";
export { judgeRelease, judgeShard, openRegistry, type Registry, toListSubject } from "./registry/judge.ts";
export { readSnapshot } from "./registry/readSnapshot.ts";
export { hasOwnId } from "./registry/releaseId.ts";
export type { AskNode } from "./registry/rpc.ts";
export { toComparableName } from "./registry/sameName.ts";
export {
  REGISTRY_SNAPSHOT_FORMAT,
  type RegistryContracts,
  type RegistrySnapshot,
  type SnapshotCircuit,
  type SnapshotEpoch,
  type SnapshotList,
  type SnapshotReach,
  type SnapshotRelease,
  type SnapshotShard,
} from "./registry/snapshot.ts";
export {
  type DoubtfulKeys,
  decideRegistryVerdict,
  type Lagging,
  type ListSubject,
  type RegistryBlock,
  type RegistryState,
  type RegistryVerdict,
  type ReleaseSubject,
  type ShardSubject,
  type VerdictInput,
} from "./registry/verdict.ts";
