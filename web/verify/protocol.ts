import type { Check, PackClaims, PackPolicy, PackVerdict } from "../../prover/verify.ts";

/** A pack as an archive, or as a folder: its files by name. */
export type PackSource = Uint8Array | ReadonlyMap<string, Uint8Array>;

/**
 * What the page sends to the worker: first a pack, then the policy for it with the checks that were made elsewhere.
 */
export type VerifierRequest =
  | { kind: "open"; pack: PackSource }
  | { kind: "verify"; policy: PackPolicy; known: readonly Check[] };

/**
 * What the worker sends. `claims` is undefined for what is not a pack. `share`: from 0 to 1. `failed` is an error of
 * the verifier itself and no verdict.
 */
export type VerifierAnswer =
  | { kind: "opened"; claims: PackClaims | undefined }
  | { kind: "progress"; checks: readonly Check[]; share: number }
  | { kind: "verified"; found: PackVerdict }
  | { kind: "failed"; message: string };
