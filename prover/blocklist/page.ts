import { KEY_BYTES, keyToHex, nonZero } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bytesToBigIntBE } from "../shared/field.ts";
import { chains, type Poseidon, TAG } from "../shared/poseidon.ts";

/** Number of entries that a page has room for. A circuit is made for one page size. */
export const PAGE_SIZES = [16, 256] as const;

/** One of `PAGE_SIZES`. */
export type PageSize = (typeof PAGE_SIZES)[number];

/** Bytes of a key's route and bit length of its rest: key = route · 2^200 + rest. */
const ROUTE_BYTES = 6;

/** A key in the form of the circuit's inputs. */
type SplitKey = { route: bigint; rest: bigint };

/** A fixed number of blocklist entries. `keys`: sorted, unique, at least one, at most `size`, 31 bytes each. */
export type BlocklistPage = { size: PageSize; salt: bigint; keys: readonly Uint8Array[] };

export const splitKey = (key: Uint8Array): SplitKey => ({
  route: bytesToBigIntBE(key.subarray(0, ROUTE_BYTES)),
  rest: bytesToBigIntBE(key.subarray(ROUTE_BYTES)),
});

/** The page's keys in order, padded by repeating the last. */
export function paddedKeys(page: BlocklistPage): SplitKey[] {
  const split = page.keys.map(splitKey);
  return Array.from({ length: page.size }, (_, i) => split[Math.min(i, split.length - 1)]!);
}

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
    some.forEach(assertPage);
    digests.push(...(await chains(poseidon, TAG.page, some.map(elementsOf))));
  }
  return digests;
}

const elementsOf = (page: BlocklistPage): bigint[] => [
  page.salt,
  ...paddedKeys(page).flatMap(({ route, rest }) => [route, rest]),
];

/**
 * Sorting makes entries of equal buckets neighbours, as the circuit requires; an unsorted page could never be proved.
 */
function assertPage({ size, keys }: BlocklistPage): void {
  const refuse = (problem: string) => dataError("blocklist/bad-page", `page: ${problem}`, "Build the list again.");
  if (!PAGE_SIZES.includes(size)) throw refuse(`size ${size} is not one of ${PAGE_SIZES.join(", ")}`);
  if (keys.length < 1 || keys.length > size) throw refuse(`${keys.length} entries in a page of ${size}`);
  keys.forEach((key, i) => {
    if (key.length !== KEY_BYTES) throw refuse(`entry ${i} has ${key.length} bytes instead of ${KEY_BYTES}`);
    nonZero(key);
    if (i > 0 && Buffer.compare(keys[i - 1]!, key) >= 0)
      throw refuse(`entry ${i}, ${keyToHex(key)}, is not above the one before`);
  });
}
