import { LISTING, type Listing, listingToJson } from "../bundle/listing.ts";
import { PROOF, type Proof, proofToJson } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId, Commitment } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { CIRCUIT_ID, COMMITMENT, DECIMAL_TEXT, SCHEME } from "../shared/shape/fields.ts";
import { documentOf, object } from "../shared/shape/object.ts";
import { list, mapped, nullable, type Shape, text } from "../shared/shape/shape.ts";
import { versionOf } from "../shared/shape/version.ts";
import { type ChainDocument, chainDocumentToJson, PROVED_CHAIN } from "./chain/document.ts";
import { DECLARATION, type Declaration } from "./facts.ts";

/**
 * Versions of an exclusion certificate. The first two called it a receipt. The first does not say which keys a shard
 * has; the second differs from the newest by its name alone.
 */
export const CERTIFICATE_FORMATS = [
  "disjoint/receipt/v1",
  "disjoint/receipt/v2",
  "disjoint/exclusion-certificate/v1",
] as const;

/**
 * A release that excludes the page of a certificate. `pack`: CID of its evidence pack, where all the rest is;
 * `declared`: what the vendor says of it; `exclusions`: of just this page, for each declared shard in order; `chain`:
 * where that was accepted.
 */
export type ExcludingRelease = {
  pack: string;
  declared: Declaration;
  exclusions: ExcludingShard[];
  chain: ChainDocument | null;
};

/**
 * A shard that excludes the page. `described`: the schemes whose keys its manifest says that it has, and the
 * commitments of what it is added to; missing in certificates of the first version.
 */
export type ExcludingShard = {
  commitment: Commitment;
  described?: { schemes: string[]; bases: string[] };
  circuitId: CircuitId;
  proof: Proof;
};

/**
 * All that a rights holder needs about one work: its entry in a list, and the releases that were proved to exclude it.
 * It reveals nothing about the list's other entries.
 */
export type ExclusionCertificate = { listing: Listing; releases: ExcludingRelease[] };

/** The text of a certificate's file: of the newest version, or of the first if a shard is not described. */
export function writeCertificate({ listing, releases }: ExclusionCertificate): string {
  const isDescribed = releases.every(({ exclusions }) => exclusions.every(({ described }) => described !== undefined));
  return `${stringifyJson({
    format: CERTIFICATE_FORMATS[isDescribed ? 2 : 0],
    listing: listingToJson(listing),
    releases: releases.map(({ pack, declared, exclusions, chain }) => ({
      pack,
      declared,
      chain: chain && chainDocumentToJson(chain),
      exclusions: exclusions.map(({ commitment, described, circuitId, proof }) => ({
        commitment: String(commitment),
        circuitId,
        proof: proofToJson(proof),
        ...(isDescribed && described),
      })),
    })),
  })}\n`;
}

const PROVED = { commitment: COMMITMENT, circuitId: CIRCUIT_ID, proof: PROOF };

/** A shard in certificates of the first version. */
const FIRST_SHARD: Shape<ExcludingShard> = object(PROVED);

const SHARD: Shape<ExcludingShard> = mapped(
  object({ ...PROVED, schemes: list(SCHEME), bases: list(DECIMAL_TEXT) }),
  ({ schemes, bases, ...proved }) => ({ ...proved, described: { schemes, bases } }),
);

const certificateOf = (format: string, shard: Shape<ExcludingShard>): Shape<ExclusionCertificate> =>
  documentOf(format, {
    listing: LISTING,
    releases: list(
      object({
        pack: text(/^b[a-z2-7]{58}$/, "a CID of version 1 with SHA-256"),
        declared: DECLARATION,
        exclusions: list(shard),
        chain: nullable(PROVED_CHAIN),
      }),
    ),
  });

/** Certificates by version. */
export const CERTIFICATES = CERTIFICATE_FORMATS.map((format, i) =>
  certificateOf(format, i === 0 ? FIRST_SHARD : SHARD),
);

/** The one validator of the format. */
export const readCertificate = (reader: DocumentReader, value: unknown): ExclusionCertificate =>
  CERTIFICATES[versionOf(value, CERTIFICATE_FORMATS)]!.read(reader, value, "$");
