import { expect, test } from "vitest";
import { accumulatorOfKey, allDisjoint, areDisjoint, isMember } from "../../../prover/accumulator/verify.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { codeOf } from "../../support/errors.ts";
import { claimOf, draw, g1, g2, TAU, tau, witnessOf } from "./known.ts";

test("a proof of the definition holds, and none with another point in any place", () => {
  const claim = claimOf(draw());
  const other = claimOf(draw());
  expect(areDisjoint(claim)).toBe(true);
  expect(areDisjoint({ ...claim, accumulator: other.accumulator })).toBe(false);
  expect(areDisjoint({ ...claim, list: other.list })).toBe(false);
  expect(areDisjoint({ ...claim, proof: { ...claim.proof, p: other.proof.p } })).toBe(false);
  expect(areDisjoint({ ...claim, proof: { ...claim.proof, q: other.proof.q } })).toBe(false);
});

test("claims hold together if each holds: one list or several, in any order", () => {
  const statement = draw();
  const same = [1n, 2n, 3n].map((rho) => claimOf({ ...statement, rho }));
  const others = [claimOf(draw()), claimOf(draw(1, 1))];
  expect(new Set(same.map(({ list }) => list.flat().join())).size).toBe(1);
  expect(allDisjoint(same)).toBe(true);
  expect(allDisjoint([...same, ...others])).toBe(true);
  expect(allDisjoint([...others, ...same].toReversed())).toBe(true);
  expect(allDisjoint([same[0]!, same[0]!])).toBe(true);
  expect(allDisjoint([])).toBe(false);
});

test("one false claim anywhere makes the whole false", () => {
  const statement = draw();
  const claims = [claimOf(statement), claimOf({ ...statement, rho: 5n }), claimOf(draw())];
  for (const [i, claim] of claims.entries()) {
    const wrong = claimOf(draw());
    expect(allDisjoint(claims.with(i, { ...claim, accumulator: wrong.accumulator }))).toBe(false);
    expect(allDisjoint(claims.with(i, { ...claim, list: wrong.list }))).toBe(false);
    expect(allDisjoint(claims.with(i, { ...claim, proof: wrong.proof }))).toBe(false);
  }
});

test("a key in the shard has a witness, for no other key and no other shard", () => {
  const statement = draw();
  const { accumulator } = claimOf(statement);
  const [key, second] = statement.keys as [bigint, bigint];
  const witness = witnessOf(statement, key);
  expect(isMember(accumulator, key, witness, tau)).toBe(true);
  expect(isMember(accumulator, second, witness, tau)).toBe(false);
  expect(isMember(accumulator, key, witnessOf(statement, second), tau)).toBe(false);
  expect(isMember(claimOf(draw()).accumulator, key, witness, tau)).toBe(false);
  expect(isMember(accumulator, key, witness, { g2: g2(TAU + 1n) })).toBe(false);
});

test("absence of one key is disjointness from a list that has only this key", () => {
  const statement = { ...draw(5, 1), sigma: 1n };
  const claim = claimOf(statement);
  const [key] = statement.entries as [bigint];
  expect(accumulatorOfKey(key, tau)).toEqual(claim.list);
  expect(areDisjoint({ ...claim, list: accumulatorOfKey(key, tau) })).toBe(true);
  expect(areDisjoint({ ...claim, list: accumulatorOfKey(key + 1n, tau) })).toBe(false);
});

test("a key has one spelling, and is not tau", async () => {
  const { accumulator } = claimOf(draw());
  for (const key of [-1n, FIELD_ORDER, FIELD_ORDER + 5n]) {
    expect(await codeOf(() => isMember(accumulator, key, g1(3n), tau))).toBe("accumulator/not-canonical");
    expect(await codeOf(() => accumulatorOfKey(key, tau))).toBe("accumulator/not-canonical");
  }
  expect(await codeOf(() => accumulatorOfKey(TAU, tau))).toBe("accumulator/infinity");
  expect(await codeOf(() => isMember(accumulator, TAU, g1(3n), tau))).toBe("accumulator/infinity");
});
