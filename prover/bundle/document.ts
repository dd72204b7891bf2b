import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { PROOF, type Proof, type ProofJson, proofToJson } from "../groth16/proof.ts";
import { type DocumentReader, type InspectedDocument, inspectJson } from "../shared/document.ts";
import type { CircuitId } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { CIRCUIT_ID, DECIMAL, PAGE_SIZE, UINT32 } from "../shared/shape/fields.ts";
import { documentOf, object } from "../shared/shape/object.ts";
import { checked, list, type Shape } from "../shared/shape/shape.ts";
import { COMPARED, type Compared } from "./compared.ts";
import {
  DISJOINTNESS_BUNDLE,
  DISJOINTNESS_BUNDLE_FORMAT,
  type DisjointnessBundle,
  disjointnessBundleToJson,
} from "./disjointness.ts";

/** The format of a bundle. */
export const BUNDLE_FORMAT = "disjoint/bundle/v1";

/** The claim that the committed shard holds no entry of one page of the list, and its proof. */
export type BundleStatement = {
  /** The page's index in the list, from 0. */
  page: number;
  pageSize: number;
  pageDigest: bigint;
  circuitId: CircuitId;
  proof: Proof;
};

/** A bundle of proofs by page, about a shard that is committed to by a Merkle tree. */
export type PageBundle = Compared & {
  /** At least one, sorted by page, at most one for each page. */
  statements: BundleStatement[];
};

/** Everything that is needed to verify a shard against a blocklist offline. */
export type Bundle = PageBundle | DisjointnessBundle;

/** Whether a bundle has proofs by page. */
export const isPageBundle = (bundle: Bundle): bundle is PageBundle => !("powers" in bundle);

/** A bundle of proofs by page in the form of its file. */
export type PageBundleJson = {
  format: typeof BUNDLE_FORMAT;
  commitment: string;
  scheme: string;
  blocklist: { name: string; root: string };
  statements: { page: number; pageSize: number; pageDigest: string; circuitId: string; proof: ProofJson }[];
};

/** The text of a bundle's file: the same bundle always gives the same bytes. */
export const writeBundle = (bundle: Bundle): string =>
  stringifyJson(isPageBundle(bundle) ? pagesToJson(bundle) : disjointnessBundleToJson(bundle), 2);

function pagesToJson(bundle: PageBundle): PageBundleJson {
  return {
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
}

/** The SHA-256 of a bundle's file, and its content. Reading is slow, because it checks every point's group. */
export type ReadBundle = { digest: string; document: InspectedDocument<Bundle> };

/** Reads a bundle's file. */
export const inspectBundle = (file: Uint8Array): ReadBundle => ({
  digest: bytesToHex(sha256(file)),
  document: inspectJson(file, "the bundle", readBundle),
});

const STATEMENTS = checked(
  list(
    object({
      page: UINT32,
      pageSize: PAGE_SIZE,
      pageDigest: DECIMAL,
      circuitId: CIRCUIT_ID,
      proof: PROOF,
    }),
    1,
    "holds no statement",
  ),
  (reader, statements, path) =>
    statements.forEach(({ page }, i) => {
      if (i > 0 && page <= statements[i - 1]!.page)
        reader.refuse(`${path}[${i}].page`, "is not above the page of the statement before");
    }),
);

/** A bundle of proofs by page as a document. */
export const PAGE_BUNDLE: Shape<PageBundle> = documentOf(BUNDLE_FORMAT, { ...COMPARED, statements: STATEMENTS });

/** Validates a bundle: every field must be known, present, canonical and in order. */
export function readBundle(reader: DocumentReader, value: unknown): Bundle {
  const isDisjointness = (value as { format?: unknown } | null)?.format === DISJOINTNESS_BUNDLE_FORMAT;
  return isDisjointness ? DISJOINTNESS_BUNDLE.read(reader, value, "$") : PAGE_BUNDLE.read(reader, value, "$");
}
