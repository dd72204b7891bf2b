import { readDocument } from "../../shared/document.ts";
import { parseJson } from "../../shared/json.ts";
import { isMerkle, MANIFEST_FORMATS, type Manifest, type MerkleManifest, readManifest } from "../../shared/manifest.ts";
import { KEYS_FILE } from "../../tree/keys.ts";
import { deepestFor } from "../../tree/shape.ts";
import { TREE_FILES } from "../../tree/store.ts";
import type { TreeLayout } from "../../tree/tree.ts";

export {
  ACCUMULATOR_MANIFEST_FORMAT,
  type AccumulatorManifest,
  isMerkle,
  MANIFEST_FORMATS,
  type Manifest,
  type MerkleManifest,
} from "../../shared/manifest.ts";

export const MANIFEST_FILE = "manifest.json";

export { KEYS_FILE };

/**
 * The coefficients of an accumulator's polynomial, as the kernel writes them. Anyone who has them can test guesses of
 * the data, so only their owner may read them.
 */
export const COEFFICIENTS_FILE = "coefficients.bin";

const COMMON_FILES = ["locations.bin", "skipped.jsonl", "sources.jsonl"];

/** The files whose SHA-256 the manifest of a shard with a Merkle tree holds. */
export const MERKLE_FILES = [...TREE_FILES, ...COMMON_FILES].sort();

/** The files whose SHA-256 the manifest of a shard with an accumulator holds. */
export const ACCUMULATOR_FILES = [KEYS_FILE, COEFFICIENTS_FILE, ...COMMON_FILES].sort();

/** The files of a shard whose SHA-256 its manifest holds. */
export const filesOf = (manifest: Manifest): string[] => (isMerkle(manifest) ? MERKLE_FILES : ACCUMULATOR_FILES);

/** How the tree of a shard is stored. Up to the third version of the manifest, every node is stored. */
export const layoutOf = ({ format }: Pick<MerkleManifest, "format">): TreeLayout =>
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
    reader.object(manifest.files, "$.files", filesOf(manifest));
    if (isMerkle(manifest) && manifest.bucketBits > deepestFor(manifest.keys))
      reader.refuse("$.bucketBits", `is above ${deepestFor(manifest.keys)}`);
    return manifest;
  });
}
