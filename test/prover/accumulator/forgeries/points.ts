import { areDisjoint, type DisjointnessClaim } from "../../../../prover/accumulator/verify.ts";
import type { G1, G2 } from "../../../../prover/groth16/points.ts";
import { BASE_ORDER } from "../../../../prover/shared/field.ts";
import * as scene from "./scene.ts";
import { A, addG2, B, claim, dirty, type Forgery, g1, g2, OUTSIDE, SMALL_SUBGROUP } from "./scene.ts";

const { holdsUnchecked, INFINITY_G1, INFINITY_G2, inverse, productAt } = scene;

const { proof, list, accumulator } = claim;
const a = productAt(dirty.keys, dirty.rho);

const refused = (name: string, code: string, forged: DisjointnessClaim): Forgery => ({
  name,
  check: `accumulator/${code}`,
  attempt: () => areDisjoint(forged),
});

/** A forgery that the equation alone accepts. */
const fits = (name: string, code: string, forged: DisjointnessClaim): Forgery => ({
  ...refused(name, code, forged),
  wouldPass: () => holdsUnchecked(forged),
});

const withA = (point: G1): DisjointnessClaim => ({ ...claim, accumulator: point });
const withB = (point: G2): DisjointnessClaim => ({ ...claim, list: point });
const withP = (p: G2): DisjointnessClaim => ({ ...claim, proof: { ...proof, p } });
const withQ = (q: G1): DisjointnessClaim => ({ ...claim, proof: { ...proof, q } });

const [[px0, px1], [py0, py1]] = proof.p;

/** Forged claims with a point that is not one of its group, or has a second spelling. */
export const POINTS: readonly Forgery[] = [
  fits("A at infinity, where Q and B alone satisfy the equation", "infinity", {
    accumulator: INFINITY_G1,
    list: g2(7n),
    proof: { p: proof.p, q: g1(inverse(7n)) },
  }),
  fits("B at infinity, where A and P alone satisfy the equation", "infinity", {
    accumulator: A,
    list: INFINITY_G2,
    proof: { p: g2(inverse(a)), q: proof.q },
  }),
  fits("P at infinity, where Q and B alone satisfy the equation", "infinity", {
    accumulator: A,
    list: g2(7n),
    proof: { p: INFINITY_G2, q: g1(inverse(7n)) },
  }),
  fits("Q at infinity, where A and P alone satisfy the equation", "infinity", {
    accumulator: A,
    list: B,
    proof: { p: g2(inverse(a)), q: INFINITY_G1 },
  }),
  refused("infinity written as (q, q)", "not-canonical", withA([BASE_ORDER, BASE_ORDER])),
  refused("P and a point of the twist of order 10069", "not-in-subgroup", withP(addG2(proof.p, SMALL_SUBGROUP))),
  refused("B and a point of the twist of order 10069", "not-in-subgroup", withB(addG2(list, SMALL_SUBGROUP))),
  refused("a point of the twist of order 10069 as P", "not-in-subgroup", withP(SMALL_SUBGROUP)),
  refused("any point of the twist as B", "not-in-subgroup", withB(OUTSIDE)),
  refused("A off the curve", "not-on-curve", withA([accumulator[0], accumulator[1] + 1n])),
  refused("Q on another curve: (2, 3) of y^2 = x^3 + 1", "not-on-curve", withQ([2n, 3n])),
  refused("Q with x and y exchanged", "not-on-curve", withQ([proof.q[1], proof.q[0]])),
  refused(
    "P with c0 and c1 exchanged",
    "not-on-curve",
    withP([
      [px1, px0],
      [py1, py0],
    ]),
  ),
  refused("B off the twist", "not-on-curve", withB([list[0], list[0]])),
  refused("A with x + q", "not-canonical", withA([accumulator[0] + BASE_ORDER, accumulator[1]])),
  refused("Q with y - q", "not-canonical", withQ([proof.q[0], proof.q[1] - BASE_ORDER])),
  refused("P with x.c1 + q", "not-canonical", withP([[px0, px1 + BASE_ORDER], proof.p[1]])),
  refused("B with y.c0 + q", "not-canonical", withB([list[0], [list[1][0] + BASE_ORDER, list[1][1]]])),
];
