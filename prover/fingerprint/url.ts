import { type DisjointError, dataError } from "../shared/errors.ts";
import type { Scheme } from "./scheme.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/**
 * The address of a work on the web. The value is the canonical URL in UTF-8. Kept for existing lists and shards;
 * `url-v2` treats more spellings of an address as equal.
 */
export const urlScheme: Scheme = {
  name: "url",
  values: (record) => [encodeUtf8(canonicalUrl(decodeUtf8(record)))],
};

/**
 * The host of a work on the web: of a URL, or given as such. A record has one value for its host and one for each
 * parent of it, down to the last label, so an entry for a host excludes everything below it. It uses no list of public
 * suffixes, because the keys of a dataset must not depend on the version of one.
 */
export const domainScheme: Scheme = {
  name: "domain",
  values: (record) => parentsOf(hostOf(decodeUtf8(record))).map((host) => encodeUtf8(host)),
  entryValues: (work) => [encodeUtf8(hostOf(decodeUtf8(work).replace(/^\s*\*?\./, "")))],
};

/**
 * The one spelling of an address of the scheme `url`:
 *
 * 1. Parsed and serialised by the URL Standard (WHATWG), which lowers scheme and host, writes the host in ASCII (IDNA),
 *    resolves "." and "..", drops the default port and blanks around.
 * 2. http is written https: servers give the same work under both. Other schemes are refused.
 * 3. User name, password, fragment and the dot at the end of the host are dropped: they do not name the work.
 * 4. Hexadecimal digits of percent escapes are in upper case.
 *
 * @throws data `fingerprint/bad-url`
 */
export function canonicalUrl(text: string): string {
  const url = parseUrl(text, text);
  url.hash = "";
  url.username = "";
  url.password = "";
  const { hostname, port, pathname, search } = url;
  // The URL parser dropped the default port of the original scheme; port 80 of https is not a default.
  const host = withoutDot(hostname, text) + (port === "" ? "" : `:${port}`);
  return `https://${host}${pathname}${search}`.replace(/%[0-9a-f]{2}/gi, (digits) => digits.toUpperCase());
}

/** The host of a URL, or a host itself, in ASCII and lower case, without the dot at its end. */
export function hostOf(text: string): string {
  const url = /^\s*[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? parseUrl(text, text)
    : parseUrl(`https://${text.trim()}`, text);
  const isHostOnly = url.pathname === "/" && url.search === "" && url.username === "" && url.port === "";
  if (!isHostOnly && !text.includes("://")) throw badUrl(text);
  return withoutDot(url.hostname, text);
}

function parentsOf(host: string): string[] {
  if (/^\[|^[0-9.]+$/.test(host)) return [host];
  const labels = host.split(".");
  return labels.map((_, i) => labels.slice(i).join("."));
}

/** @throws data `fingerprint/bad-url` for anything except http and https */
export function parseUrl(text: string, shown: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw badUrl(shown);
  return url;
}

/** A host without the dot at its end. */
export function withoutDot(hostname: string, text: string): string {
  const host = hostname.replace(/\.$/, "");
  if (host === "" || host.split(".").includes("")) throw badUrl(text);
  return host;
}

const badUrl = (text: string): DisjointError =>
  dataError(
    "fingerprint/bad-url",
    `${JSON.stringify(text.slice(0, 120))} is not an address on the web`,
    "Write an http or https URL; for the scheme domain, a URL or a host name.",
  );
