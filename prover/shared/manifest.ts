import { readCoverage, type ShardCoverage } from "./coverage.ts";
import type { DocumentReader } from "./document.ts";
import { BASE_ORDER } from "./field.ts";

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

const FIELDS = ["format", "reader", "schemes", "sources", "rows", "skipped", "keys", "bases", "commitment"];

/** The fields of a description, with coverage or without. */
export const descriptionFields = (hasCoverage: boolean): string[] => (hasCoverage ? [...FIELDS, "coverage"] : FIELDS);

/** Validates a vendor's manifest. Which files a shard must have is checked by the stage that writes them. */
export function readManifest(read: DocumentReader, document: unknown): Manifest {
  const { format } = (document ?? {}) as { format?: unknown };
  return format === ACCUMULATOR_MANIFEST_FORMAT
    ? readAccumulatorManifest(read, document)
    : readMerkleManifest(read, document);
}

function readMerkleManifest(read: DocumentReader, document: unknown): MerkleManifest {
  const version = versionOf(document, MANIFEST_FORMATS);
  const root = read.object(document, "$", [...descriptionFields(version > 0), "bucketBits", "files"]);
  return {
    format: read.literal(root.format as string, "$.format", MANIFEST_FORMATS[version]!),
    ...readDescription(read, root),
    bucketBits: read.integer(root.bucketBits, "$.bucketBits", 4, 48),
    files: readFiles(read, root.files),
  };
}

function readAccumulatorManifest(read: DocumentReader, document: unknown): AccumulatorManifest {
  const root = read.object(document, "$", [...descriptionFields(true), "powers", "accumulator", "files"]);
  return {
    format: read.literal(root.format as string, "$.format", ACCUMULATOR_MANIFEST_FORMAT),
    ...readDescription(read, root),
    powers: read.text(root.powers, "$.powers", /^0x[0-9a-f]{64}$/, "an id of powers of tau"),
    accumulator: read
      .array(root.accumulator, "$.accumulator", 2)
      .map((value, i) => read.decimal(value, `$.accumulator[${i}]`, BASE_ORDER).toString()),
    files: readFiles(read, root.files),
  };
}

/** The index of a document's format among the known ones, or of the last one if it is unknown. */
export function versionOf(document: unknown, formats: readonly string[]): number {
  const { format } = (document ?? {}) as { format?: unknown };
  const place = formats.indexOf(String(format));
  return place === -1 ? formats.length - 1 : place;
}

/** What every manifest says about a shard, public or not. It has no counts. */
export type NamedShard = Pick<ShardDescription, "reader" | "schemes" | "bases" | "commitment">;

/** Validates what a manifest says without counts. */
export function readNamed(read: DocumentReader, root: Record<string, unknown>): NamedShard {
  const reader = read.object(root.reader, "$.reader", ["version", "unicode"]);
  const schemes = read.array(root.schemes, "$.schemes").map((value, i) => {
    const path = `$.schemes[${i}]`;
    const { scheme, field } = read.object(value, path, ["scheme", "field"]);
    return {
      scheme: text(read, scheme, `${path}.scheme`),
      field: field === null ? null : text(read, field, `${path}.field`),
    };
  });
  if (schemes.length === 0) read.refuse("$.schemes", "is empty");
  return {
    reader: {
      version: text(read, reader.version, "$.reader.version"),
      unicode: text(read, reader.unicode, "$.reader.unicode"),
    },
    schemes,
    bases: read.array(root.bases, "$.bases").map((value, i) => read.decimal(value, `$.bases[${i}]`).toString()),
    commitment: read.decimal(root.commitment, "$.commitment").toString(),
  };
}

/** The patterns that selected the files. */
export const readInclude = (read: DocumentReader, value: unknown): string[] =>
  read.array(value, "$.sources.include").map((each, i) => text(read, each, `$.sources.include[${i}]`));

/** Validates a description. */
export function readDescription(read: DocumentReader, root: Record<string, unknown>): ShardDescription {
  const count = (value: unknown, path: string) => read.integer(value, path, 0, Number.MAX_SAFE_INTEGER);
  const { reader, schemes, ...named } = readNamed(read, root);
  const sources = read.object(root.sources, "$.sources", ["count", "bytes", "include"]);
  const skipped = read.object(root.skipped, "$.skipped", ["files", "rows"]);
  return {
    reader,
    schemes,
    sources: {
      count: count(sources.count, "$.sources.count"),
      bytes: count(sources.bytes, "$.sources.bytes"),
      include: readInclude(read, sources.include),
    },
    rows: count(root.rows, "$.rows"),
    skipped: { files: count(skipped.files, "$.skipped.files"), rows: count(skipped.rows, "$.skipped.rows") },
    keys: count(root.keys, "$.keys"),
    ...named,
    ...(root.coverage === undefined ? {} : { coverage: readCoverage(read, root.coverage, "$.coverage") }),
  };
}

const text = (read: DocumentReader, value: unknown, path: string) => read.text(value, path, /^.+$/s, "text");

function readFiles(read: DocumentReader, value: unknown): Record<string, string> {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const files = Object.entries(read.object(value, "$.files", names));
  const hash = (text: unknown, name: string) =>
    read.text(text, `$.files.${name}`, /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex");
  return Object.fromEntries(files.map(([name, text]) => [name, hash(text, name)]));
}
