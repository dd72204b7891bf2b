import { DISJOINTNESS_PROOF, type DisjointnessProof, disjointnessProofToJson } from "../accumulator/proof.ts";
import type { Tau } from "../accumulator/verify.ts";
import { LISTING, type Listing, listingToJson } from "../bundle/listing.ts";
import { isOpened, OPENED_LISTING, type OpenedListing, openedListingToJson } from "../bundle/openedListing.ts";
import { type G1, G1_POINT, type G2, G2_POINT, writeG1, writeG2 } from "../groth16/points.ts";
import { PROOF, type Proof, proofToJson } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId, Commitment } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { CIRCUIT_ID, COMMITMENT, DECIMAL_TEXT, SCHEME } from "../shared/shape/fields.ts";
import { documentOf, object } from "../shared/shape/object.ts";
import { checked, either, list, mapped, nullable, type Shape, text } from "../shared/shape/shape.ts";
import { versionOf } from "../shared/shape/version.ts";
import { type ChainDocument, chainDocumentToJson, PROVED_CHAIN } from "./chain/document.ts";
import { DECLARATION, type Declaration } from "./facts.ts";

/**
 * Versions of an exclusion certificate. The first two called it a receipt. The first does not say which keys a shard
 * has; the second differs from the third by its name alone. The fourth is for shards with accumulators. In the newest,
 * the page of the work is open.
 */
export const CERTIFICATE_FORMATS = [
  "disjoint/receipt/v1",
  "disjoint/receipt/v2",
  "disjoint/exclusion-certificate/v1",
  "disjoint/exclusion-certificate/v2",
  "disjoint/exclusion-certificate/v3",
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
 * What every certificate says of a shard. `described`: the schemes whose keys its manifest says that it has, and the
 * commitments of what it is added to; missing in certificates of the first version.
 */
export type DescribedExclusion = { commitment: Commitment; described?: { schemes: string[]; bases: string[] } };

/** A shard with a Merkle tree that excludes the page. */
export type PageExclusion = DescribedExclusion & { circuitId: CircuitId; proof: Proof };

/**
 * The accumulator of a list's entries, and the witness that the work is one of them: the same without the work.
 * `powers`: [tau]_1 and [tau]_2.
 */
export type EntryWitness = { powers: Tau; list: G2; witness: G2 };

/** A shard with an accumulator that is disjoint from entries of which the work is one. */
export type EntryExclusion = DescribedExclusion & EntryWitness & { accumulator: G1; proof: DisjointnessProof };

/** A shard that excludes the work. */
export type ExcludingShard = PageExclusion | EntryExclusion;

/** Whether a shard is shown to exclude the page of the work. */
export const isPageExclusion = (shard: ExcludingShard): shard is PageExclusion => "circuitId" in shard;

/**
 * All that a rights holder needs about one work: its entry in a list, and the releases that were proved to exclude it.
 * Unless the page is open, it reveals nothing about the list's other entries.
 */
export type ExclusionCertificate = { listing: Listing | OpenedListing; releases: ExcludingRelease[] };

/** The text of a certificate's file, of the version that has what it says. */
export function writeCertificate({ listing, releases }: ExclusionCertificate): string {
  const shards = releases.flatMap(({ exclusions }) => exclusions);
  const isDescribed = shards.every(({ described }) => described !== undefined);
  const byProof = !isDescribed ? 0 : shards.every(isPageExclusion) ? 2 : 3;
  return `${stringifyJson({
    format: CERTIFICATE_FORMATS[isOpened(listing) ? 4 : byProof],
    listing: isOpened(listing) ? openedListingToJson(listing) : listingToJson(listing),
    releases: releases.map(({ pack, declared, exclusions, chain }) => ({
      pack,
      declared,
      chain: chain && chainDocumentToJson(chain),
      exclusions: exclusions.map((shard) => ({
        commitment: String(shard.commitment),
        ...(isPageExclusion(shard)
          ? { circuitId: shard.circuitId, proof: proofToJson(shard.proof) }
          : entryExclusionToJson(shard)),
        ...(isDescribed && shard.described),
      })),
    })),
  })}\n`;
}

const entryExclusionToJson = ({ powers, accumulator, list, witness, proof }: EntryExclusion) => ({
  powers: { g1: writeG1(powers.g1), g2: writeG2(powers.g2) },
  accumulator: writeG1(accumulator),
  list: writeG2(list),
  witness: writeG2(witness),
  proof: disjointnessProofToJson(proof),
});

const PROVED = { commitment: COMMITMENT, circuitId: CIRCUIT_ID, proof: PROOF };

/** A shard in certificates of the first version. */
const FIRST_SHARD: Shape<ExcludingShard> = object(PROVED);

const DESCRIBED = { schemes: list(SCHEME), bases: list(DECIMAL_TEXT) };

const PAGE_EXCLUSION: Shape<PageExclusion> = mapped(
  object({ ...PROVED, ...DESCRIBED }),
  ({ schemes, bases, ...proved }) => ({ ...proved, described: { schemes, bases } }),
);

const ENTRY_EXCLUSION: Shape<EntryExclusion> = mapped(
  object({
    commitment: COMMITMENT,
    powers: object({ g1: G1_POINT, g2: G2_POINT }),
    accumulator: G1_POINT,
    list: G2_POINT,
    witness: G2_POINT,
    proof: DISJOINTNESS_PROOF,
    ...DESCRIBED,
  }),
  ({ schemes, bases, ...proved }) => ({ ...proved, described: { schemes, bases } }),
);

const isByPage = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.hasOwn(value, "circuitId");

/** A shard in certificates of the newest version. */
const SHARD: Shape<ExcludingShard> = either<Shape<ExcludingShard>>([PAGE_EXCLUSION, ENTRY_EXCLUSION], (value) =>
  isByPage(value) ? PAGE_EXCLUSION : ENTRY_EXCLUSION,
);

const certificateOf = (
  format: string,
  shard: Shape<ExcludingShard>,
  listing: Shape<Listing> | Shape<OpenedListing> = LISTING,
): Shape<ExclusionCertificate> =>
  documentOf(format, {
    listing: listing as Shape<Listing | OpenedListing>,
    releases: list(
      object({
        pack: text(/^b[a-z2-7]{58}$/, "a CID of version 1 with SHA-256"),
        declared: DECLARATION,
        exclusions: list(shard),
        chain: nullable(PROVED_CHAIN),
      }),
    ),
  });

const [FIRST, SECOND, THIRD, FOURTH, NEWEST] = CERTIFICATE_FORMATS;

/** Certificates by version. One with a proof and without a shard that has an accumulator is of an older version. */
export const CERTIFICATES = [
  certificateOf(FIRST, FIRST_SHARD),
  certificateOf(SECOND, PAGE_EXCLUSION),
  certificateOf(THIRD, PAGE_EXCLUSION),
  checked(certificateOf(FOURTH, SHARD), (reader, { releases }, path) => {
    if (releases.every(({ exclusions }) => exclusions.every(isPageExclusion)))
      reader.refuse(`${path}.format`, `is not "${THIRD}"`);
  }),
  certificateOf(NEWEST, SHARD, OPENED_LISTING),
];

/** The one validator of the format. */
export const readCertificate = (reader: DocumentReader, value: unknown): ExclusionCertificate =>
  CERTIFICATES[versionOf(value, CERTIFICATE_FORMATS)]!.read(reader, value, "$");
