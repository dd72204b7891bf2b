/**
 * The verifier's door: everything to check proofs and bundles without a prover, without native code and without
 * access to files, so that it runs in a browser as well.
 */

export { commitmentOf, listAccumulatorHash, powersId } from "./accumulator/hashes.ts";
export type { EpochAccumulators, ListAccumulators } from "./accumulator/listAccumulators.ts";
export type { DisjointnessProof, DisjointnessProofJson } from "./accumulator/proof.ts";
export { allDisjoint, areDisjoint, type DisjointnessClaim, type Tau } from "./accumulator/verify.ts";
export type { Compared } from "./bundle/compared.ts";
export {
  type AccumulatorDisclosure,
  type Answered,
  type CircuitDisclosure,
  DISCLOSURE_FORMATS,
  type Disclosure,
  readDisclosure,
} from "./bundle/disclosure.ts";
export {
  DISJOINTNESS_BUNDLE_FORMAT,
  type DisjointnessBundle,
  type DisjointnessBundleJson,
  type DisjointnessStatement,
} from "./bundle/disjointness.ts";
export {
  BUNDLE_FORMAT,
  type Bundle,
  type BundleStatement,
  isPageBundle,
  type PageBundle,
  type PageBundleJson,
  readBundle,
} from "./bundle/document.ts";
export { computeKeyId, type Envelope, readEnvelope, type Signer } from "./bundle/envelope.ts";
export { type ExpectedList, type PublicList, toExpectedList } from "./bundle/expected.ts";
export { LISTING_FORMAT, type Listed, type Listing, readListing } from "./bundle/listing.ts";
export type { ListRoot } from "./bundle/listRoot.ts";
export type { OpenedListing } from "./bundle/openedListing.ts";
export type { Pinned, PinnedCircuit, PinnedPowers } from "./bundle/pinned.ts";
export { parseBundle, toProvedPages } from "./bundle/provedPages.ts";
export {
  type Exclusion,
  type ExclusionStatement,
  PREDICATE_TYPE,
  PREDICATE_TYPE_V2,
  STATEMENT_TYPE,
  type StatedArtifact,
} from "./bundle/statement.ts";
export { type BundleVerdict, verifyBundle } from "./bundle/verify.ts";
export { type DisclosurePolicy, type DisclosureVerdict, verifyDisclosure } from "./bundle/verifyDisclosure.ts";
export { type ListingPolicy, type ListingVerdict, verifyListing } from "./bundle/verifyListing.ts";
export { type ArchiveFiles, archiveOfFolder } from "./evidence/car.ts";
export {
  CERTIFICATE_FORMATS,
  type DescribedExclusion,
  type EntryExclusion,
  type EntryWitness,
  type ExcludingRelease,
  type ExcludingShard,
  type ExclusionCertificate,
  isPageExclusion,
  type PageExclusion,
  readCertificate,
} from "./evidence/certificate.ts";
export type { BlockReceipt, ChainDocument, ListReference } from "./evidence/chain/document.ts";
export type { StatedBlock, StatedEvent } from "./evidence/chain/stated.ts";
export { type ChainPolicy, type Contracts, checkTrust } from "./evidence/chain/trust.ts";
export {
  type BlockFacts,
  type ChainFacts,
  type Declaration,
  FACTS_FORMATS,
  type ListFacts,
  type ReleaseFacts,
  type ShardFacts,
  type StepsFacts,
  WEIGHTS_KINDS,
  type WeightsKind,
} from "./evidence/facts.ts";
export { type ClaimedChain, type PackClaims, readPackClaims } from "./evidence/packClaims.ts";
export { readSignedDeclaration } from "./evidence/signedDeclaration.ts";
export {
  type CertificatePolicy,
  type CertificateVerdict,
  verifyCertificate,
} from "./evidence/verifyCertificate.ts";
export { type PackPolicy, type PackProgress, type PackVerdict, verifyPack } from "./evidence/verifyPack.ts";
export { allSatisfyPairing, type ProvedSignals } from "./groth16/batch.ts";
export type { Fp2, G1, G2 } from "./groth16/points.ts";
export { type Proof, type ProofJson, proofToWords, readProof, readSnarkjsProof } from "./groth16/proof.ts";
export { computeCircuitId, keyToWords, readVerificationKey, type VerificationKey } from "./groth16/verificationKey.ts";
export { satisfiesPairing, verifyGroth16 } from "./groth16/verify.ts";
export { CHECKS, type CheckId, HOLDS, listChecks, type Subject, type Verifier } from "./shared/checks.ts";
export type { CircuitKind, Setup } from "./shared/circuit.ts";
export {
  DocumentReader,
  type InspectedDocument,
  type Issue,
  inspectDocument,
  readDocument,
} from "./shared/document.ts";
export { type CodeOf, DisjointError, type ErrorCode, type ErrorKind } from "./shared/errors.ts";
export { type CircuitId, type Commitment, toCircuitId, toCommitment } from "./shared/ids.ts";
export { type Json, parseJson } from "./shared/json.ts";
export type { NamedShard, ShardDescription } from "./shared/manifest.ts";
export {
  PUBLIC_MANIFEST_FORMATS,
  type PublicManifest,
  type ShownShard,
  type UncountedShard,
} from "./shared/publicManifest.ts";
export { type Check, toVerdict, type UpTo, type Verdict } from "./shared/verdict.ts";
