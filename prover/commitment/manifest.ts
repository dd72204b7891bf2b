import { type DocumentReader, readDocument } from "../shared/document.ts";
import { parseJson } from "../shared/json.ts";
import { MAX_BUCKET_BITS, MIN_BUCKET_BITS } from "../tree/shape.ts";
import { TREE_FILES } from "../tree/store.ts";

export const MANIFEST_FILE = "manifest.json";

/** Version of a shard's manifest. */
export const MANIFEST_FORMAT = "disjoint/manifest/v1";

/** Changes when the same files would give other rows or keys. */
export const READER_VERSION = "1";

/** The files of a shard whose SHA-256 its manifest holds. */
export const SHARD_FILES = [...TREE_FILES, "locations.bin", "skipped.jsonl", "sources.jsonl"].sort();

const FIELDS = [
  "format",
  "reader",
  "schemes",
  "sources",
  "rows",
  "skipped",
  "keys",
  "bases",
  "bucketBits",
  "commitment",
  "files",
];

/** What a shard consists of. Holds no secret: a vendor may show it. */
export type Manifest = {
  format: typeof MANIFEST_FORMAT;
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
  bucketBits: number;
  /** Poseidon(root, bucketBits, salt), decimal. */
  commitment: string;
  /** SHA-256 of the other files, by name; the salt is not among them. */
  files: Record<string, string>;
};

/**
 * The manifest in these bytes, every field of it checked.
 *
 * @throws data `commitment/invalid` with all bad fields, `json/...`
 */
export function parseManifest(bytes: Uint8Array, what: string): Manifest {
  const document = parseJson(bytes, what);
  const remedy = "The shard is damaged or of another version: commit its sources again.";
  return readDocument(what, "commitment", remedy, (reader) => readManifestFields(reader, document));
}

function readManifestFields(read: DocumentReader, document: unknown): Manifest {
  const count = (value: unknown, path: string) => read.integer(value, path, 0, Number.MAX_SAFE_INTEGER);
  const text = (value: unknown, path: string) => read.text(value, path, /^.+$/s, "text");
  const root = read.object(document, "$", FIELDS);
  const reader = read.object(root.reader, "$.reader", ["version", "unicode"]);
  const sources = read.object(root.sources, "$.sources", ["count", "bytes", "include"]);
  const skipped = read.object(root.skipped, "$.skipped", ["files", "rows"]);
  const files = read.object(root.files, "$.files", SHARD_FILES);
  const schemes = read.array(root.schemes, "$.schemes").map((value, i) => {
    const path = `$.schemes[${i}]`;
    const { scheme, field } = read.object(value, path, ["scheme", "field"]);
    return { scheme: text(scheme, `${path}.scheme`), field: field === null ? null : text(field, `${path}.field`) };
  });
  if (schemes.length === 0) read.refuse("$.schemes", "is empty");
  const hash = (name: string) =>
    read.text(files[name], `$.files.${name}`, /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex");
  return {
    format: read.literal(root.format as string, "$.format", MANIFEST_FORMAT) as typeof MANIFEST_FORMAT,
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
    bucketBits: read.integer(root.bucketBits, "$.bucketBits", MIN_BUCKET_BITS, MAX_BUCKET_BITS),
    commitment: read.decimal(root.commitment, "$.commitment").toString(),
    files: Object.fromEntries(SHARD_FILES.map((name) => [name, hash(name)])),
  };
}
