import { type DocumentReader, listIssues } from "../shared/document.ts";
import { dataError } from "../shared/errors.ts";
import { stringifyJson } from "../shared/json.ts";
import { type Bundle, inspectBundle, isPageBundle, type PageBundle, type ReadBundle } from "./document.ts";
import { reachOf } from "./reach.ts";

/** The version of in-toto that statements follow. */
export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

/** The predicate of a signed statement; changes with its meaning (docs/formats.md). */
export const PREDICATE_TYPE = "urn:disjoint:exclusion:v1";

/** The predicate of a statement about bundles of which one has disjointness proofs. */
export const PREDICATE_TYPE_V2 = "urn:disjoint:exclusion:v2";

/** The name of a commitment in an in-toto DigestSet: 32 bytes, big-endian, in hex. */
const COMMITMENT_DIGEST = "disjointCommitmentV1";

/** What the vendor states that the shards were used for, such as a model's weights. Nothing proves this part. */
export type StatedArtifact = { name: string; sha256: string };

/** An in-toto statement whose predicate lists exclusions. */
export type ExclusionStatement = {
  _type: typeof STATEMENT_TYPE;
  subject: { name: string; digest: Record<string, string> }[];
  predicateType: typeof PREDICATE_TYPE | typeof PREDICATE_TYPE_V2;
  predicate: { exclusions: Exclusion[]; stated: { name: string; digest: { sha256: string } }[] };
};

/** A bundle as the predicate describes it: the SHA-256 of its file, and fields of the bundle. */
export type Exclusion = {
  bundle: { digest: { sha256: string } };
  commitment: string;
  scheme: string;
  blocklist: { name: string; root: string };
} & (
  | { pages: number; circuits: string[] }
  /** Of disjointness proofs: the epoch up to which they reach, and the id of the powers of tau. */
  | { epochs: number; powers: string }
);

/** Whether an exclusion is of proofs by page. */
export const isByPage = (exclusion: Exclusion): exclusion is Extract<Exclusion, { pages: number }> =>
  "pages" in exclusion;

/**
 * The statement that follows from these bundles. It depends on nothing but the arguments, so a verifier that has the
 * bundles makes it again and compares.
 *
 * @param bundles the files of the bundles
 * @throws data `bundle/invalid`
 */
export const makeExclusionStatement = (
  bundles: readonly Uint8Array[],
  stated: readonly StatedArtifact[] = [],
): Uint8Array => statementOf(bundles.map(describeBundle), stated);

/** The same, from described bundles. */
export function statementOf(exclusions: readonly Exclusion[], stated: readonly StatedArtifact[]): Uint8Array {
  const artifacts = stated.map(({ name, sha256 }) => ({ name, digest: { sha256 } }));
  const commitments = [...new Set(exclusions.map(({ commitment }) => commitment))];
  const shards = commitments.map((hex, i) => ({ name: `shard ${i}`, digest: { [COMMITMENT_DIGEST]: hex } }));
  const statement: ExclusionStatement = {
    _type: STATEMENT_TYPE,
    subject: [...artifacts, ...shards],
    predicateType: exclusions.every(isByPage) ? PREDICATE_TYPE : PREDICATE_TYPE_V2,
    predicate: { exclusions: [...exclusions], stated: artifacts },
  };
  return new TextEncoder().encode(stringifyJson(statement));
}

/**
 * Describes a bundle's file for the predicate.
 *
 * @throws data `bundle/invalid`
 */
export function describeBundle(file: Uint8Array): Exclusion {
  const { digest, document } = inspectBundle(file);
  if ("value" in document) return describe(digest, document.value);
  throw dataError("bundle/invalid", `the bundle: ${listIssues(document.issues)}`, "Prove the statement again.");
}

/** Describes bundles for the predicate; undefined if one of them is invalid. */
export function describeRead(bundles: readonly ReadBundle[]): Exclusion[] | undefined {
  const read = bundles.flatMap(({ digest, document }) => ("value" in document ? describe(digest, document.value) : []));
  return read.length === bundles.length ? read : undefined;
}

const describe = (digest: string, bundle: Bundle): Exclusion => ({
  bundle: { digest: { sha256: digest } },
  commitment: bundle.commitment.toString(16).padStart(64, "0"),
  scheme: bundle.scheme,
  blocklist: bundle.blocklist,
  ...(isPageBundle(bundle)
    ? { pages: bundle.statements.length, circuits: circuitsOf(bundle) }
    : { epochs: reachOf(bundle.statements), powers: bundle.powers }),
});

const circuitsOf = ({ statements }: PageBundle): string[] =>
  [...new Set(statements.map(({ circuitId }) => circuitId))].sort();

/** Reads the part of a statement that does not follow from the bundles; the rest is compared as a whole. */
export function readStated(reader: DocumentReader, payload: unknown): StatedArtifact[] {
  const { predicate } = reader.object(payload, "$", ["_type", "subject", "predicateType", "predicate"]);
  const { stated } = reader.object(predicate, "$.predicate", ["exclusions", "stated"]);
  return reader.array(stated, "$.predicate.stated").map((entry, i) => {
    const at = `$.predicate.stated[${i}]`;
    const { name, digest } = reader.object(entry, at, ["name", "digest"]);
    const { sha256 } = reader.object(digest, `${at}.digest`, ["sha256"]);
    return {
      name: reader.text(name, `${at}.name`, /^[^\p{Cc}\p{Cf}\p{Cs}]{1,256}$/u, "a printable name"),
      sha256: reader.text(sha256, `${at}.digest.sha256`, /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex"),
    };
  });
}
