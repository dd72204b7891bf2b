/** How a key came about. A development key's maker could forge, so chains other than local ones refuse it. */
export type Setup = "development" | "ceremony";

/**
 * What the proofs of a circuit say of their two public values: no entry of the page is in the shard, the key is in the
 * shard, or the key is an entry of the page. No verifier
 * may take one for another.
 */
export type CircuitKind = "exclusion" | "inclusion" | "listing";

/**
 * By what the circuit of a page is chosen: the page alone, which tells nothing of a shard, or also the shard's depth,
 * which is faster.
 */
export const CIRCUIT_CHOICES = ["uniform", "smallest"] as const;
/** One of `CIRCUIT_CHOICES`. */
export type CircuitChoice = (typeof CIRCUIT_CHOICES)[number];
