import { FIELD } from "../bundle/fields.ts";
import { type Listing, listingToJson, readListingFields } from "../bundle/listing.ts";
import { type Proof, proofToJson, readProof } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId, Commitment } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { type ChainDocument, chainDocumentToJson, readChainDocument } from "./chain/document.ts";
import { type Declaration, readDeclaration } from "./facts.ts";

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

/** The one validator of the format. */
export function readCertificate(reader: DocumentReader, value: unknown): ExclusionCertificate {
  const { format, listing, releases } = reader.object(value, "$", ["format", "listing", "releases"]);
  const known = CERTIFICATE_FORMATS.find((each) => each === format);
  const version = known === CERTIFICATE_FORMATS[0] ? 0 : 1;
  reader.literal(format as string, "$.format", known ?? CERTIFICATE_FORMATS[2]);
  return {
    listing: readListingFields(reader, listing, "$.listing"),
    releases: reader
      .array(releases, "$.releases")
      .map((entry, i) => readRelease(reader, entry, `$.releases[${i}]`, version)),
  };
}

function readRelease(reader: DocumentReader, value: unknown, path: string, version: 0 | 1): ExcludingRelease {
  const fields = reader.object(value, path, ["pack", "declared", "exclusions", "chain"]);
  return {
    pack: reader.text(fields.pack, `${path}.pack`, /^b[a-z2-7]{58}$/, "a CID of version 1 with SHA-256"),
    declared: readDeclaration(reader, fields.declared, `${path}.declared`),
    exclusions: reader
      .array(fields.exclusions, `${path}.exclusions`)
      .map((entry, i) => readShard(reader, entry, `${path}.exclusions[${i}]`, version)),
    chain: fields.chain === null ? null : readShown(reader, fields.chain, `${path}.chain`),
  };
}

/** A chain document in which every block is proved. */
function readShown(reader: DocumentReader, value: unknown, path: string): ChainDocument {
  const document = readChainDocument(reader, value, path);
  if (document.stated !== undefined) reader.refuse(path, "has blocks that are stated only");
  return document;
}

function readShard(reader: DocumentReader, value: unknown, at: string, version: 0 | 1): ExcludingShard {
  const names = ["commitment", "circuitId", "proof"];
  const fields = reader.object(value, at, version === 0 ? names : [...names, "schemes", "bases"]);
  return {
    commitment: FIELD.commitment(reader, fields.commitment, `${at}.commitment`),
    circuitId: FIELD.circuitId(reader, fields.circuitId, `${at}.circuitId`),
    proof: readProof(reader, fields.proof, `${at}.proof`),
    ...(version === 1 && {
      described: {
        schemes: reader
          .array(fields.schemes, `${at}.schemes`)
          .map((scheme, i) => FIELD.scheme(reader, scheme, `${at}.schemes[${i}]`)),
        bases: reader
          .array(fields.bases, `${at}.bases`)
          .map((base, i) => reader.decimal(base, `${at}.bases[${i}]`).toString()),
      },
    }),
  };
}
