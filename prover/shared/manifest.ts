import { COVERAGE, type ShardCoverage } from "./coverage.ts";
import type { DocumentReader } from "./document.ts";
import { BASE_ORDER } from "./field.ts";
import { COUNT, DECIMAL_TEXT, decimal, POWERS_ID, SHA256, TEXT } from "./shape/fields.ts";
import { object, record } from "./shape/object.ts";
import { exactly, integer, list, literal, mapped, nullable, type Shape } from "./shape/shape.ts";
import { versionOf } from "./shape/version.ts";

/**
 * Versions of the manifest that a vendor keeps with a shard. The second adds `coverage`. In the third, which is the one
 * that is written, the tree is stored without its empty nodes.
 */
export const MANIFEST_FORMATS = ["disjoint/manifest/v1", "disjoint/manifest/v2", "disjoint/manifest/v3"] as const;

/** The manifest of a shard that is committed to by an accumulator instead of a Merkle tree. */
export const ACCUMULATOR_MANIFEST_FORMAT = "disjoint/accumulator-manifest/v1";

/** A vendor's description of a shard. It has counts of the records, but nothing of their content. */
export type ShardDescription = {
  /** The version of the readers, and of Unicode, on which normalization depends. */
  reader: { version: string; unicode: string };
  /** The schemes of the tree's keys, and the field of the records that each is applied to (null: the whole record). */
  schemes: { scheme: string; field: string | null }[];
  /** The files that were read, and the patterns that selected them (none: every file). */
  sources: { count: number; bytes: number; include: string[] };
  /** The number of records that were fingerprinted. */
  rows: number;
  /** What was left out at the vendor's request: whole files, and records of others (skipped.jsonl lists them). */
  skipped: { files: number; rows: number };
  /** The number of different keys. */
  keys: number;
  /** Commitments of the shards that this one extends: keys that they hold are not in this one. */
  bases: string[];
  /** Poseidon(root, bucketBits, salt), or the hash of an accumulator into the scalar field; decimal. */
  commitment: string;
  /** What is compared with lists and what is not; missing in manifests of the first version. */
  coverage?: ShardCoverage;
};

/** Fields of every vendor's manifest. */
export type PrivateDescription = ShardDescription & {
  /**
   * The SHA-256 of the shard's other files by name, without the salt. They follow from the records: anyone who guesses
   * all records could confirm the guess, whatever the salt.
   */
  files: Record<string, string>;
};

/** The manifest of a shard whose commitment is to a Merkle tree of 2^bucketBits buckets. */
export type MerkleManifest = PrivateDescription & { format: (typeof MANIFEST_FORMATS)[number]; bucketBits: number };

/**
 * The manifest of a shard whose commitment is to an accumulator. `powers`: the id of the powers of tau that it is made
 * with; `accumulator`: its coordinates x and y, decimal.
 */
export type AccumulatorManifest = PrivateDescription & {
  format: typeof ACCUMULATOR_MANIFEST_FORMAT;
  powers: string;
  accumulator: string[];
};

/** A shard's manifest, which its vendor keeps private. */
export type Manifest = MerkleManifest | AccumulatorManifest;

/** Whether a shard is committed to by a Merkle tree. */
export const isMerkle = (manifest: Manifest): manifest is MerkleManifest => "bucketBits" in manifest;

/** What every manifest says about a shard, public or not. It has no counts. */
export type NamedShard = Pick<ShardDescription, "reader" | "schemes" | "bases" | "commitment">;

/** The fields of every manifest that are the same in all versions. */
export const NAMED = {
  reader: object({ version: TEXT, unicode: TEXT }),
  schemes: list(object({ scheme: TEXT, field: nullable(TEXT) }), 1),
  bases: list(DECIMAL_TEXT),
  commitment: DECIMAL_TEXT,
};

/** The patterns that selected the files. */
export const INCLUDE = list(TEXT);

/** The fields of a description, which had no coverage in the first version. */
export const FIRST_DESCRIPTION = {
  ...NAMED,
  sources: object({ count: COUNT, bytes: COUNT, include: INCLUDE }),
  rows: COUNT,
  skipped: object({ files: COUNT, rows: COUNT }),
  keys: COUNT,
};

/** The fields of a description. */
export const DESCRIPTION = { ...FIRST_DESCRIPTION, coverage: COVERAGE };

const FILES = record(SHA256);

const merkleManifest = (format: MerkleManifest["format"], description: typeof FIRST_DESCRIPTION) =>
  object({ format: literal(format), ...description, bucketBits: integer(4, 48), files: FILES });

/** Manifests of trees by version. */
const MERKLE: readonly Shape<MerkleManifest>[] = MANIFEST_FORMATS.map((format, i) =>
  merkleManifest(format, i === 0 ? FIRST_DESCRIPTION : DESCRIPTION),
);

const ACCUMULATOR: Shape<AccumulatorManifest> = object({
  format: literal(ACCUMULATOR_MANIFEST_FORMAT),
  ...DESCRIPTION,
  powers: POWERS_ID,
  accumulator: exactly(mapped(decimal(BASE_ORDER), String), 2),
  files: FILES,
});

/** Validates a vendor's manifest. Which files a shard must have is checked by the stage that writes them. */
export function readManifest(read: DocumentReader, document: unknown): Manifest {
  const { format } = (document ?? {}) as { format?: unknown };
  if (format === ACCUMULATOR_MANIFEST_FORMAT) return ACCUMULATOR.read(read, document, "$");
  return MERKLE[versionOf(document, MANIFEST_FORMATS)]!.read(read, document, "$");
}
