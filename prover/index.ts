/** The public door of the library: the whole way of the data, as functions. Browsers take verify.ts instead. */
export type { Entry } from "./blocklist/entry.ts";
export { importHashes, importLines, importWorks } from "./blocklist/import.ts";
export type { Imported, LeftOut } from "./blocklist/imported.ts";
export { importRecords, type RecordOptions } from "./blocklist/importRecords.ts";
export { type Blocklist, type LeftOutAt, type ListedPage, type ListTerms, writeBlocklist } from "./blocklist/list.ts";
export { type Agents, readAgents } from "./blocklist/optouts/agents.ts";
export { importOptOuts } from "./blocklist/optouts/import.ts";
export { PAGE_SIZES, type Page, type PageSize, pageDigest } from "./blocklist/page.ts";
export { readBlocklist } from "./blocklist/read.ts";
export { writeDisclosure } from "./bundle/disclosure.ts";
export { writeBundle } from "./bundle/document.ts";
export { writeEnvelope } from "./bundle/envelope.ts";
export { writeListing } from "./bundle/listing.ts";
export { makeSigningKey, signStatement } from "./bundle/sign.ts";
export { exclusionStatement } from "./bundle/statement.ts";
export {
  ATTESTATION_SCHEMA,
  type CleanAttestation,
  deployResolver,
  openEas,
  schemaUidOf,
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
  type Deployed,
  deployContracts,
  NO_ROLES,
  type Roles,
} from "./chain/deployment/deploy.ts";
export {
  DEPLOYMENT_FORMAT,
  type DeployedCircuit,
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
export { buildIndex, type IndexOptions } from "./chain/indexer/build.ts";
export { checkIndex, type Difference, type IndexCheck } from "./chain/indexer/check.ts";
export { type IndexedFact, toIndexDocument } from "./chain/indexer/document.ts";
export { type Index, type IndexHead, type IndexRow, type IndexTable, openIndex } from "./chain/indexer/store.ts";
export { type DrainOptions, drainOutbox } from "./chain/ledger/drain.ts";
export { type Outbox, type OutboxCounts, openOutbox, type PendingTransaction } from "./chain/ledger/outbox.ts";
export { type AtBlock, isCleanNow, readShardStatus } from "./chain/ledger/status.ts";
export { assignPages, type PageProof, type ProvedPage, type Submitted, submitProofs } from "./chain/ledger/submit.ts";
export {
  acceptOwnership,
  type Epoch,
  type ListState,
  readListState,
  reviewEpoch,
  setPublisher,
  transferOwnership,
} from "./chain/lists/access.ts";
export type { ListConfig } from "./chain/lists/list.ts";
export { type ListToPublish, type Published, publishBlocklist } from "./chain/lists/publish.ts";
export { type ChainDocumentOptions, type ChainSubjects, makeChainDocument } from "./chain/receipts/chainDocument.ts";
export { type Provability, readProvability } from "./chain/receipts/provability.ts";
export { readsSameEvents } from "./chain/receipts/statedEvents.ts";
export { checkOnChain, type FactsOnChain } from "./chain/releases/confirm.ts";
export { type EpochRange, readGrowth, readUpTo, statusOutcome } from "./chain/releases/reach.ts";
export { type BorrowedShard, readFirstRegistration } from "./chain/releases/registrations.ts";
export {
  type Release,
  type ReleaseShard,
  readRelease,
  readReleaseStatus,
  registerRelease,
} from "./chain/releases/release.ts";
export { commitShard } from "./commitment/commit.ts";
export { commitLayers, type Layer, type Layers, type LayersOptions } from "./commitment/layers.ts";
export type { CommitOptions, Format, Limits, SourceSpec } from "./commitment/reading/options.ts";
export type { OnBad } from "./commitment/reading/readPart.ts";
export { type Location, locateKey } from "./commitment/shard/locations.ts";
export { MANIFEST_FORMATS, type Manifest } from "./commitment/shard/manifest.ts";
export { readManifest, readShard, type Shard } from "./commitment/shard/readShard.ts";
export { type Archive, type Files, writeArchive } from "./evidence/car.ts";
export { writeCertificate } from "./evidence/certificate.ts";
export { makeEvidenceDocuments } from "./evidence/documents/index.ts";
export { type EvidenceParts, type MadeEvidence, makeEvidence } from "./evidence/make.ts";
export { describeExcludingRelease } from "./evidence/makeCertificate.ts";
export type { Scheme } from "./fingerprint/scheme.ts";
export { schemeNames, schemeOf } from "./fingerprint/schemes.ts";
export { keyToWords } from "./groth16/verificationKey.ts";
export { loadPoseidon } from "./native/poseidon.ts";
export { type AnyCircuit, CIRCUITS, type Circuit, INCLUSION, LISTINGS } from "./plan/circuits.ts";
export type { CheckResult } from "./release/checks/checklist.ts";
export {
  type BlocklistConfig,
  type ChainConfig,
  CONFIG_FORMAT,
  type Config,
  type Policy,
  type ShardConfig,
  type WeightsSource,
} from "./release/config/config.ts";
export { UNDECIDED } from "./release/config/fields.ts";
export { CONFIG_FILES, loadConfig } from "./release/config/load.ts";
export { type Initiated, type InitOptions, initConfig } from "./release/init/init.ts";
export type { Proposal, ProposedShard, ShardProposal } from "./release/init/propose.ts";
export type { ProposedScheme } from "./release/init/schemes.ts";
export { type Released, type ReleaseOptions, runRelease } from "./release/release.ts";
export { REPORT_KINDS, type ReportKind, renderReport } from "./release/report/render.ts";
export {
  type ComparedShard,
  type Coverage,
  type FoundRecord,
  REPORT_FORMAT,
  type ReleaseMode,
  type ReleaseReport,
  type ReleaseVerdict,
  verdictOf,
} from "./release/report/report.ts";
export { type Estimate, estimateRelease, type ReleaseWork } from "./release/steps/estimate.ts";
export type { PlanTotals } from "./release/steps/plan.ts";
export { type BlockRef, readConfirmedBlock } from "./rpc/block.ts";
export { type Chain, type ChainOptions, openChain } from "./rpc/connection.ts";
export type { AddressSource } from "./rpc/node/address.ts";
export type { PublishedPage, Registration, ReleaseStatus, ShardStatus } from "./rpc/node/decode.ts";
export type { PollingOptions } from "./rpc/node/polling.ts";
export { readSigner, type SignerSource } from "./rpc/node/signer.ts";
export type { Sent } from "./rpc/transaction.ts";
export { type ArtifactOptions, ensureArtifacts } from "./setup/artifacts.ts";
export { type CeremonyOptions, finishCeremony, type PowersOfTau, startCeremony } from "./setup/ceremony.ts";
export { applyBeacon, contributeToCeremony } from "./setup/contribute.ts";
export { ARTIFACT_FILES, type ArtifactLock, LOCK_FORMAT } from "./setup/lock.ts";
export { type BuiltInCircuit, readPinnedCircuits } from "./setup/pinned.ts";
export { type Artifacts, loadVerifiedArtifacts } from "./setup/verifiedArtifacts.ts";
export type { Contribution } from "./setup/zkey.ts";
export { CIRCUIT_CHOICES, type CircuitChoice } from "./shared/circuit.ts";
export type { ComparedField, Left, ShardCoverage, UncountedCoverage } from "./shared/coverage.ts";
export type { CrowdedRecords } from "./shared/crowds.ts";
export type { Poseidon } from "./shared/poseidon.ts";
export type { OnProgress, Progress } from "./shared/progress.ts";
export { type DiscloseOptions, proveDisclosure } from "./statements/disclosure.ts";
export { BUNDLE_FILE, type KnownCircuit, type Proved, type ProveOptions, proveShard } from "./statements/exclusion.ts";
export { type Finding, findListedRecords } from "./statements/findings.ts";
export { type ListingOptions, proveListing } from "./statements/listing.ts";
export type { Level, Tree } from "./tree/tree.ts";
export * from "./verify.ts";
