import { allDisjoint, type DisjointnessClaim } from "../../../../prover/accumulator/verify.ts";
import { claimOf } from "../known.ts";
import * as scene from "./scene.ts";
import { addG1, addG2, claim, clean, type Forgery, g1, g2, other, otherClaim } from "./scene.ts";

const { holdsUnchecked, inverse, mod, productHolds, productAt } = scene;

const WEIGHTS = "weights of the batch";
const SHARED = "points that are shared";

/** A second shard against the same list. */
const second = claimOf({ ...clean, rho: 77n, blinding: 78n });
const a = productAt(clean.keys, clean.rho);
const b = productAt(clean.entries, clean.sigma);
const otherB = productAt(other.entries, other.sigma);

const batch = (name: string, ...claims: DisjointnessClaim[]): Forgery => ({
  name,
  check: WEIGHTS,
  attempt: () => allDisjoint(claims),
});

/** A batch whose plain product is one: with these weights, which a forger foresaw, it would pass. */
const cancels = (name: string, weights: readonly bigint[], ...claims: DisjointnessClaim[]): Forgery => ({
  ...batch(name, ...claims),
  wouldPass: () => claims.every((each) => !holdsUnchecked(each)) && productHolds(claims, weights),
});

const withQ = (of: DisjointnessClaim, by: bigint): DisjointnessClaim => ({
  ...of,
  proof: { ...of.proof, q: addG1(of.proof.q, g1(by)) },
});
const withP = (of: DisjointnessClaim, by: bigint): DisjointnessClaim => ({
  ...of,
  proof: { ...of.proof, p: addG2(of.proof.p, g2(by)) },
});

/** One shard against two lists, with one P. */
const union = { entries: [...clean.entries, ...other.entries] };
const shared = claimOf(clean, union);
const further = claimOf({ ...clean, entries: other.entries, sigma: other.sigma }, union);

/** A claim that would hold with the A and P of an earlier one in the batch, which it resembles. */
const resembles = (name: string, forged: DisjointnessClaim): Forgery => ({
  ...batch(name, shared, forged),
  check: SHARED,
  wouldPass: () => {
    const { accumulator } = shared;
    const proof = { ...forged.proof, p: shared.proof.p };
    return !holdsUnchecked(forged) && holdsUnchecked({ ...forged, accumulator, proof });
  },
});

/** Forged batches of claims. */
export const BATCHES: readonly Forgery[] = [
  batch("one false claim among true ones", claim, withQ(second, 1n), otherClaim),
  cancels("errors in two Q that cancel under equal weights", [1n, 1n], withQ(claim, 5n), withQ(second, -5n)),
  cancels("errors in two Q that cancel under weights 1 and 2", [1n, 2n], withQ(claim, 10n), withQ(second, -5n)),
  cancels("one claim with opposite errors", [1n, 1n], withQ(claim, 5n), withQ(claim, -5n)),
  cancels(
    "an error in Q of one list and in Q of another that cancel",
    [1n, 1n],
    withQ(claim, 5n),
    withQ(otherClaim, mod(-5n * b * inverse(otherB))),
  ),
  cancels(
    "an error in P that one in another claim's Q cancels",
    [1n, 1n],
    withP(claim, 5n),
    withQ(otherClaim, mod(-5n * a * inverse(otherB))),
  ),
  batch(
    "the P of two claims, exchanged",
    { ...claim, proof: { ...claim.proof, p: second.proof.p } },
    { ...second, proof: { ...second.proof, p: claim.proof.p } },
  ),
  cancels(
    "the Q of two claims on one list, exchanged",
    [1n, 1n],
    { ...claim, proof: { ...claim.proof, q: second.proof.q } },
    { ...second, proof: { ...second.proof, q: claim.proof.q } },
  ),
  batch(
    "the accumulators of two claims, exchanged",
    { ...claim, accumulator: second.accumulator },
    { ...second, accumulator: claim.accumulator },
  ),
  batch("the lists of two claims, exchanged", { ...claim, list: otherClaim.list }, { ...otherClaim, list: claim.list }),
  resembles("another A with the P that an earlier claim has", { ...further, accumulator: second.accumulator }),
  resembles("A negated, with the P that an earlier claim has", {
    ...further,
    accumulator: scene.negateG1(further.accumulator),
  }),
  resembles("another P with the A that an earlier claim has", withP(further, 1n)),
  batch("no claim at all"),
];
