import { FIELD } from "../bundle/fields.ts";
import { type Listing, listingToJson, readListingFields } from "../bundle/listing.ts";
import { type Proof, proofToJson, readProof } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import { stringifyJson } from "../shared/json.ts";
import { type ChainDocument, chainDocumentToJson, readChainDocument } from "./chain/document.ts";
import { type Declaration, readDeclaration } from "./facts.ts";

/** What a receipt calls itself. */
export const RECEIPT_FORMAT = "disjoint/receipt/v1";

/**
 * A release that excludes the page of a receipt. `pack`: CID of its evidence pack, where all the rest is; `declared`: what
 * the vendor says of it; `exclusions`: of just this page, for each declared shard in order; `chain`: where that was accepted.
 */
export type ExcludingRelease = {
  pack: string;
  declared: Declaration;
  exclusions: { commitment: bigint; circuitId: string; proof: Proof }[];
  chain: ChainDocument | null;
};

/**
 * All that a rights holder needs of one work: where it stands in a list, and the releases that were proved to exclude it. It
 * tells nothing of the list's other entries.
 */
export type Receipt = { listing: Listing; releases: ExcludingRelease[] };

/** The text of a receipt's file. */
export const writeReceipt = ({ listing, releases }: Receipt): string =>
  `${stringifyJson({
    format: RECEIPT_FORMAT,
    listing: listingToJson(listing),
    releases: releases.map(({ pack, declared, exclusions, chain }) => ({
      ...{ pack, declared, chain: chain && chainDocumentToJson(chain) },
      exclusions: exclusions.map(({ commitment, circuitId, proof }) => ({
        ...{ commitment: String(commitment), circuitId, proof: proofToJson(proof) },
      })),
    })),
  })}\n`;

/** The one validator of the format. */
export function readReceipt(reader: DocumentReader, value: unknown): Receipt {
  const { format, listing, releases } = reader.object(value, "$", ["format", "listing", "releases"]);
  reader.literal(format as string, "$.format", RECEIPT_FORMAT);
  return {
    listing: readListingFields(reader, listing, "$.listing"),
    releases: reader.array(releases, "$.releases").map((entry, i) => readRelease(reader, entry, `$.releases[${i}]`)),
  };
}

function readRelease(reader: DocumentReader, value: unknown, path: string): ExcludingRelease {
  const fields = reader.object(value, path, ["pack", "declared", "exclusions", "chain"]);
  return {
    pack: reader.text(fields.pack, `${path}.pack`, /^b[a-z2-7]{58}$/, "a CID of version 1 with SHA-256"),
    declared: readDeclaration(reader, fields.declared, `${path}.declared`),
    exclusions: reader.array(fields.exclusions, `${path}.exclusions`).map((entry, i) => {
      const at = `${path}.exclusions[${i}]`;
      const { commitment, circuitId, proof } = reader.object(entry, at, ["commitment", "circuitId", "proof"]);
      return {
        commitment: reader.decimal(commitment, `${at}.commitment`),
        circuitId: FIELD.circuitId(reader, circuitId, `${at}.circuitId`),
        proof: readProof(reader, proof, `${at}.proof`),
      };
    }),
    chain: fields.chain === null ? null : readShown(reader, fields.chain, `${path}.chain`),
  };
}

/** A chain document without a block that is only stated. */
function readShown(reader: DocumentReader, value: unknown, path: string): ChainDocument {
  const document = readChainDocument(reader, value, path);
  if (document.stated !== undefined) reader.refuse(path, "has blocks that are stated only");
  return document;
}
