import { join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { beforeAll, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../../prover/accumulator/engine.ts";
import { allDisjoint, type DisjointnessClaim } from "../../../prover/accumulator/verify.ts";
import { type G2, toG1, toG2 } from "../../../prover/groth16/points.ts";
import { bigIntToBytesBE, inverse, mod } from "../../../prover/shared/field.ts";
import { folderWith } from "../../support/folder.ts";
import { expectedAt } from "../native/support/accumulators.ts";
import { toBytes } from "../native/support/elements.ts";
import { draw, g1, g2, randomScalar, TAU } from "./known.ts";
import { knownPowers } from "./knownPowers.ts";

/** One shard and one list: what differs from proof to proof is the salt and the blinding. */
const STATEMENT = draw(4, 3);
const LIST: G2 = g2(expectedAt(TAU, STATEMENT).b);
const SAMPLES = 240;
/** Pairings and verifications are slow: these are fewer. */
const PAIRINGS = 48;
const ACCEPTED = 16;
const BUCKETS = 8;

/**
 * Two samples of the same distribution exceed this with a probability of 10^-9: the quantile of chi-square with 7
 * degrees of freedom.
 */
const CRITICAL = 55.6;

/** Knows tau, and no key: draws A and P, and solves the equation for Q. */
function simulate(): DisjointnessClaim {
  const a = randomScalar();
  const p = randomScalar();
  const b = expectedAt(TAU, { ...STATEMENT, keys: [] }).b;
  return { accumulator: g1(a), list: LIST, proof: { p: g2(p), q: g1(mod((1n - a * p) * inverse(b))) } };
}

/** The engine's proofs of the statement, each with a fresh salt. */
async function prove(engine: Engine, blinding: () => bigint, count: number): Promise<DisjointnessClaim[]> {
  const claims: DisjointnessClaim[] = [];
  const entries = toBytes(STATEMENT.entries);
  const coefficients = join(folderWith(), "coefficients");
  for (let i = 0; i < count; i++) {
    const keys = toBytes(STATEMENT.keys);
    const accumulator = await engine.accumulateKeys({ keys, multiplier: randomScalar(), coefficients });
    const shards = [{ coefficients, blinding: blinding() }];
    const [result] = await engine.proveDisjoint({ entries, multiplier: STATEMENT.sigma, shards });
    if ("common" in result!) throw new Error("the sets have nothing in common");
    claims.push({ accumulator, list: LIST, proof: result!.proof });
  }
  return claims;
}

type Coordinates = (claim: DisjointnessClaim) => readonly bigint[];

const ELEMENTS: Record<string, Coordinates> = {
  A: ({ accumulator }) => accumulator,
  P: ({ proof }) => proof.p.flat(),
  Q: ({ proof }) => proof.q,
  "all three": ({ accumulator, proof }) => [...accumulator, ...proof.p.flat(), ...proof.q],
};

/** What the two halves of the equation have in common: constant without the blinding, whatever the salt is. */
const pairingOfAP: Coordinates = ({ accumulator, proof }) =>
  [...bn254.fields.Fp12.toBytes(bn254.pairing(toG1(accumulator), toG2(proof.p)))].map(BigInt);

/** How many of a sample's hashes fall into each bucket. */
function count(claims: readonly DisjointnessClaim[], of: Coordinates): number[] {
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const claim of claims) {
    const hash = keccak_256(Buffer.concat(of(claim).map((value) => bigIntToBytesBE(value))));
    counts[hash.at(-1)! % BUCKETS]!++;
  }
  return counts;
}

/** The statistic of two samples of equal size (Pearson): sum of (r - s)^2 / (r + s) over the buckets. */
const chiSquare = (one: readonly number[], two: readonly number[]): number =>
  one.reduce((sum, r, i) => sum + (r - two[i]!) ** 2 / Math.max(r + two[i]!, 1), 0);

describe("a proof says nothing but that the sets are disjoint", () => {
  const simulated = Array.from({ length: SAMPLES }, simulate);
  let simulatedPairings: number[];

  beforeAll(() => {
    simulatedPairings = count(simulated.slice(0, PAIRINGS), pairingOfAP);
  });

  const open = () => openEngine(knownPowers(folderWith(), 5, 5));

  it("who knows tau makes accepted proofs without a key", () => {
    expect(allDisjoint(simulated.slice(0, ACCEPTED))).toBe(true);
  });

  it("the engine's have the same distribution", async () => {
    const real = await prove(open(), randomScalar, SAMPLES);
    expect(allDisjoint(real.slice(0, ACCEPTED))).toBe(true);
    for (const [name, of] of Object.entries(ELEMENTS))
      expect(chiSquare(count(real, of), count(simulated, of)), name).toBeLessThan(CRITICAL);
    expect(chiSquare(count(real.slice(0, PAIRINGS), pairingOfAP), simulatedPairings)).toBeLessThan(CRITICAL);
  });

  it("without the blinding they have another: the statistic finds it", async () => {
    const bare = await prove(open(), () => 0n, PAIRINGS);
    expect(allDisjoint(bare.slice(0, ACCEPTED))).toBe(true);
    expect(chiSquare(count(bare, pairingOfAP), simulatedPairings)).toBeGreaterThan(CRITICAL);
  });
});
