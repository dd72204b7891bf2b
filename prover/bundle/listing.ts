import { PROOF, type Proof, proofToJson } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { CIRCUIT_ID, DECIMAL, KEY, PAGE_SIZE, SCHEME, UINT32 } from "../shared/shape/fields.ts";
import { documentOf, object } from "../shared/shape/object.ts";
import { integer, type Shape } from "../shared/shape/shape.ts";
import { BLOCKLIST } from "./compared.ts";

/** The format of a listing. */
export const LISTING_FORMAT = "disjoint/listing/v1";

/** What is said of the entry of one work in a blocklist. */
export type Listed = {
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
};

/**
 * The entry of one work in a blocklist, and a proof of it that reveals neither the page's other entries nor its salt.
 */
export type Listing = Listed & { circuitId: CircuitId; proof: Proof };

export const listedToJson = ({ pageDigest, ...listed }: Listed) => ({ ...listed, pageDigest: String(pageDigest) });

export const listingToJson = ({ circuitId, proof, ...listed }: Listing) => ({
  ...listedToJson(listed),
  circuitId,
  proof: proofToJson(proof),
});

/** The text of a listing's file. */
export const writeListing = (listing: Listing): string =>
  stringifyJson({ format: LISTING_FORMAT, ...listingToJson(listing) }, 2);

export const LISTED_FIELDS = {
  key: KEY,
  scheme: SCHEME,
  blocklist: BLOCKLIST,
  page: UINT32,
  epoch: integer(1, 2 ** 32 - 1),
  pageSize: PAGE_SIZE,
  pageDigest: DECIMAL,
};

const FIELDS = { ...LISTED_FIELDS, circuitId: CIRCUIT_ID, proof: PROOF };

/** A listing inside another document. */
export const LISTING: Shape<Listing> = object(FIELDS);

/** A listing as a document. */
export const LISTING_DOCUMENT: Shape<Listing> = documentOf(LISTING_FORMAT, FIELDS);

/** Validates a listing. */
export const readListing = (reader: DocumentReader, value: unknown): Listing =>
  LISTING_DOCUMENT.read(reader, value, "$");
