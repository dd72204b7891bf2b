import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Proof, type ProofJson, proofToJson, readProof } from "../groth16/proof.ts";
import { type DocumentReader, type InspectedDocument, inspectJson } from "../shared/document.ts";
import type { CircuitId, Commitment } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { FIELD, readPageSize } from "./fields.ts";

/** The format of a bundle. */
export const BUNDLE_FORMAT = "disjoint/bundle/v1";

const MAX_PAGE = 2 ** 32 - 1;

/** The claim that the committed shard holds no entry of one page of the list, and its proof. */
export type BundleStatement = {
  /** The page's index in the list, from 0. */
  page: number;
  pageSize: number;
  pageDigest: bigint;
  circuitId: CircuitId;
  proof: Proof;
};

/** Everything that is needed to verify a shard against a blocklist offline. It holds nothing private. */
export type Bundle = {
  commitment: Commitment;
  scheme: string;
  /** `root`: SHA-256 of the list's root document, lower-case hex. */
  blocklist: { name: string; root: string };
  /** At least one, sorted by page, at most one for each page. */
  statements: BundleStatement[];
};

/** A bundle in the form of its file. */
export type BundleJson = {
  format: typeof BUNDLE_FORMAT;
  commitment: string;
  scheme: string;
  blocklist: { name: string; root: string };
  statements: { page: number; pageSize: number; pageDigest: string; circuitId: string; proof: ProofJson }[];
};

/** The text of a bundle's file: the same bundle always gives the same bytes. */
export function writeBundle(bundle: Bundle): string {
  const document: BundleJson = {
    format: BUNDLE_FORMAT,
    commitment: String(bundle.commitment),
    scheme: bundle.scheme,
    blocklist: bundle.blocklist,
    statements: bundle.statements.map(({ page, pageSize, pageDigest, circuitId, proof }) => ({
      page,
      pageSize,
      circuitId,
      pageDigest: String(pageDigest),
      proof: proofToJson(proof),
    })),
  };
  return stringifyJson(document, 2);
}

/** The SHA-256 of a bundle's file, and its content. Reading is slow, because it checks every point's group. */
export type ReadBundle = { digest: string; document: InspectedDocument<Bundle> };

/** Reads a bundle's file. */
export const inspectBundle = (file: Uint8Array): ReadBundle => ({
  digest: bytesToHex(sha256(file)),
  document: inspectJson(file, "the bundle", readBundle),
});

/** Validates a bundle: every field must be known, present, canonical and in order. */
export function readBundle(reader: DocumentReader, value: unknown): Bundle {
  const fields = reader.object(value, "$", ["format", "commitment", "scheme", "blocklist", "statements"]);
  const blocklist = reader.object(fields.blocklist, "$.blocklist", ["name", "root"]);
  reader.literal(fields.format, "$.format", BUNDLE_FORMAT);
  return {
    commitment: FIELD.commitment(reader, fields.commitment, "$.commitment"),
    scheme: FIELD.scheme(reader, fields.scheme, "$.scheme"),
    blocklist: {
      name: FIELD.name(reader, blocklist.name, "$.blocklist.name"),
      root: FIELD.sha256(reader, blocklist.root, "$.blocklist.root"),
    },
    statements: readStatements(reader, fields.statements),
  };
}

function readStatements(reader: DocumentReader, value: unknown): BundleStatement[] {
  const entries = reader.array(value, "$.statements");
  if (entries.length === 0) reader.refuse("$.statements", "holds no statement");
  const statements = entries.map((entry, i) => readStatement(reader, entry, `$.statements[${i}]`));
  statements.forEach(({ page }, i) => {
    if (i > 0 && page <= statements[i - 1]!.page)
      reader.refuse(`$.statements[${i}].page`, "is not above the page of the statement before");
  });
  return statements;
}

function readStatement(reader: DocumentReader, value: unknown, path: string): BundleStatement {
  const fields = reader.object(value, path, ["page", "pageSize", "pageDigest", "circuitId", "proof"]);
  return {
    page: reader.integer(fields.page, `${path}.page`, 0, MAX_PAGE),
    pageSize: readPageSize(reader, fields.pageSize, `${path}.pageSize`),
    pageDigest: reader.decimal(fields.pageDigest, `${path}.pageDigest`),
    circuitId: FIELD.circuitId(reader, fields.circuitId, `${path}.circuitId`),
    proof: readProof(reader, fields.proof, `${path}.proof`),
  };
}
