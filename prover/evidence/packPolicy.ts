import type { Signer } from "../bundle/envelope.ts";
import type { ChainPolicy } from "./chain/trust.ts";

/** What a verifier of packs accepts. Everything else is in the pack. */
export type PackPolicy = {
  signers: readonly Signer[];
  /** The trusted circuits. */
  circuits: ReadonlyMap<string, number>;
  /** The ids of the trusted powers of tau, for bundles of disjointness proofs; default: none. */
  powers?: readonly string[];
  /**
   * The blocklists, by the hashes of their root documents. Every bundle must be about one of them, and all must be
   * covered. With the root document itself, a pack about one of its earlier epochs is `behind`, not false.
   */
  lists: readonly { name: string; root: string; document?: Uint8Array }[];
  /** The release's shards, if they are known from a chain: the pack must be about exactly these. */
  commitments?: readonly bigint[];
  /**
   * What is known of the chain. Without it the pack's receipts are checked, but not that the blocks are the chain's.
   */
  chain?: ChainPolicy;
};
