import { KEY_BYTES, keyToHex, nonZero } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bigIntToBytesLE, bytesToBigIntBE, FIELD_BYTES } from "../shared/field.ts";
import { compareKeys, keyAt } from "./columns.ts";
import { type BlocklistPage, PAGE_SIZES, type PageColumns } from "./format.ts";

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
  assertPage(toPageColumns(page));
  return [page.salt, ...paddedKeys(page).flatMap(({ route, rest }) => [route, rest])];
}

/**
 * The same elements of 32 bytes each, little-endian.
 *
 * @throws data `blocklist/bad-page`
 */
export function pageBytes(page: PageColumns): Uint8Array {
  assertPage(page);
  const { size, salt, keyBytes } = page;
  const last = keyBytes.length - KEY_BYTES;
  const elements = new Uint8Array((1 + 2 * size) * FIELD_BYTES);
  elements.set(bigIntToBytesLE(salt));
  for (let i = 0; i < size; i++) {
    const key = Math.min(i * KEY_BYTES, last);
    const route = (1 + 2 * i) * FIELD_BYTES;
    for (let byte = 0; byte < ROUTE_BYTES; byte++) elements[route + byte] = keyBytes[key + ROUTE_BYTES - 1 - byte]!;
    const rest = route + FIELD_BYTES;
    for (let byte = 0; byte < KEY_BYTES - ROUTE_BYTES; byte++)
      elements[rest + byte] = keyBytes[key + KEY_BYTES - 1 - byte]!;
  }
  return elements;
}

/** @throws data `blocklist/bad-page` for keys of another length */
export function toPageColumns({ size, salt, keys }: BlocklistPage): PageColumns {
  const keyBytes = new Uint8Array(keys.length * KEY_BYTES);
  for (const [i, key] of keys.entries()) {
    if (key.length !== KEY_BYTES) throw badPage(`entry ${i} has ${key.length} bytes instead of ${KEY_BYTES}`);
    keyBytes.set(key, i * KEY_BYTES);
  }
  return { size, salt, keyBytes };
}

/**
 * Sorting makes entries of equal buckets neighbours, as the circuit requires; an unsorted page could never be proved.
 */
function assertPage({ size, keyBytes }: PageColumns): void {
  if (!PAGE_SIZES.includes(size)) throw badPage(`size ${size} is not one of ${PAGE_SIZES.join(", ")}`);
  const count = keyBytes.length / KEY_BYTES;
  if (count < 1 || count > size) throw badPage(`${count} entries in a page of ${size}`);
  for (let i = 0; i < count; i++) {
    if (keyBytes[i * KEY_BYTES] === 0) nonZero(keyAt(keyBytes, i));
    if (i > 0 && compareKeys(keyBytes, i - 1, keyBytes, i) >= 0)
      throw badPage(`entry ${i}, ${keyToHex(keyAt(keyBytes, i))}, is not above the one before`);
  }
}

const badPage = (problem: string) => dataError("blocklist/bad-page", `page: ${problem}`, "Build the list again.");
