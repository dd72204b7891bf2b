import { commitmentOf, powersId } from "../../prover/accumulator/hashes.ts";
import type { PowersToDeploy } from "../../prover/chain/deployment/powers.ts";
import type { DisjointnessItem } from "../../prover/chain/ledger/disjointness.ts";
import type { G1, G2 } from "../../prover/groth16/points.ts";
import { inverse, mod } from "../../prover/shared/field.ts";
import { type ListId, toCommitment } from "../../prover/shared/ids.ts";
import { times, timesG2 } from "./simulator.ts";

/** The tau that the tests know, so that they can make proofs without any set. */
const TAU = 123_456_789n;

const g1 = (scalar: bigint): G1 => {
  const { x, y } = times(scalar).toAffine();
  return [x, y];
};

const g2 = (scalar: bigint): G2 => {
  const { x, y } = timesG2(scalar).toAffine();
  return [
    [x.c0, x.c1],
    [y.c0, y.c1],
  ];
};

export const DEVELOPMENT_POWERS: PowersToDeploy = { id: powersId(g1(TAU), g2(TAU)), kind: "development" };

/** The accumulator of a list with this value at tau, in G2. */
export const listPoint = (value: bigint): G2 => g2(value);

/** The proof that accumulators with the values a and b at tau are disjoint; `p` chooses which. */
export function disjoint(
  list: ListId,
  epoch: number,
  a: bigint,
  b: bigint,
  { added = false, p = 77n }: { added?: boolean; p?: bigint } = {},
): DisjointnessItem {
  const accumulator = g1(a);
  return {
    list,
    epoch,
    added,
    listAccumulator: g2(b),
    accumulator,
    commitment: toCommitment(commitmentOf(DEVELOPMENT_POWERS.id, accumulator)),
    proof: { p: g2(p), q: g1(mod((1n - p * a) * inverse(b))) },
  };
}
