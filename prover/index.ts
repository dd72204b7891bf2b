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
export type { AddressSource } from "./chain/address.ts";
export type { PublishedPage, Registration, ReleaseStatus, ShardStatus } from "./chain/answers.ts";
export { type ChainDocumentOptions, type ChainSubjects, chainDocument } from "./chain/chainDocument.ts";
export {
  type CircuitState,
  type LedgerCircuits,
  readCircuits,
  type Trust,
} from "./chain/circuitState.ts";
export { admitCircuit, lowerTrust, proposeCircuit, withdrawCircuit } from "./chain/circuits.ts";
export { contractChecks, type FactsOnChain } from "./chain/confirmRelease.ts";
export { type Chain, type ChainOptions, openChain } from "./chain/connection.ts";
export { type CircuitToDeploy, type Deployed, deploy, NOBODY, type Offices } from "./chain/deploy.ts";
export { DEPLOYMENT_FORMAT, type DeployedCircuit, type Deployment, readDeployment } from "./chain/deployment.ts";
export { type DrainOptions, drain } from "./chain/drain.ts";
export {
  CLAIM_SCHEMA,
  type Claim,
  deployResolver,
  schemaUidOf,
  serviceAt,
  timestamp,
} from "./chain/eas.ts";
export type { Expected } from "./chain/gas.ts";
export { checkIndex, type Difference, type IndexCheck } from "./chain/indexCheck.ts";
export { type IndexedFact, indexDocument } from "./chain/indexDocument.ts";
export { buildIndex, type IndexOptions } from "./chain/indexer.ts";
export { type Index, type IndexHead, openIndex, type Row, type Table } from "./chain/indexStore.ts";
export type { Terms } from "./chain/lists.ts";
export { type Moment, momentOf } from "./chain/moment.ts";
export {
  type Domain,
  type OffchainAttestation,
  type OffchainMessage,
  readOffchain,
  type Service,
  signOffchain,
  writeOffchain,
} from "./chain/offchain.ts";
export { type OffchainVerdict, verifyOffchain } from "./chain/offchainCheck.ts";
export {
  acceptOwnership,
  type Epoch,
  type ListState,
  offerOwnership,
  readList,
  review,
  setPublisher,
} from "./chain/offices.ts";
export { type Flight, type Outbox, type OutboxCounts, openOutbox } from "./chain/outbox.ts";
export type { Patience } from "./chain/patience.ts";
export { type Provability, provability } from "./chain/provability.ts";
export { type ListToPublish, type Published, publish } from "./chain/publish.ts";
export { grownSince, type Reach, statusOutcome, upToOf } from "./chain/reach.ts";
export { type BorrowedShard, firstRegistration } from "./chain/registrations.ts";
export { type Release, type ReleaseShard, readRelease, register, releaseStatus } from "./chain/releases.ts";
export type { Sent } from "./chain/send.ts";
export { readSigner, type SignerSource } from "./chain/signer.ts";
export { holdsEvents } from "./chain/statedEvents.ts";
export { type At, isCleanNow, status } from "./chain/status.ts";
export { type PlacedProof, type ProvedPage, placeProofs, type Submitted, submit } from "./chain/submit.ts";
export { commitShard } from "./commitment/commit.ts";
export { commitLayers, type Layer, type Layers, type LayersOptions } from "./commitment/layers.ts";
export { type Location, locate } from "./commitment/locations.ts";
export { MANIFEST_FORMATS, type Manifest } from "./commitment/manifest.ts";
export type { CommitOptions, Format, Limits, SourceSpec } from "./commitment/options.ts";
export type { OnBad } from "./commitment/read.ts";
export { readManifest, readShard, type Shard } from "./commitment/shard.ts";
export {
  type BlocklistConfig,
  type ChainConfig,
  CONFIG_FORMAT,
  type Config,
  type Policy,
  type ShardConfig,
  type WeightsSource,
} from "./config/config.ts";
export { UNDECIDED } from "./config/fields.ts";
export { CONFIG_FILES, loadConfig } from "./config/load.ts";
export { type Archive, type Files, writeArchive } from "./evidence/car.ts";
export { evidenceDocuments } from "./evidence/documents/index.ts";
export { type EvidenceParts, type MadeEvidence, makeEvidence } from "./evidence/make.ts";
export { excludingRelease } from "./evidence/makeReceipt.ts";
export { writeReceipt } from "./evidence/receipt.ts";
export type { Scheme } from "./fingerprint/scheme.ts";
export { schemeNames, schemeOf } from "./fingerprint/schemes.ts";
export { keyToWords } from "./groth16/verificationKey.ts";
export { type Initiated, type InitOptions, init } from "./init/init.ts";
export type { Proposal, ProposedShard, ShardProposal } from "./init/propose.ts";
export type { ProposedScheme } from "./init/schemes.ts";
export { type ArtefactOptions, ensureArtefacts } from "./keys/artefacts.ts";
export { type CeremonyOptions, finishCeremony, type PowersOfTau, startCeremony } from "./keys/ceremony.ts";
export { applyBeacon, contribute } from "./keys/contribute.ts";
export { type Artefacts, gate } from "./keys/gate.ts";
export { ARTEFACT_FILES, type ArtefactLock, LOCK_FORMAT } from "./keys/lock.ts";
export { type OurCircuit, readPinnedCircuits } from "./keys/pinned.ts";
export type { Contribution } from "./keys/zkey.ts";
export { loadPoseidon } from "./native/poseidon.ts";
export { type AnyCircuit, CIRCUITS, type Circuit, INCLUSION, LISTINGS } from "./plan/circuits.ts";
export type { CheckResult } from "./release/checks/checklist.ts";
export { type Estimate, estimate, type Work } from "./release/estimate.ts";
export type { PlanTotals } from "./release/plan.ts";
export { type Released, type ReleaseOptions, release } from "./release/release.ts";
export { REPORT_KINDS, type ReportKind, renderReport } from "./report/render.ts";
export {
  type ComparedShard,
  type Coverage,
  type FoundRecord,
  REPORT_FORMAT,
  type ReleaseMode,
  type ReleaseReport,
  type ReleaseVerdict,
  verdictOf,
} from "./report/report.ts";
export { type Finding, findPresent } from "./run/check.ts";
export { type DiscloseOptions, disclose } from "./run/disclose.ts";
export { type ListingOptions, proveListed } from "./run/listing.ts";
export { BUNDLE_FILE, type KnownCircuit, type Proved, type ProveOptions, proveShard } from "./run/prove.ts";
export { CIRCUIT_CHOICES, type CircuitChoice } from "./shared/circuit.ts";
export type { ComparedField, Left, ShardCoverage, UncountedCoverage } from "./shared/coverage.ts";
export type { CrowdedRecords } from "./shared/crowds.ts";
export type { Poseidon } from "./shared/poseidon.ts";
export type { OnProgress, Progress } from "./shared/progress.ts";
export type { Level, Tree } from "./tree/tree.ts";
export * from "./verify.ts";
