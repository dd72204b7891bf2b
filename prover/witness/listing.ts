import { paddedKeys } from "../blocklist/elements.ts";
import type { BlocklistPage } from "../blocklist/format.ts";
import { keyToHex } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bytesToBigIntBE } from "../shared/field.ts";

/** Input signals of a listing circuit, by name. All but the first two are secret if the list is. */
type ListingInput = {
  pageDigest: bigint;
  key: bigint;
  pageSalt: bigint;
  routes: bigint[];
  rests: bigint[];
  weights: bigint[];
};

/**
 * Everything the circuit needs to see that a key is an entry of a page.
 *
 * @param key 31 bytes
 * @throws data `witness/not-listed` if it is not: no witness exists
 */
export function listingInput(pageDigest: bigint, key: Uint8Array, page: BlocklistPage): ListingInput {
  const place = page.keys.findIndex((entry) => Buffer.compare(entry, key) === 0);
  if (place < 0)
    throw dataError(
      "witness/not-listed",
      `the key ${keyToHex(key)} is not on the page`,
      "Pass a work that is on the list.",
    );
  const keys = paddedKeys(page);
  return {
    pageDigest,
    key: bytesToBigIntBE(key),
    pageSalt: page.salt,
    routes: keys.map(({ route }) => route),
    rests: keys.map(({ rest }) => rest),
    weights: keys.map((_, i) => (i === place ? 1n : 0n)),
  };
}
