import { describe, expect, it, test } from "vitest";
import { checkedG1, checkedG2, fromPointG1, fromPointG2 } from "../../../prover/accumulator/points.ts";
import { accumulatorOfKey, allDisjoint, areDisjoint, isMember } from "../../../prover/accumulator/verify.ts";
import type { G1, G2 } from "../../../prover/groth16/points.ts";
import { BASE_ORDER } from "../../../prover/shared/field.ts";
import { codeOf } from "../../support/errors.ts";
import { OUTSIDE_SUBGROUP } from "../../support/twist.ts";
import { claimOf, draw, g1, g2, tau } from "./known.ts";

const [x1, x0, y1, y0] = OUTSIDE_SUBGROUP as [bigint, bigint, bigint, bigint];
const [[good0, good1], goodY] = g2(5n);
const [x, y] = g1(5n);

const BAD_G1: [string, string, G1][] = [
  ["infinity", "accumulator/infinity", [0n, 0n]],
  ["a point off the curve", "accumulator/not-on-curve", [x, y + 1n]],
  ["x + q", "accumulator/not-canonical", [x + BASE_ORDER, y]],
  ["y - q", "accumulator/not-canonical", [x, y - BASE_ORDER]],
  ["infinity as (q, q)", "accumulator/not-canonical", [BASE_ORDER, BASE_ORDER]],
];

const BAD_G2: [string, string, G2][] = [
  [
    "infinity",
    "accumulator/infinity",
    [
      [0n, 0n],
      [0n, 0n],
    ],
  ],
  ["a point off the twist", "accumulator/not-on-curve", [[good1, good0], goodY]],
  [
    "a point of the twist outside the subgroup",
    "accumulator/not-in-subgroup",
    [
      [x0, x1],
      [y0, y1],
    ],
  ],
  ["x.c0 + q", "accumulator/not-canonical", [[good0 + BASE_ORDER, good1], goodY]],
  ["x.c1 + q", "accumulator/not-canonical", [[good0, good1 + BASE_ORDER], goodY]],
  [
    "-y.c1",
    "accumulator/not-canonical",
    [
      [good0, good1],
      [goodY[0], -goodY[1]],
    ],
  ],
];

test("good points come back as they were", () => {
  for (const scalar of [1n, 2n, 12345n]) {
    expect(fromPointG1(checkedG1(g1(scalar), "it"))).toEqual(g1(scalar));
    expect(fromPointG2(checkedG2(g2(scalar), "it"))).toEqual(g2(scalar));
  }
});

describe("in every place of a claim or a disclosure", () => {
  const claim = claimOf(draw());
  const both = (changed: typeof claim) => [() => areDisjoint(changed), () => allDisjoint([claim, changed])];

  it.each(BAD_G1)("%s is refused in G1: %s", async (_, code, bad) => {
    const attempts = [
      ...both({ ...claim, accumulator: bad }),
      ...both({ ...claim, proof: { ...claim.proof, q: bad } }),
      () => isMember(bad, 1n, g1(2n), tau),
      () => isMember(claim.accumulator, 1n, bad, tau),
    ];
    for (const attempt of attempts) expect(await codeOf(attempt)).toBe(code);
  });

  it.each(BAD_G2)("%s is refused in G2: %s", async (_, code, bad) => {
    const attempts = [
      ...both({ ...claim, list: bad }),
      ...both({ ...claim, proof: { ...claim.proof, p: bad } }),
      () => isMember(claim.accumulator, 1n, g1(2n), { g2: bad }),
      () => accumulatorOfKey(1n, { g2: bad }),
    ];
    for (const attempt of attempts) expect(await codeOf(attempt)).toBe(code);
  });
});
