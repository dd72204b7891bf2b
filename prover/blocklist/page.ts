import { chains, type Poseidon, TAG } from "../shared/poseidon.ts";
import { pageElements } from "./elements.ts";
import type { BlocklistPage } from "./format.ts";

/** Pages that are hashed side by side. */
const AT_ONCE = 256;

/**
 * Digest of a page: a Poseidon chain over its salt and the (route, rest) of each entry, padding included. It is what
 * a list publishes, and the second public signal of the exclusion circuit.
 *
 * @throws data `blocklist/bad-page`
 */
export async function computePageDigest(page: BlocklistPage, poseidon: Poseidon): Promise<bigint> {
  const [digest] = await computePageDigests([page], poseidon);
  return digest!;
}

/**
 * The digests of pages of one size.
 *
 * @throws data `blocklist/bad-page`
 */
export async function computePageDigests(pages: readonly BlocklistPage[], poseidon: Poseidon): Promise<bigint[]> {
  const digests: bigint[] = [];
  for (let first = 0; first < pages.length; first += AT_ONCE) {
    const some = pages.slice(first, first + AT_ONCE);
    digests.push(...(await chains(poseidon, TAG.page, some.map(pageElements))));
  }
  return digests;
}
