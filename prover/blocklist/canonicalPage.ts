import { hexToBytes } from "@noble/hashes/utils.js";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { DocumentReader } from "../shared/document.ts";
import type { PageReference, PageSize } from "./format.ts";
import type { ListedPage } from "./list.ts";
import { pageText } from "./pageText.ts";

type Entry = { key: string; label: string };

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads a page whose bytes are exactly those that `pageText` writes for its entries, several times faster than a strict
 * parser does. For any other bytes the result is undefined, and `parsePage` says what is wrong with them, if anything.
 */
export function readCanonicalPage(
  bytes: Uint8Array,
  { scheme, pageSize }: { scheme: string; pageSize: PageSize },
  { digest, entries: count }: PageReference,
): Omit<ListedPage, "digest"> | undefined {
  const parsed = parse(bytes);
  if (parsed === undefined) return undefined;
  const { text, entries, salt } = parsed;
  if (entries.length !== count || pageText(scheme, { size: pageSize, salt, digest, entries }) !== text)
    return undefined;
  const reader = new DocumentReader();
  const number = reader.decimal(salt, "$.salt");
  if (reader.issues.length > 0) return undefined;
  const keys = hexToBytes(entries.map(({ key }) => key).join(""));
  return {
    size: pageSize,
    salt: number,
    keys: entries.map((_, i) => keys.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES)),
    labels: entries.map(({ label }) => label),
  };
}

/** What the bytes may be the canonical JSON of, if they are JSON at all. */
function parse(bytes: Uint8Array): { text: string; entries: Entry[]; salt: string } | undefined {
  try {
    const text = utf8.decode(bytes);
    // Half a surrogate pair is written as an escape, which the strict parser refuses.
    if (text.includes("\\ud")) return undefined;
    const { entries, salt } = JSON.parse(text) as { entries: unknown; salt: unknown };
    const isRead = typeof salt === "string" && Array.isArray(entries) && entries.every(isEntry);
    return isRead ? { text, entries, salt } : undefined;
  } catch {
    return undefined;
  }
}

const isEntry = (value: unknown): value is Entry => {
  const { key, label } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof label === "string" && typeof key === "string" && /^[0-9a-f]{62}$/.test(key);
};
