/** The chain: deploying the contracts, publishing lists, submitting proofs, registering and reading releases. */
export type { DisjointnessProof } from "./accumulator/proof.ts";
export {
  ATTESTATION_SCHEMA,
  type CleanAttestation,
  computeSchemaUid,
  deployResolver,
  openEas,
  timestampDigest,
} from "./chain/attestation/eas.ts";
export {
  type EasService,
  type OffchainAttestation,
  type OffchainDomain,
  type OffchainMessage,
  signOffchain,
} from "./chain/attestation/offchain.ts";
export { readOffchain, writeOffchain } from "./chain/attestation/offchainFile.ts";
export { type OffchainVerdict, verifyOffchain } from "./chain/attestation/verifyOffchain.ts";
export type { ExpectedTransaction } from "./chain/cost/gas.ts";
export {
  type CircuitState,
  type CircuitStatus,
  type LedgerCircuits,
  readCircuits,
} from "./chain/deployment/circuits.ts";
export {
  type CircuitToDeploy,
  type DeployOptions,
  type DeployResult,
  deployContracts,
  NO_ROLES,
  type Roles,
} from "./chain/deployment/deploy.ts";
export {
  DEPLOYMENT_FORMAT,
  type DeployedCircuit,
  type DeployedPowers,
  type Deployment,
  readDeployment,
} from "./chain/deployment/document.ts";
export {
  admitCircuit,
  pauseCircuit,
  proposeCircuit,
  revokeCircuit,
  withdrawCircuit,
} from "./chain/deployment/governance.ts";
export { deployOptional, type OptionalContract } from "./chain/deployment/optional.ts";
export type { PowersToDeploy } from "./chain/deployment/powers.ts";
export { buildIndex, type IndexOptions } from "./chain/indexer/build.ts";
export { checkIndex, type IndexCheck, type IndexDifference } from "./chain/indexer/check.ts";
export { type IndexedDisjointness, type IndexedFact, toIndexDocument } from "./chain/indexer/document.ts";
export { readRegistry, toSnapshot } from "./chain/indexer/snapshot.ts";
export {
  type EventIndex,
  type IndexHead,
  type IndexHome,
  type IndexRow,
  openBuiltIndex,
  openIndex,
} from "./chain/indexer/store.ts";
export type { IndexTable } from "./chain/indexer/tables.ts";
export { type DisjointnessItem, readDisjointEpoch, submitDisjointness } from "./chain/ledger/disjointness.ts";
export { type DrainOptions, drainOutbox } from "./chain/ledger/drain.ts";
export { type Outbox, type OutboxCounts, openOutbox, type PendingTransaction } from "./chain/ledger/outbox.ts";
export { type AtBlock, isCleanNow, readShardStatus } from "./chain/ledger/status.ts";
export {
  assignPages,
  type PageProof,
  type ProvedPage,
  type SubmitResult,
  submitProofs,
} from "./chain/ledger/submit.ts";
export {
  acceptOwnership,
  type EpochState,
  type ListState,
  readListState,
  setPublisher,
  transferOwnership,
} from "./chain/lists/access.ts";
export type { AccumulatorsToPublish, RecomputedAccumulators } from "./chain/lists/accumulators.ts";
export type { ListConfig } from "./chain/lists/list.ts";
export { type ListToPublish, type PublishResult, publishBlocklist, toListToPublish } from "./chain/lists/publish.ts";
export { type ListToReview, reviewEpoch } from "./chain/lists/review.ts";
export { type ChainDocumentOptions, type ChainSubjects, makeChainDocument } from "./chain/receipts/chainDocument.ts";
export { type Provability, readProvability } from "./chain/receipts/provability.ts";
export { readsSameEvents } from "./chain/receipts/statedEvents.ts";
export { type AnchoredRoot, anchorRoot, readAnchorTime, requireAnchors } from "./chain/releases/anchors.ts";
export { checkOnChain, type FactsOnChain } from "./chain/releases/confirm.ts";
export { classifyReach, type EpochRange, readGrowth, readUpTo } from "./chain/releases/reach.ts";
export { type BorrowedShard, readFirstRegistration } from "./chain/releases/registrations.ts";
export {
  type Release,
  type ReleaseShard,
  readRelease,
  registerRelease,
} from "./chain/releases/release.ts";
export { type Claim, claimRoyalties } from "./chain/releases/royalties.ts";
export { readReleaseStatus } from "./chain/releases/status.ts";
export { type Permission, readPermission, readTerms, setTerms, type UseTerms } from "./chain/releases/terms.ts";
export {
  type Income,
  type Licensor,
  mintRelease,
  type Payee,
  type ReleaseToken,
  type RoyaltyTerms,
  readReleaseToken,
} from "./chain/releases/tokens.ts";
export { readReleaseVerdict, readShardVerdict } from "./chain/releases/verdict.ts";
export { type BlockRef, readConfirmedBlock } from "./rpc/block.ts";
export { type Chain, type ChainOptions, openChain } from "./rpc/connection.ts";
export type { AddressSource } from "./rpc/node/address.ts";
export type { PublishedPage, Registration, ReleaseStatus, ShardStatus } from "./rpc/node/decode.ts";
export type { PollingOptions } from "./rpc/node/polling.ts";
export { readSigner, type SignerSource } from "./rpc/node/signer.ts";
export type { SentTransaction } from "./rpc/transaction.ts";
export {
  type CircuitId,
  type Commitment,
  type ListId,
  type ReleaseId,
  toCircuitId,
  toCommitment,
  toListId,
  toReleaseId,
} from "./shared/ids.ts";
export type { OnProgress, Progress } from "./shared/progress.ts";
