import { keyOf, keyToHex } from "../../prover/fingerprint/key.ts";
import { findScheme, listSchemeNames } from "../../prover/fingerprint/schemes.ts";
import { DisjointError } from "../../prover/shared/errors.ts";

/** Keys of a work under a scheme in hexadecimal, or why it has none. */
export type Fingerprints = { scheme: string; keys: string[]; problem: string | null };

/** Schemes of addresses. Longer texts are not addresses. */
const ADDRESSES: readonly string[] = ["url", "url-v2", "domain", "repo"];
const LONGEST_ADDRESS = 4096;

/**
 * The keys of a work under every scheme, as a dataset's record has them: a list that holds one of them covers the work.
 * Nothing leaves this function but its result.
 */
export const fingerprint = (work: Uint8Array): Fingerprints[] =>
  listSchemeNames().map((name) => {
    if (ADDRESSES.includes(name) && work.length > LONGEST_ADDRESS)
      return { scheme: name, keys: [], problem: "it is longer than an address" };
    try {
      const values = findScheme(name).values(work);
      const keys = values.map((value) => keyToHex(keyOf(name, value)));
      return { scheme: name, keys, problem: keys.length === 0 ? "it has nothing that the scheme compares" : null };
    } catch (error) {
      if (!(error instanceof DisjointError) || error.kind !== "data") throw error;
      return { scheme: name, keys: [], problem: error.message };
    }
  });
