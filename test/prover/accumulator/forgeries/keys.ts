import { commitmentOf, listAccumulatorHash, powersId } from "../../../../prover/accumulator/hashes.ts";
import { DISJOINTNESS_PROOF } from "../../../../prover/accumulator/proof.ts";
import { accumulatorOfKey, areDisjoint, isMember } from "../../../../prover/accumulator/verify.ts";
import { inspectDocument } from "../../../../prover/shared/document.ts";
import { claimOf, draw, witnessOf } from "../known.ts";
import * as scene from "./scene.ts";
import { A, addG1, B, claim, clean, common, dirty, type Forgery, g1, g2, ID, otherClaim, tau } from "./scene.ts";

const { FIELD_ORDER, inverse, negateG1, negateG2, TAU, timesG1, timesG2 } = scene;

const { proof, list, accumulator } = claim;
const W = witnessOf(dirty, common);
const OTHER_ID = powersId(g1(TAU + 1n), g2(TAU + 1n));

const member = (name: string, check: string, attempt: () => boolean): Forgery => ({ name, check, attempt });
const MEMBER = "equation of a member";
const EQUATION = "equation";
const COMMITMENT = "commitment";
const HASH = "hash of the list";
const READER = "reader of proofs";

/** A claim that the equation accepts, about another shard or list than the one whose hash is known. */
const relabelled = (name: string, check: string, forged: typeof claim, isKnown: () => boolean): Forgery => ({
  name,
  check,
  attempt: isKnown,
  wouldPass: () => areDisjoint(forged),
});

const json = { p: proof.p.map((each) => each.map(String)), q: proof.q.map(String) };
const unreadable = (name: string, value: unknown): Forgery => ({
  name,
  check: READER,
  attempt: () => "value" in inspectDocument((reader) => DISJOINTNESS_PROOF.read(reader, value, "$")),
});

/** Absence of the common key from the shard that has it, with points at hand. */
const absence = { accumulator: A, list: accumulatorOfKey(common, tau) };
const stranger = claimOf({ ...draw(1, 1), keys: dirty.keys, rho: dirty.rho, sigma: 1n });

/** Forged statements about one key, forged names, and forged spellings. */
export const KEYS: readonly Forgery[] = [
  member("the witness of another key", MEMBER, () => isMember(A, clean.keys[0]!, W, tau)),
  member("the witness of another shard", MEMBER, () => isMember(accumulator, common, W, tau)),
  member("the accumulator as its own witness", MEMBER, () => isMember(A, common, A, tau)),
  member("the witness negated", MEMBER, () => isMember(A, common, negateG1(W), tau)),
  member("a key that is not in the shard", MEMBER, () => isMember(A, common + 1n, W, tau)),
  member("a member by the powers of another secret", MEMBER, () => isMember(A, common, W, { g2: g2(TAU + 1n) })),
  member("a key plus the field order", "accumulator/not-canonical", () => isMember(A, common + FIELD_ORDER, W, tau)),
  member("a negative key", "accumulator/not-canonical", () => isMember(A, common - FIELD_ORDER, W, tau)),
  member("tau as the key", "accumulator/infinity", () => isMember(A, TAU, W, tau)),
  member("absence of a member: the proof for another key", EQUATION, () =>
    areDisjoint({ ...absence, proof: stranger.proof }),
  ),
  member("absence of a member: its witness as Q", EQUATION, () =>
    areDisjoint({ ...absence, proof: { p: g2(1n), q: negateG1(W) } }),
  ),
  member("absence of a member: the generator without its witness as Q", EQUATION, () =>
    areDisjoint({ ...absence, proof: { p: g2(1n), q: addG1(g1(1n), negateG1(W)) } }),
  ),
  member("absence of a member: the proof of the shard without it", EQUATION, () =>
    areDisjoint({ ...absence, proof: claimOf({ ...clean, entries: [common], sigma: 1n }).proof }),
  ),
  relabelled(
    "the shard's accumulator negated, with P negated",
    COMMITMENT,
    { ...claim, accumulator: negateG1(accumulator), proof: { ...proof, p: negateG2(proof.p) } },
    () => commitmentOf(ID, negateG1(accumulator)) === commitmentOf(ID, accumulator),
  ),
  relabelled(
    "the shard with another multiplier",
    COMMITMENT,
    { ...claim, accumulator: timesG1(accumulator, 3n), proof: { ...proof, p: timesG2(proof.p, inverse(3n)) } },
    () => commitmentOf(ID, timesG1(accumulator, 3n)) === commitmentOf(ID, accumulator),
  ),
  relabelled(
    "the shard without the common key",
    COMMITMENT,
    claim,
    () => commitmentOf(ID, accumulator) === commitmentOf(ID, A),
  ),
  relabelled(
    "everything made with powers whose secret is known",
    COMMITMENT,
    {
      accumulator: A,
      list: g2(5n),
      proof: scene.proofOf(1n, (1n - scene.productAt(dirty.keys, dirty.rho)) * inverse(5n)),
    },
    () => commitmentOf(OTHER_ID, A) === commitmentOf(ID, A),
  ),
  relabelled(
    "the list's accumulator negated, with Q negated",
    HASH,
    { ...claim, list: negateG2(list), proof: { ...proof, q: negateG1(proof.q) } },
    () => listAccumulatorHash(ID, negateG2(list)) === listAccumulatorHash(ID, list),
  ),
  relabelled(
    "the list with another multiplier",
    HASH,
    { ...claim, list: timesG2(list, 3n), proof: { ...proof, q: timesG1(proof.q, inverse(3n)) } },
    () => listAccumulatorHash(ID, timesG2(list, 3n)) === listAccumulatorHash(ID, list),
  ),
  relabelled(
    "another list, from which the shard is disjoint",
    HASH,
    otherClaim,
    () => listAccumulatorHash(ID, otherClaim.list) === listAccumulatorHash(ID, B),
  ),
  relabelled(
    "the list with the name of other powers",
    HASH,
    claim,
    () => listAccumulatorHash(OTHER_ID, list) === listAccumulatorHash(ID, list),
  ),
  unreadable("a coordinate with a leading zero", { ...json, q: [`0${json.q[0]}`, json.q[1]] }),
  unreadable("a coordinate in hexadecimal", { ...json, q: [`0x${proof.q[0].toString(16)}`, json.q[1]] }),
  unreadable("a point with a third coordinate", { ...json, q: [...json.q, "1"] }),
  unreadable("a proof with a third point", { ...json, r: json.q }),
  unreadable("infinity as P", {
    ...json,
    p: [
      ["0", "0"],
      ["0", "0"],
    ],
  }),
];
