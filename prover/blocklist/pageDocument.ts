import { KEY_BYTES } from "../fingerprint/key.ts";
import { PAGE_FORMAT } from "./format.ts";

/** The content of a page's document, beside its format and scheme. `keyBytes`: its keys one after the other. */
type PageFields = { size: number; salt: string; digest: string; keyBytes: Uint8Array; labels: readonly string[] };

const encoder = new TextEncoder();

/** What stands around the parts of a page's document: canonical JSON of all pages differs in nothing else. */
export const beforeEntries = (digest: string): string => `{\n  "digest": ${JSON.stringify(digest)},\n  "entries": [\n`;
export const BEFORE_KEY = encoder.encode('    {\n      "key": "');
export const BEFORE_LABEL = encoder.encode('",\n      "label": ');
export const BETWEEN_ENTRIES = encoder.encode("\n    },\n");
export const BEFORE_SALT = encoder.encode(`\n    }\n  ],\n  "format": "${PAGE_FORMAT}",\n  "salt": "`);
const afterSalt = (scheme: string, size: number): string =>
  `",\n  "scheme": ${JSON.stringify(scheme)},\n  "size": ${size}\n}\n`;

const DIGITS = encoder.encode("0123456789abcdef");
const NO_LABEL = encoder.encode('""');

/**
 * The document of a page of at least one entry: what `stringifyJson` gives for it. It is written byte by byte, so that
 * lists of millions of entries need no object for each.
 */
export function pageDocument(scheme: string, { size, salt, digest, keyBytes, labels }: PageFields): Uint8Array {
  const head = encoder.encode(beforeEntries(digest));
  const foot = encoder.encode(salt + afterSalt(scheme, size));
  const texts = labels.map((label) => (label === "" ? NO_LABEL : encoder.encode(JSON.stringify(label))));
  const entryBytes = BEFORE_KEY.length + 2 * KEY_BYTES + BEFORE_LABEL.length + BETWEEN_ENTRIES.length;
  const room = texts.reduce(
    (sum, text) => sum + entryBytes + text.length,
    head.length + BEFORE_SALT.length + foot.length,
  );
  const bytes = new Uint8Array(room - BETWEEN_ENTRIES.length);
  let at = 0;
  const put = (part: Uint8Array) => {
    bytes.set(part, at);
    at += part.length;
  };
  put(head);
  for (let i = 0; i < texts.length; i++) {
    if (i > 0) put(BETWEEN_ENTRIES);
    put(BEFORE_KEY);
    for (let byte = i * KEY_BYTES; byte < (i + 1) * KEY_BYTES; byte++) {
      bytes[at++] = DIGITS[keyBytes[byte]! >> 4]!;
      bytes[at++] = DIGITS[keyBytes[byte]! & 15]!;
    }
    put(BEFORE_LABEL);
    put(texts[i]!);
  }
  put(BEFORE_SALT);
  put(foot);
  return bytes;
}
