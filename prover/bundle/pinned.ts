import { computeCircuitId, type VerificationKey, weaknessOf } from "../groth16/verificationKey.ts";
import type { CircuitKind } from "../shared/circuit.ts";
import type { CircuitId } from "../shared/ids.ts";

/**
 * A circuit that the verifier trusts for one kind of statement. Its id follows from the key. `pageSize`: the number of
 * entries of the page that it proves, or 1 if it is about one key.
 */
export type PinnedCircuit = { kind: CircuitKind; key: VerificationKey; pageSize: number };

/**
 * The key to check a proof with, if its circuit is trusted for exactly this kind of statement and page. A weak key is
 * never trusted, even if it is pinned.
 */
export const trustedKey = (
  pinned: readonly PinnedCircuit[],
  claim: { circuitId: CircuitId; kind: CircuitKind; pageSize: number },
): VerificationKey | undefined =>
  pinned.find(
    ({ kind, pageSize, key }) =>
      kind === claim.kind &&
      pageSize === claim.pageSize &&
      computeCircuitId(key) === claim.circuitId &&
      weaknessOf(key) === undefined,
  )?.key;
