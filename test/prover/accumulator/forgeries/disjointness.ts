import { areDisjoint, type DisjointnessClaim } from "../../../../prover/accumulator/verify.ts";
import { claimOf, draw } from "../known.ts";
import * as scene from "./scene.ts";
import { A, addG1, addG2, B, claim, clean, common, dirty, type Forgery, g1, g2, otherClaim } from "./scene.ts";

const { inverse, mod, negateG1, negateG2, timesG1, timesG2, TAU, without } = scene;

const EQUATION = "equation";

const equation = (name: string, forged: DisjointnessClaim): Forgery => ({
  name,
  check: EQUATION,
  attempt: () => areDisjoint(forged),
});

const { proof, list, accumulator } = claim;
/** The same sets at another secret. */
const otherA = atOther(clean.keys, clean.rho);
const otherB = atOther(clean.entries, clean.sigma);

/** Entries of which one epoch added the common key. */
const rest = { ...dirty, entries: without(dirty.entries, common) };
const added = { ...clean, entries: clean.entries.slice(0, 1) };

/** p is 1/a at every entry but the common one, where there is no such value. */
const partial = claimOf({ ...rest, sigma: 1n }).proof;

/** Forged proofs that two sets are disjoint, of points that are all in their groups. */
export const DISJOINTNESS: readonly Forgery[] = [
  equation("the proof of the shard without the common key, for the shard with it", { accumulator: A, list: B, proof }),
  equation("the proof for the list without the common key, for the list with it", {
    accumulator: A,
    list: B,
    proof: claimOf(rest).proof,
  }),
  equation("the proof for what an epoch added, for the whole list", { accumulator, list, proof: claimOf(added).proof }),
  equation("the proof for the whole list, for what an epoch added", { accumulator, list: claimOf(added).list, proof }),
  equation("the proof for the list of an earlier epoch, for the later one", {
    accumulator: A,
    list: B,
    proof: claimOf({ ...rest, sigma: clean.sigma }).proof,
  }),
  equation("p interpolated at all entries but the common one", { accumulator: A, list: B, proof: partial }),
  equation("the proof of another shard", {
    accumulator,
    list,
    proof: claimOf({ ...draw(4, 1), entries: clean.entries, sigma: clean.sigma }).proof,
  }),
  equation("the proof of another list", {
    accumulator,
    list,
    proof: claimOf({ ...draw(1, 4), keys: clean.keys }).proof,
  }),
  equation("another list's accumulator", { ...claim, list: otherClaim.list }),
  equation("another shard's accumulator", { ...claim, accumulator: otherClaim.accumulator }),
  equation("P of one proof and Q of another of the same statement", {
    ...claim,
    proof: { p: proof.p, q: claimOf({ ...clean, blinding: 99n }).proof.q },
  }),
  equation("P negated", { ...claim, proof: { ...proof, p: negateG2(proof.p) } }),
  equation("Q negated", { ...claim, proof: { ...proof, q: negateG1(proof.q) } }),
  equation("P and Q negated", { ...claim, proof: { p: negateG2(proof.p), q: negateG1(proof.q) } }),
  equation("P and Q times 2", { ...claim, proof: { p: timesG2(proof.p, 2n), q: timesG1(proof.q, 2n) } }),
  equation("a blinding added to P alone", { ...claim, proof: { ...proof, p: addG2(proof.p, list) } }),
  equation("a blinding with the same sign in both", {
    ...claim,
    proof: { p: addG2(proof.p, list), q: addG1(proof.q, accumulator) },
  }),
  equation("a blinding by another list", {
    ...claim,
    proof: { p: addG2(proof.p, otherClaim.list), q: addG1(proof.q, negateG1(accumulator)) },
  }),
  equation("the generators as P and Q", { ...claim, proof: { p: g2(1n), q: g1(1n) } }),
  equation("the list as P, the shard as Q", { ...claim, proof: { p: list, q: accumulator } }),
  equation("the list as P, the shard negated as Q: a blinding of nothing", {
    ...claim,
    proof: { p: list, q: negateG1(accumulator) },
  }),
  equation("everything but the list made with other powers", {
    ...claim,
    accumulator: g1(otherA),
    proof: scene.proofOf(mod((1n - 5n * otherB) * inverse(otherA)), 5n),
  }),
  equation("P made with other powers", {
    ...claim,
    proof: { ...proof, p: scene.proofOf(mod((1n - 5n * otherB) * inverse(otherA)), 5n).p },
  }),
];

/** The value at another secret. */
function atOther(roots: readonly bigint[], factor: bigint): bigint {
  return roots.reduce((product, root) => mod(product * (TAU + 1n - root)), factor);
}
