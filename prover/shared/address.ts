/**
 * Addresses in a text, up to what ends them there; in paths they have lost a slash. Those of this machine's files are
 * none.
 */
const ADDRESS = /\b(?!file:)(?:[a-z][a-z0-9+.-]*:\/|https?:|wss?:)\/[^\s"'<>`\\]+/gi;

/**
 * A text in which every address is shown by its host alone: user, path and query of a node's address are often a key.
 *
 * @example withoutSecrets("https://ann:pw@node.example.org/v3/KEY?k=1 says no") // "https://node.example.org says no"
 */
export const withoutSecrets = (text: string): string =>
  text.replace(ADDRESS, (address) => {
    const url = URL.parse(address);
    return url === null ? "an address" : `${url.protocol}//${url.host}`;
  });

/** The same for addresses of data, whose paths say which file: without user, query and fragment. */
export const withoutQueries = (text: string): string =>
  text.replace(ADDRESS, (address) => {
    const url = URL.parse(address);
    return url === null ? "an address" : `${url.protocol}//${url.host}${url.pathname}`;
  });
