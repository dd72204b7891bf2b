import { bytesToBigIntLE, FIELD_BYTES } from "../shared/field.ts";
import { chainsOfBytes, type Poseidon, TAG } from "../shared/poseidon.ts";
import { pageBytes, toPageColumns } from "./elements.ts";
import type { BlocklistPage, PageColumns } from "./format.ts";

/** Pages that are hashed side by side: enough for every processor, while their elements take a few megabytes. */
const AT_ONCE = 1024;

/**
 * Digest of a page: a Poseidon chain over its salt and the (route, rest) of each entry, padding included. It is what
 * a list publishes, and the second public signal of the exclusion circuit.
 *
 * @throws data `blocklist/bad-page`
 */
export async function computePageDigest(page: BlocklistPage, poseidon: Poseidon): Promise<bigint> {
  const [digest] = await computePageDigests([toPageColumns(page)], poseidon);
  return digest!;
}

/**
 * The digests of pages of one size.
 *
 * @throws data `blocklist/bad-page`
 */
export async function computePageDigests(pages: readonly PageColumns[], poseidon: Poseidon): Promise<bigint[]> {
  const digests: bigint[] = [];
  for (let first = 0; first < pages.length; first += AT_ONCE) {
    const some = pages.slice(first, first + AT_ONCE);
    const bytes = await chainsOfBytes(poseidon, TAG.page, some.map(pageBytes));
    for (let i = 0; i < some.length; i++) digests.push(bytesToBigIntLE(bytes, i * FIELD_BYTES));
  }
  return digests;
}
