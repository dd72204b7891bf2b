import { dataError } from "../shared/errors.ts";
import { parseField } from "../shared/field.ts";
import { type Json, parseJson } from "../shared/json.ts";

export const MANIFEST_FILE = "manifest.json";
export const MANIFEST_FORMAT = "disjoint/manifest/v1";

/** Changes when the same files would give other rows or keys. */
export const READER_VERSION = "1";

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
 * @throws data `commitment/bad-manifest`
 */
export function parseManifest(bytes: Uint8Array, what: string): Manifest {
  const document = parseJson(bytes, what);
  const bad = (field: string): never => {
    throw dataError(
      "commitment/bad-manifest",
      `${what}: ${field} is missing or not what ${MANIFEST_FORMAT} says`,
      "The shard is damaged or of another version: commit its sources again.",
    );
  };
  const object = (value: Json | undefined, field: string) =>
    value !== null && typeof value === "object" && !Array.isArray(value) ? value : bad(field);
  const count = (value: Json | undefined, field: string): number =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : bad(field);
  const text = (value: Json | undefined, field: string): string => (typeof value === "string" ? value : bad(field));
  const list = (value: Json | undefined, field: string): Json[] => (Array.isArray(value) ? value : bad(field));

  const root = object(document, "the document");
  if (root.format !== MANIFEST_FORMAT) bad("format");
  const reader = object(root.reader, "reader");
  const sources = object(root.sources, "sources");
  const skipped = object(root.skipped, "skipped");
  const schemes = list(root.schemes, "schemes").map((entry) => {
    const { scheme, field } = object(entry, "schemes");
    return { scheme: text(scheme, "schemes"), field: field === null ? null : text(field, "schemes") };
  });
  if (schemes.length === 0) bad("schemes");
  const files = Object.entries(object(root.files, "files")).map(([name, hash]) =>
    typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash) ? [name, hash] : bad(`files.${name}`),
  );
  return {
    format: MANIFEST_FORMAT,
    reader: { version: text(reader.version, "reader.version"), unicode: text(reader.unicode, "reader.unicode") },
    schemes,
    sources: {
      count: count(sources.count, "sources.count"),
      bytes: count(sources.bytes, "sources.bytes"),
      include: list(sources.include, "sources.include").map((pattern) => text(pattern, "sources.include")),
    },
    rows: count(root.rows, "rows"),
    skipped: { files: count(skipped.files, "skipped.files"), rows: count(skipped.rows, "skipped.rows") },
    keys: count(root.keys, "keys"),
    bases: list(root.bases, "bases").map((base) => parseField(base, `${what}: bases`).toString()),
    bucketBits: count(root.bucketBits, "bucketBits"),
    commitment: parseField(root.commitment, `${what}: commitment`).toString(),
    files: Object.fromEntries(files),
  };
}
