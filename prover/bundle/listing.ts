import { PROOF, type Proof, type ProofJson, proofToJson } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { CIRCUIT_ID, DECIMAL, KEY, PAGE_SIZE, SCHEME, UINT32 } from "../shared/shape/fields.ts";
import { documentOf, object } from "../shared/shape/object.ts";
import { integer, type Shape } from "../shared/shape/shape.ts";
import { BLOCKLIST } from "./compared.ts";

/** The format of a listing. */
export const LISTING_FORMAT = "disjoint/listing/v1";

/**
 * The entry of one work in a blocklist, and a proof of it that reveals neither the page's other entries nor its salt.
 */
export type Listing = {
  /** 62 hexadecimal digits. Who knows the work computes it with the scheme. */
  key: string;
  scheme: string;
  /** `root`: SHA-256 of the list's root document, lower-case hex. */
  blocklist: { name: string; root: string };
  /** The page's index in the list, from 0, and the first epoch that has it, from 1. */
  page: number;
  epoch: number;
  pageSize: number;
  pageDigest: bigint;
  circuitId: CircuitId;
  proof: Proof;
};

/** A listing in the form of its document. */
type ListingJson = Omit<Listing, "pageDigest" | "proof"> & { pageDigest: string; proof: ProofJson };

export const listingToJson = ({ pageDigest, proof, ...listing }: Listing): ListingJson => ({
  ...listing,
  pageDigest: String(pageDigest),
  proof: proofToJson(proof),
});

/** The text of a listing's file. */
export const writeListing = (listing: Listing): string =>
  stringifyJson({ format: LISTING_FORMAT, ...listingToJson(listing) }, 2);

const FIELDS = {
  key: KEY,
  scheme: SCHEME,
  blocklist: BLOCKLIST,
  page: UINT32,
  epoch: integer(1, 2 ** 32 - 1),
  pageSize: PAGE_SIZE,
  pageDigest: DECIMAL,
  circuitId: CIRCUIT_ID,
  proof: PROOF,
};

/** A listing inside another document. */
export const LISTING: Shape<Listing> = object(FIELDS);

/** A listing as a document. */
export const LISTING_DOCUMENT: Shape<Listing> = documentOf(LISTING_FORMAT, FIELDS);

/** Validates a listing. */
export const readListing = (reader: DocumentReader, value: unknown): Listing =>
  LISTING_DOCUMENT.read(reader, value, "$");
