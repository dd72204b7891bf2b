import { bytesToHex } from "@noble/hashes/utils.js";
import { PAGE_FORMAT } from "./format.ts";

/** The fields of a page's document beside its format and scheme. */
type PageFields = { size: number; salt: string; digest: string; entries: readonly { key: string; label: string }[] };

/**
 * The document of a page: what `stringifyJson` gives for it. The fields are written here in the order of canonical
 * JSON, so that lists of millions of entries need not be sorted again.
 */
export function pageText(scheme: string, { size, salt, digest, entries }: PageFields): string {
  const sorted = entries.map(({ key, label }) => ({ key, label }));
  return `${JSON.stringify({ digest, entries: sorted, format: PAGE_FORMAT, salt, scheme, size }, undefined, 2)}\n`;
}

/** The entries of a page as its document has them. */
export const textEntries = ({ keys, labels }: { keys: readonly Uint8Array[]; labels: readonly string[] }) =>
  keys.map((key, i) => ({ key: bytesToHex(key), label: labels[i]! }));
