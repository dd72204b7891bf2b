import type { Signer } from "../bundle/envelope.ts";
import type { ChainPolicy } from "./chain/trust.ts";

/** What a verifier of packs accepts; everything else is in the pack. */
export type PackPolicy = {
  signers: readonly Signer[];
  /** Trusted circuits by id, and how many entries each proves. */
  circuits: ReadonlyMap<string, number>;
  /**
   * Root hashes of the blocklists that count. Every bundle must be about one of them, and all must be covered. With
   * the root document itself, a pack about one of its earlier epochs is not false, but behind.
   */
  lists: readonly { name: string; root: string; document?: Uint8Array }[];
  /** The shards of the release, if they are known from a chain: the pack must be about these and no others. */
  commitments?: readonly bigint[];
  /** What is known of the chain. Without it the pack's receipts are checked, but of blocks that are only stated. */
  chain?: ChainPolicy;
};
