import { readDocument } from "../../shared/document.ts";
import { parseJson } from "../../shared/json.ts";
import { MANIFEST_FORMATS, type Manifest, readManifest } from "../../shared/manifest.ts";
import { MAX_BUCKET_BITS } from "../../tree/shape.ts";
import { TREE_FILES, type TreeLayout } from "../../tree/store.ts";

export { MANIFEST_FORMATS, type Manifest } from "../../shared/manifest.ts";

export const MANIFEST_FILE = "manifest.json";

/** The files of a shard whose SHA-256 its manifest holds. */
export const SHARD_FILES = [...TREE_FILES, "locations.bin", "skipped.jsonl", "sources.jsonl"].sort();

/** How the tree of a shard is stored. Up to the third version of the manifest, every node is stored. */
export const layoutOf = ({ format }: Pick<Manifest, "format">): TreeLayout =>
  MANIFEST_FORMATS.indexOf(format) < 2 ? "full" : "sparse";

/**
 * Parses a manifest and checks every field.
 *
 * @throws data `commitment/invalid` with all bad fields, `json/...`
 */
export function parseManifest(bytes: Uint8Array, what: string): Manifest {
  const document = parseJson(bytes, what);
  const hint = "The shard is damaged or of another version: commit its sources again.";
  return readDocument(what, "commitment/invalid", hint, (reader) => {
    const manifest = readManifest(reader, document);
    reader.object(manifest.files, "$.files", SHARD_FILES);
    if (manifest.bucketBits > MAX_BUCKET_BITS) reader.refuse("$.bucketBits", `is above ${MAX_BUCKET_BITS}`);
    return manifest;
  });
}
