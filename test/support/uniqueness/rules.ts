/**
 * Ways to see from one constraint that a wire has one value only. Each is sound alone: it never looks at the values of
 * an example, and takes nothing for different from 0 without a reason that holds in every witness.
 */
import { FIELD_ORDER, mod } from "../../../prover/shared/field.ts";
import type { Constraint } from "../constraints.ts";
import {
  coefficientOf,
  combine,
  constantOf,
  directionOf,
  excludesZero,
  intervalOf,
  isConstant,
  signed,
} from "./expression.ts";
import { type Facts, linearOf } from "./facts.ts";

export type Rule = (facts: Facts, index: number) => void;

/** (x - 0)·(x - 1) = 0, however it is written: x is 0 or 1. */
const bit: Rule = (facts, index) => {
  const constraint = facts.system.constraints[index]!;
  if (facts.system.sizes[index] !== 1 || linearOf(constraint)) return;
  const wire = constraint.flat().find(([at]) => at !== 0)![0];
  const at = (value: bigint) => {
    const [a, b, c] = constraint.map((side) => constantOf(side) + value * coefficientOf(side, wire));
    return mod(a! * b! - c!);
  };
  if (at(0n) === 0n && at(1n) === 0n) facts.bound(wire, [0n, 1n]);
};

/** A sum in which one wire has no interval yet gives it one. */
const sumOfIntervals: Rule = (facts, index) => {
  const sum = linearOf(facts.system.constraints[index]!);
  const open = sum?.filter(([wire]) => wire !== 0 && facts.intervalOf(wire) === undefined);
  if (sum === undefined || open?.length !== 1) return;
  const [wire, factor] = open[0]!;
  if (signed(factor) !== 1n && signed(factor) !== -1n) return;
  const rest = sum.filter(([other]) => other !== wire).map(([at, by]) => [at, mod(-by * factor)] as const);
  const [low, high] = intervalOf(rest, facts.intervalOf)!;
  if (high - low < FIELD_ORDER) facts.bound(wire, [low, high]);
};

/** Digits: no two choices of the unknown wires, each within its interval, have one sum. */
const digits: Rule = (facts, index) => {
  const sum = linearOf(facts.system.constraints[index]!);
  if (sum === undefined) return;
  const unknown = sum.filter(([wire]) => !facts.isKnown(wire));
  const places: { weight: bigint; span: bigint }[] = [];
  for (const [wire, factor] of unknown) {
    const interval = facts.intervalOf(wire);
    if (interval === undefined) return;
    const weight = signed(factor);
    places.push({ weight: weight < 0n ? -weight : weight, span: interval[1] - interval[0] });
  }
  let below = 0n;
  for (const { weight, span } of places.sort((a, b) => (a.weight < b.weight ? -1 : 1))) {
    if (weight <= below) return;
    below += weight * span;
  }
  if (below < FIELD_ORDER) for (const [wire] of unknown) facts.determine(wire);
};

/**
 * The factor of the one unknown wire of a constraint, an expression over known ones; undefined if it stands on both
 * sides.
 */
function slopeOf([a, b, c]: Constraint, wire: number) {
  const [inA, inB, inC] = [a, b, c].map((side) => coefficientOf(side, wire));
  if (inA !== 0n && inB !== 0n) return undefined;
  const product = inA !== 0n ? combine(inA!, b, []) : combine(inB!, a, []);
  return combine(-1n, [[0, inC!]], product);
}

/**
 * One unknown wire, and its factor is not 0: a number, an expression whose interval excludes 0, or a divisor of a
 * number.
 */
const quotient: Rule = (facts, index) => {
  if (facts.unknownsOf(index) !== 1) return;
  const constraint = facts.system.constraints[index]!;
  const [wire] = facts.unknownIn(...constraint);
  const slope = slopeOf(constraint, wire!);
  if (slope === undefined || slope.length === 0) return;
  const interval = intervalOf(slope, facts.intervalOf);
  const isDivisor = isConstant(constraint[2]) && constantOf(constraint[2]) !== 0n;
  if (isConstant(slope) || isDivisor || (interval !== undefined && excludesZero(interval))) facts.determine(wire!);
};

/** As `quotient`, but the factor may be 0: where it is not, the wire has one value. */
export const quotientBySomething: Rule = (facts, index) => {
  if (facts.unknownsOf(index) !== 1) return;
  const constraint = facts.system.constraints[index]!;
  const [wire] = facts.unknownIn(...constraint);
  const slope = slopeOf(constraint, wire!);
  if (slope !== undefined && slope.length > 0) facts.determine(wire!);
};

/**
 * Two products with the same known side: a wire that has one value if that side is 0, and one if it is not, has one.
 */
const zeroOrNot: Rule = (facts, index) => {
  if (facts.unknownsOf(index) > 2 || facts.unknownsOf(index) === 0) return;
  const [a, b, c] = facts.system.constraints[index]!;
  for (const [side, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (isConstant(side) || facts.unknownIn(side).length > 0) continue;
    const direction = directionOf(side);
    const seen = facts.cases.get(direction) ?? { zero: new Set(), other: new Set() };
    facts.cases.set(direction, seen);
    const ifZero = facts.unknownIn(c);
    const ifNot = facts.unknownIn(other, c);
    if (ifZero.length === 1 && coefficientOf(c, ifZero[0]!) !== 0n) seen.zero.add(ifZero[0]!);
    if (ifNot.length === 1 && c.length === 0) seen.other.add(ifNot[0]!);
    for (const wire of seen.zero) if (seen.other.has(wire)) facts.determine(wire);
  }
};

export const RULES: readonly Rule[] = [bit, sumOfIntervals, quotient, digits, zeroOrNot];
