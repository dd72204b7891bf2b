/** Proving: exclusion of a list, disclosure of a record, an entry of a list, and the evidence made of them. */
export { writeDisclosure } from "./bundle/disclosure.ts";
export { writeBundle } from "./bundle/document.ts";
export { writeEnvelope } from "./bundle/envelope.ts";
export { writeListing } from "./bundle/listing.ts";
export { makeSigningKey, signStatement } from "./bundle/sign.ts";
export { makeExclusionStatement } from "./bundle/statement.ts";
export { type Archive, type ArchiveFiles, writeArchive } from "./evidence/car.ts";
export { writeCertificate } from "./evidence/certificate.ts";
export { makeEvidenceDocuments } from "./evidence/documents/index.ts";
export { type EvidenceParts, type MadeEvidence, makeEvidence } from "./evidence/make.ts";
export { accumulatorsIn, describeExcludingRelease } from "./evidence/makeCertificate.ts";
export { CIRCUIT_CHOICES, type CircuitChoice } from "./shared/circuit.ts";
export type { OnProgress, Progress } from "./shared/progress.ts";
export type { EngineOptions } from "./statements/discloseKey.ts";
export { type DiscloseOptions, proveDisclosure } from "./statements/disclosure.ts";
export type { ListToProve } from "./statements/disjointness.ts";
export {
  BUNDLE_FILE,
  type ProveOptions,
  type ProveResult,
  proveAccumulatorShard,
  proveShard,
} from "./statements/exclusion.ts";
export { findListedRecords, type ListedWork } from "./statements/findings.ts";
export { type ListingOptions, proveListing } from "./statements/listing.ts";
export type { PageOptions, ProveRun } from "./statements/pages.ts";
export type { Span, SpanOptions } from "./statements/planDisjointness.ts";
export type { KnownCircuit } from "./statements/storedProofs.ts";
