import { computeCircuitId, type VerificationKey, weaknessOf } from "../groth16/verificationKey.ts";
import type { CircuitKind } from "../shared/circuit.ts";
import type { CircuitId } from "../shared/ids.ts";

/**
 * A circuit that the verifier trusts for one kind of statement. Its id follows from the key. `pageSize`: the number of
 * entries of the page that it proves, or 1 if it is about one key.
 */
export type PinnedCircuit = { kind: CircuitKind; key: VerificationKey; pageSize: number };

/** Powers of tau that the verifier trusts: nobody must know their secret. `id`: see `powersId`. */
export type PinnedPowers = { kind: "powers"; id: string };

/** What a verifier trusts. */
export type Pinned = PinnedCircuit | PinnedPowers;

export const isTrustedPowers = (pinned: readonly Pinned[], powers: string): boolean =>
  pinned.some((each) => each.kind === "powers" && each.id === powers);

/**
 * The key to check a proof with, if its circuit is trusted for exactly this kind of statement and page. A weak key is
 * never trusted, even if it is pinned.
 */
export const trustedKey = (
  pinned: readonly Pinned[],
  claim: { circuitId: CircuitId; kind: CircuitKind; pageSize: number },
): VerificationKey | undefined =>
  pinned.find(
    (each): each is PinnedCircuit =>
      each.kind !== "powers" &&
      each.kind === claim.kind &&
      each.pageSize === claim.pageSize &&
      computeCircuitId(each.key) === claim.circuitId &&
      weaknessOf(each.key) === undefined,
  )?.key;
