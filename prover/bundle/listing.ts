import { type Proof, type ProofJson, proofToJson, readProof } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { FIELD, readPageSize } from "./fields.ts";

/** The format of a listing. */
export const LISTING_FORMAT = "disjoint/listing/v1";

const MAX_PAGE = 2 ** 32 - 1;

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

const FIELDS = ["key", "scheme", "blocklist", "page", "epoch", "pageSize", "pageDigest", "circuitId", "proof"];

/** Validates a listing. */
export function readListing(reader: DocumentReader, value: unknown): Listing {
  const { format, ...listing } = reader.object(value, "$", ["format", ...FIELDS]);
  reader.literal(format as string, "$.format", LISTING_FORMAT);
  return readListingFields(reader, listing, "$");
}

/** Validates a listing inside another document. */
export function readListingFields(reader: DocumentReader, value: unknown, path: string): Listing {
  const fields = reader.object(value, path, FIELDS);
  const blocklist = reader.object(fields.blocklist, `${path}.blocklist`, ["name", "root"]);
  return {
    key: FIELD.key(reader, fields.key, `${path}.key`),
    scheme: FIELD.scheme(reader, fields.scheme, `${path}.scheme`),
    blocklist: {
      name: FIELD.name(reader, blocklist.name, `${path}.blocklist.name`),
      root: FIELD.sha256(reader, blocklist.root, `${path}.blocklist.root`),
    },
    page: reader.integer(fields.page, `${path}.page`, 0, MAX_PAGE),
    epoch: reader.integer(fields.epoch, `${path}.epoch`, 1, MAX_PAGE),
    pageSize: readPageSize(reader, fields.pageSize, `${path}.pageSize`),
    pageDigest: reader.decimal(fields.pageDigest, `${path}.pageDigest`),
    circuitId: FIELD.circuitId(reader, fields.circuitId, `${path}.circuitId`),
    proof: readProof(reader, fields.proof, `${path}.proof`),
  };
}
