/** How a key came about. A development key's maker could forge, so chains other than local ones refuse it. */
export type Setup = "development" | "ceremony";

/**
 * What the proofs of a circuit say of their two public values: no entry of the page is in the shard, the key is in the
 * shard, or the key is an entry of the page. No verifier
 * may take one for another.
 */
export type CircuitKind = "exclusion" | "inclusion" | "listing";
