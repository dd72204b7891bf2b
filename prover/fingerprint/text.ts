import { hash } from "./hash.ts";
import type { Scheme } from "./scheme.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/**
 * Treats texts as equal that differ only in case, in the width or composition of characters, in blanks or in invisible
 * characters. The value is the SHA-256 of the normalized text, so lists of such texts can be published as hashes.
 */
export const textScheme: Scheme = {
  name: "text",
  digestBytes: 32,
  content: normalizeText,
  values: (record) => [hash("sha256", normalizeText(record))],
};

/**
 * Normalisation of the scheme `text`, in this order:
 *
 * 1. UTF-8 to Unicode, strictly.
 * 2. NFKC (UAX #15).
 * 3. Case: to lower, upper and again lower case by the full mappings without locale, so that all forms of a letter meet
 *    (U+1E9E, U+00DF and SS in ss); final sigma (U+03C2) to sigma (U+03C3).
 * 4. Characters with Default_Ignorable_Code_Point (soft hyphen, zero-width space, …) are removed.
 * 5. NFKC again, because steps 3 and 4 can leave characters that compose.
 * 6. Every run of White_Space is one space; none at the start and the end.
 *
 * @returns UTF-8
 * @throws data `fingerprint/not-utf8`
 */
export function normalizeText(record: Uint8Array): Uint8Array {
  return normalizeAscii(record) ?? encodeUtf8(normalizeString(decodeUtf8(record)));
}

/** The same for text that is already decoded. */
export function normalizeString(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("\u03c2", "\u03c3")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .normalize("NFKC")
    .replace(/\p{White_Space}+/gu, " ")
    .replace(/^ | $/g, "");
}

/** The same result for ASCII, in which only case and blanks change, many times faster; undefined for other text. */
function normalizeAscii(record: Uint8Array): Uint8Array | undefined {
  const output = new Uint8Array(record.length);
  let used = 0;
  let blank = true;
  for (let i = 0; i < record.length; i++) {
    const byte = record[i]!;
    if (byte > 0x7f) return undefined;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
      if (!blank) output[used++] = 0x20;
      blank = true;
    } else {
      output[used++] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
      blank = false;
    }
  }
  return output.subarray(0, blank && used > 0 ? used - 1 : used);
}
