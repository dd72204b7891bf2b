/** How a key was made. The maker of a development key could forge proofs, so only local chains accept it. */
export type Setup = "development" | "ceremony";

/**
 * What a circuit's proof states about its two public values: no entry of the page is in the shard (exclusion), the key
 * is in the shard (inclusion), or the key is an entry of the page (listing). No verifier may take one for another.
 */
export type CircuitKind = "exclusion" | "inclusion" | "listing";

/**
 * How the circuit for a page is chosen. `uniform`: by the page alone, which reveals nothing about a shard; `smallest`:
 * also by the depth of the shard's tree, which is faster but reveals it approximately.
 */
export const CIRCUIT_CHOICES = ["uniform", "smallest"] as const;
/** One of `CIRCUIT_CHOICES`. */
export type CircuitChoice = (typeof CIRCUIT_CHOICES)[number];
