import { hexToBytes } from "@noble/hashes/utils.js";
import { dataError, usageError } from "../shared/errors.ts";
import { hash } from "./hash.ts";
import type { Scheme } from "./scheme.ts";

/** A scheme whose value is the raw digest of a record's bytes, unmodified. */
export const digestScheme = (algorithm: string, digestBytes: number): Scheme => ({
  name: algorithm,
  algorithm,
  digestBytes,
  ...(algorithm === "sha256" && { content: (record: Uint8Array) => record }),
  values: (record) => [hash(algorithm, record)],
});

/** Algorithms by the number of hexadecimal digits of their digests. */
const LENGTHS: Record<number, string> = {
  8: "crc32",
  32: "md5",
  40: "sha1",
  56: "sha224",
  64: "sha256",
  96: "sha384",
  128: "sha512",
};

/**
 * Parses a digest of `scheme` in hexadecimal, either case, or in base64, with or without padding, either alphabet. The
 * length tells them apart.
 *
 * @throws data `fingerprint/bad-digest` for anything else; usage `fingerprint/not-a-digest` when the scheme's values
 * are not digests
 */
export function parseDigest(scheme: Scheme, text: string): Uint8Array {
  const bytes = digestBytesOf(scheme);
  if (text.length === 2 * bytes && /^[0-9a-fA-F]*$/.test(text)) return hexToBytes(text);
  const standard = text.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  const decoded = decodeBase64(standard);
  if (decoded?.length === bytes) return decoded;
  const other = /^[0-9a-fA-F]+$/.test(text) ? LENGTHS[text.length] : undefined;
  const asOther = other === undefined ? "" : `: it is as long as one of ${other}`;
  throw dataError(
    "fingerprint/bad-digest",
    `${JSON.stringify(text.slice(0, 140))} is not a ${scheme.name} digest${asOther}`,
    `Write its ${bytes} bytes in hexadecimal or in base64.`,
  );
}

/** @returns undefined for what is not the canonical encoding of bytes, without padding */
function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*$/.test(text) || text.length % 4 === 1) return undefined;
  const decoded = atob(text);
  if (btoa(decoded).replace(/=+$/, "") !== text) return undefined;
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
}

function digestBytesOf(scheme: Scheme): number {
  if (scheme.digestBytes !== undefined) return scheme.digestBytes;
  throw usageError(
    "fingerprint/not-a-digest",
    `the values of ${scheme.name} are not digests`,
    "Give the works themselves instead of hashes. Lines are read as works by `from: lines`, and files by " +
      "`from: works`. Or use a digest scheme such as sha256.",
  );
}
