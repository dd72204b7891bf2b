import type { Scheme } from "./scheme.ts";
import { parseUrl, withoutDot } from "./url.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** The address of a work on the web, in the canonical form of `canonicalUrlV2`. */
export const urlV2Scheme: Scheme = {
  name: "url-v2",
  values: (record) => [encodeUtf8(canonicalUrlV2(decodeUtf8(record)))],
};

/**
 * The one spelling of an address of the scheme `url-v2`. It differs from `url` in steps 2 and 4, by which addresses
 * that servers cannot tell apart are one, and the spelling of a spelling is itself:
 *
 * 1. Parsed and serialised by the URL Standard (WHATWG), which lowers scheme and host, writes the host in ASCII (IDNA),
 *    resolves "." and "..", drops the default port and blanks around. Schemes other than http and https are refused.
 * 2. http is written https, and the default port of https is dropped.
 * 3. User name, password, fragment and the dot at the end of the host are dropped.
 * 4. In path and query, escapes of unreserved characters (RFC 3986, 2.3: letters, digits, - . _ ~) are the characters
 *    themselves, the digits of all others are in upper case, and a percent sign that begins no escape is %25.
 *
 * @throws data `fingerprint/bad-url`
 */
export function canonicalUrlV2(text: string): string {
  const { hostname, port, pathname, search } = parseUrl(text, text);
  const host = withoutDot(hostname, text) + (port === "" || port === "443" ? "" : `:${port}`);
  return `https://${host}${normalEscapes(pathname + search)}`;
}

const normalEscapes = (text: string): string =>
  text.replace(/%([0-9a-f]{2})?/gi, (found, digits: string | undefined) => {
    if (digits === undefined) return "%25";
    const character = String.fromCharCode(Number.parseInt(digits, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : found.toUpperCase();
  });
