import { dataError } from "../shared/errors.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const encoder = new TextEncoder();

export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);

/**
 * Decodes UTF-8 strictly.
 *
 * @throws data `fingerprint/not-utf8`, because a replacement character would make different texts equal
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw dataError("fingerprint/not-utf8", "the text is not UTF-8", "Convert it, or leave the record out.", error);
  }
}
