/** URLs in a text, except `file:`. A URL that was used as a path has only one slash. */
const ADDRESS = /\b(?!file:)(?:[a-z][a-z0-9+.-]*:\/|https?:|wss?:)\/[^\s"'<>`\\]+/gi;

/**
 * Reduces every URL in a text to scheme and host, because user, path and query of a node's address are often a key.
 *
 * @example withoutSecrets("https://ann:pw@node.example.org/v3/KEY?k=1 says no") // "https://node.example.org says no"
 */
export const withoutSecrets = (text: string): string =>
  text.replace(ADDRESS, (address) => {
    const url = URL.parse(address);
    return url === null ? "an address" : `${url.protocol}//${url.host}`;
  });

/** Removes user, query and fragment from every URL in a text. For addresses of data, whose paths name the file. */
export const withoutQueries = (text: string): string =>
  text.replace(ADDRESS, (address) => {
    const url = URL.parse(address);
    return url === null ? "an address" : `${url.protocol}//${url.host}${url.pathname}`;
  });
