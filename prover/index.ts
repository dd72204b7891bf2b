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
  CLAIM_SCHEMA,
  type Claim,
  deployResolver,
  schemaUidOf,
  serviceAt,
  timestamp,
} from "./chain/attestation/eas.ts";
export {
  type Domain,
  type OffchainAttestation,
  type OffchainMessage,
  readOffchain,
  type Service,
  signOffchain,
  writeOffchain,
} from "./chain/attestation/offchain.ts";
export { type OffchainVerdict, verifyOffchain } from "./chain/attestation/verifyOffchain.ts";
export type { Expected } from "./chain/cost/gas.ts";
export {
  type CircuitState,
  type LedgerCircuits,
  readCircuits,
  type Trust,
} from "./chain/deployment/circuits.ts";
export { type CircuitToDeploy, type Deployed, deploy, NOBODY, type Offices } from "./chain/deployment/deploy.ts";
export {
  DEPLOYMENT_FORMAT,
  type DeployedCircuit,
  type Deployment,
  readDeployment,
} from "./chain/deployment/document.ts";
export { admitCircuit, lowerTrust, proposeCircuit, withdrawCircuit } from "./chain/deployment/governance.ts";
export { buildIndex, type IndexOptions } from "./chain/indexer/build.ts";
export { checkIndex, type Difference, type IndexCheck } from "./chain/indexer/check.ts";
export { type IndexedFact, indexDocument } from "./chain/indexer/document.ts";
export { type Index, type IndexHead, openIndex, type Row, type Table } from "./chain/indexer/store.ts";
export { type DrainOptions, drain } from "./chain/ledger/drain.ts";
export { type Flight, type Outbox, type OutboxCounts, openOutbox } from "./chain/ledger/outbox.ts";
export { type At, isCleanNow, status } from "./chain/ledger/status.ts";
export { type PlacedProof, type ProvedPage, placeProofs, type Submitted, submit } from "./chain/ledger/submit.ts";
export {
  acceptOwnership,
  type Epoch,
  type ListState,
  offerOwnership,
  readList,
  review,
  setPublisher,
} from "./chain/lists/access.ts";
export type { Terms } from "./chain/lists/list.ts";
export { type ListToPublish, type Published, publish } from "./chain/lists/publish.ts";
export { type ChainDocumentOptions, type ChainSubjects, chainDocument } from "./chain/receipts/chainDocument.ts";
export { type Provability, provability } from "./chain/receipts/provability.ts";
export { holdsEvents } from "./chain/receipts/statedEvents.ts";
export { contractChecks, type FactsOnChain } from "./chain/releases/confirm.ts";
export { grownSince, type Reach, statusOutcome, upToOf } from "./chain/releases/reach.ts";
export { type BorrowedShard, firstRegistration } from "./chain/releases/registrations.ts";
export { type Release, type ReleaseShard, readRelease, register, releaseStatus } from "./chain/releases/release.ts";
export { commitShard } from "./commitment/commit.ts";
export { commitLayers, type Layer, type Layers, type LayersOptions } from "./commitment/layers.ts";
export type { CommitOptions, Format, Limits, SourceSpec } from "./commitment/reading/options.ts";
export type { OnBad } from "./commitment/reading/readPart.ts";
export { type Location, locate } from "./commitment/shard/locations.ts";
export { MANIFEST_FORMATS, type Manifest } from "./commitment/shard/manifest.ts";
export { readManifest, readShard, type Shard } from "./commitment/shard/readShard.ts";
export { type Archive, type Files, writeArchive } from "./evidence/car.ts";
export { writeReceipt } from "./evidence/certificate.ts";
export { evidenceDocuments } from "./evidence/documents/index.ts";
export { type EvidenceParts, type MadeEvidence, makeEvidence } from "./evidence/make.ts";
export { excludingRelease } from "./evidence/makeCertificate.ts";
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
export { type Initiated, type InitOptions, init } from "./release/init/init.ts";
export type { Proposal, ProposedShard, ShardProposal } from "./release/init/propose.ts";
export type { ProposedScheme } from "./release/init/schemes.ts";
export { type Released, type ReleaseOptions, release } from "./release/release.ts";
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
export { type Estimate, estimate, type Work } from "./release/steps/estimate.ts";
export type { PlanTotals } from "./release/steps/plan.ts";
export { type Moment, momentOf } from "./rpc/block.ts";
export { type Chain, type ChainOptions, openChain } from "./rpc/connection.ts";
export type { AddressSource } from "./rpc/node/address.ts";
export type { PublishedPage, Registration, ReleaseStatus, ShardStatus } from "./rpc/node/decode.ts";
export type { Patience } from "./rpc/node/polling.ts";
export { readSigner, type SignerSource } from "./rpc/node/signer.ts";
export type { Sent } from "./rpc/transaction.ts";
export { type ArtefactOptions, ensureArtefacts } from "./setup/artifacts.ts";
export { type CeremonyOptions, finishCeremony, type PowersOfTau, startCeremony } from "./setup/ceremony.ts";
export { applyBeacon, contribute } from "./setup/contribute.ts";
export { ARTEFACT_FILES, type ArtefactLock, LOCK_FORMAT } from "./setup/lock.ts";
export { type OurCircuit, readPinnedCircuits } from "./setup/pinned.ts";
export { type Artefacts, gate } from "./setup/verifiedArtifacts.ts";
export type { Contribution } from "./setup/zkey.ts";
export { CIRCUIT_CHOICES, type CircuitChoice } from "./shared/circuit.ts";
export type { ComparedField, Left, ShardCoverage, UncountedCoverage } from "./shared/coverage.ts";
export type { CrowdedRecords } from "./shared/crowds.ts";
export type { Poseidon } from "./shared/poseidon.ts";
export type { OnProgress, Progress } from "./shared/progress.ts";
export { type DiscloseOptions, disclose } from "./statements/disclosure.ts";
export { BUNDLE_FILE, type KnownCircuit, type Proved, type ProveOptions, proveShard } from "./statements/exclusion.ts";
export { type Finding, findPresent } from "./statements/findings.ts";
export { type ListingOptions, proveListed } from "./statements/listing.ts";
export type { Level, Tree } from "./tree/tree.ts";
export * from "./verify.ts";
