/** Addresses in a text, up to what ends them there. */
const ADDRESS = /\b(https?|wss?):\/\/[^\s"'<>`\\]+/gi;

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
