import { readCoverage, type ShardCoverage } from "./coverage.ts";
import type { DocumentReader } from "./document.ts";

/**
 * Versions of a shard's manifest, as its vendor keeps it. The second one has `coverage`; the third, which is written, is of a
 * shard whose tree is stored without its empty nodes.
 */
export const MANIFEST_FORMATS = ["disjoint/manifest/v1", "disjoint/manifest/v2", "disjoint/manifest/v3"] as const;
/** The same versions of a manifest as it may be shown. */
export const PUBLIC_MANIFEST_FORMATS = ["disjoint/shard/v1", "disjoint/shard/v2"] as const;

/** What a vendor says of a shard. Of the records it tells counts only. */
export type ShardDescription = {
  /** Version of the readers, and of Unicode, which normalisation depends on. */
  reader: { version: string; unicode: string };
  /** The schemes whose keys the tree holds, and the field of the records that each was applied to (null: the whole record). */
  schemes: { scheme: string; field: string | null }[];
  /** The files read, and the patterns they were chosen by (none: every file). */
  sources: { count: number; bytes: number; include: string[] };
  /** Records fingerprinted. */
  rows: number;
  /** What was left out, because the vendor said so: whole files, and records of the others (skipped.jsonl lists them). */
  skipped: { files: number; rows: number };
  /** Different keys. */
  keys: number;
  /** Commitments of the shards that this one is added to: keys that they hold are not in this one. */
  bases: string[];
  /** Poseidon(root, bucketBits, salt), decimal. */
  commitment: string;
  /** What is compared with lists and what is not; a manifest of the first version does not say. */
  coverage?: ShardCoverage;
};

/**
 * What a shard consists of, for its vendor. `files`: SHA-256 of the other files by name, the salt not among them; they
 * follow from the records, so that whoever guesses all of these can confirm it, whatever the salt.
 */
export type Manifest = ShardDescription & {
  format: (typeof MANIFEST_FORMATS)[number];
  bucketBits: number;
  files: Record<string, string>;
};

/** The manifest as it may be shown to anyone. */
export type PublicManifest = ShardDescription & { format: (typeof PUBLIC_MANIFEST_FORMATS)[number] };

export const publicManifest = ({ files: _, bucketBits: __, ...manifest }: Manifest): PublicManifest => ({
  ...manifest,
  format: publicFormatOf(manifest),
});

/** The version of the public manifest of a shard that is described so. */
export const publicFormatOf = ({ coverage }: Pick<ShardDescription, "coverage">): PublicManifest["format"] =>
  PUBLIC_MANIFEST_FORMATS[coverage === undefined ? 0 : 1];

const FIELDS = ["format", "reader", "schemes", "sources", "rows", "skipped", "keys", "bases", "commitment"];

/** The one validator of the vendor's manifest. Which files a shard has is for the stage that makes them to say. */
export function readManifest(read: DocumentReader, document: unknown): Manifest {
  const version = versionOf(document, MANIFEST_FORMATS);
  const root = read.object(document, "$", [...fieldsOf(version), "bucketBits", "files"]);
  return {
    format: read.literal(root.format as string, "$.format", MANIFEST_FORMATS[version]!),
    ...readDescription(read, root),
    bucketBits: read.integer(root.bucketBits, "$.bucketBits", 4, 48),
    files: readFiles(read, root.files),
  };
}

/** The one validator of the public manifest. */
export function readPublicManifest(read: DocumentReader, document: unknown): PublicManifest {
  const version = versionOf(document, PUBLIC_MANIFEST_FORMATS);
  const root = read.object(document, "$", fieldsOf(version));
  const format = read.literal(root.format as string, "$.format", PUBLIC_MANIFEST_FORMATS[version]!);
  return { format, ...readDescription(read, root) };
}

/** The place of a document's format among the known ones: the last one's where it is none of them. */
function versionOf(document: unknown, formats: readonly string[]): number {
  const { format } = (document ?? {}) as { format?: unknown };
  const place = formats.indexOf(String(format));
  return place === -1 ? formats.length - 1 : place;
}

const fieldsOf = (version: number): string[] => (version === 0 ? FIELDS : [...FIELDS, "coverage"]);

function readDescription(read: DocumentReader, root: Record<string, unknown>): ShardDescription {
  const count = (value: unknown, path: string) => read.integer(value, path, 0, Number.MAX_SAFE_INTEGER);
  const text = (value: unknown, path: string) => read.text(value, path, /^.+$/s, "text");
  const reader = read.object(root.reader, "$.reader", ["version", "unicode"]);
  const sources = read.object(root.sources, "$.sources", ["count", "bytes", "include"]);
  const skipped = read.object(root.skipped, "$.skipped", ["files", "rows"]);
  const schemes = read.array(root.schemes, "$.schemes").map((value, i) => {
    const path = `$.schemes[${i}]`;
    const { scheme, field } = read.object(value, path, ["scheme", "field"]);
    return { scheme: text(scheme, `${path}.scheme`), field: field === null ? null : text(field, `${path}.field`) };
  });
  if (schemes.length === 0) read.refuse("$.schemes", "is empty");
  return {
    reader: { version: text(reader.version, "$.reader.version"), unicode: text(reader.unicode, "$.reader.unicode") },
    schemes,
    sources: {
      count: count(sources.count, "$.sources.count"),
      bytes: count(sources.bytes, "$.sources.bytes"),
      include: read
        .array(sources.include, "$.sources.include")
        .map((value, i) => text(value, `$.sources.include[${i}]`)),
    },
    rows: count(root.rows, "$.rows"),
    skipped: { files: count(skipped.files, "$.skipped.files"), rows: count(skipped.rows, "$.skipped.rows") },
    keys: count(root.keys, "$.keys"),
    bases: read.array(root.bases, "$.bases").map((value, i) => read.decimal(value, `$.bases[${i}]`).toString()),
    commitment: read.decimal(root.commitment, "$.commitment").toString(),
    ...(root.coverage === undefined ? {} : { coverage: readCoverage(read, root.coverage, "$.coverage") }),
  };
}

function readFiles(read: DocumentReader, value: unknown): Record<string, string> {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const files = Object.entries(read.object(value, "$.files", names));
  const hash = (text: unknown, name: string) =>
    read.text(text, `$.files.${name}`, /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex");
  return Object.fromEntries(files.map(([name, text]) => [name, hash(text, name)]));
}
