import { KEY_BYTES, keyToHex, nonZero } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bigIntToBytesLE, bytesToBigIntBE, FIELD_BYTES } from "../shared/field.ts";
import { type BlocklistPage, PAGE_SIZES } from "./format.ts";

/** Bytes of a key's route and bit length of its rest: key = route · 2^200 + rest. */
const ROUTE_BYTES = 6;

/** A key in the form of the circuit's inputs. */
type SplitKey = { route: bigint; rest: bigint };

export const splitKey = (key: Uint8Array): SplitKey => ({
  route: bytesToBigIntBE(key.subarray(0, ROUTE_BYTES)),
  rest: bytesToBigIntBE(key.subarray(ROUTE_BYTES)),
});

/** The page's keys in order, padded by repeating the last. */
export function paddedKeys(page: BlocklistPage): SplitKey[] {
  const split = page.keys.map(splitKey);
  return Array.from({ length: page.size }, (_, i) => split[Math.min(i, split.length - 1)]!);
}

/**
 * The field elements whose chain is the digest of a page, in a browser as well.
 *
 * @throws data `blocklist/bad-page`
 */
export function pageElements(page: BlocklistPage): bigint[] {
  assertPage(page);
  return [page.salt, ...paddedKeys(page).flatMap(({ route, rest }) => [route, rest])];
}

/**
 * The same elements of 32 bytes each, little-endian.
 *
 * @throws data `blocklist/bad-page`
 */
export function pageBytes(page: BlocklistPage): Uint8Array {
  assertPage(page);
  const elements = new Uint8Array((1 + 2 * page.size) * FIELD_BYTES);
  elements.set(bigIntToBytesLE(page.salt));
  for (let i = 0; i < page.size; i++) {
    const key = page.keys[Math.min(i, page.keys.length - 1)]!;
    const route = (1 + 2 * i) * FIELD_BYTES;
    for (let byte = 0; byte < ROUTE_BYTES; byte++) elements[route + byte] = key[ROUTE_BYTES - 1 - byte]!;
    const rest = route + FIELD_BYTES;
    for (let byte = 0; byte < KEY_BYTES - ROUTE_BYTES; byte++) elements[rest + byte] = key[KEY_BYTES - 1 - byte]!;
  }
  return elements;
}

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
    if (i > 0 && !isBelow(keys[i - 1]!, key)) throw refuse(`entry ${i}, ${keyToHex(key)}, is not above the one before`);
  });
}

/** Whether a key is below another one of the same length. */
function isBelow(one: Uint8Array, other: Uint8Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i]! < other[i]!;
  return false;
}
