import { join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { beforeAll, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../../prover/accumulator/engine.ts";
import { allDisjoint, type DisjointnessClaim } from "../../../prover/accumulator/verify.ts";
import { type G2, toG1, toG2 } from "../../../prover/groth16/points.ts";
import { bigIntToBytesBE, inverse, mod } from "../../../prover/shared/field.ts";
import { folderWith } from "../../support/folder.ts";
import { FULL } from "../../support/full.ts";
import { expectedAt } from "../native/support/accumulators.ts";
import { toBytes } from "../native/support/elements.ts";
import { draw, g1, g2, randomScalar, TAU } from "./known.ts";
import { knownPowers } from "./knownPowers.ts";

/** One shard, and two lists that have an entry in common: what differs each time is the salt and the blinding. */
const STATEMENT = draw(4, 5);
const LISTS = [
  { ...STATEMENT, entries: STATEMENT.entries.slice(0, 3) },
  { ...STATEMENT, entries: STATEMENT.entries.slice(2), sigma: randomScalar() },
];
const POINTS: readonly G2[] = LISTS.map((list) => g2(expectedAt(TAU, list).b));
const SAMPLES = FULL ? 240 : 120;
/** Pairings and verifications are slow: these are fewer. */
const PAIRINGS = 48;
const ACCEPTED = 16;
const BUCKETS = 8;

/**
 * Two samples of the same distribution exceed this with a probability of 10^-9: the quantile of chi-square with 7
 * degrees of freedom.
 */
const CRITICAL = 55.6;

/** What is published about the shard: a proof against each list, with the same P. */
type Published = readonly [DisjointnessClaim, DisjointnessClaim];

/** Knows tau, and no key: draws A and P, and solves the equation of each list for its Q. */
function simulate(): Published {
  const a = randomScalar();
  const p = randomScalar();
  const claims = LISTS.map((list, i) => {
    const { b } = expectedAt(TAU, { ...list, keys: [] });
    return { accumulator: g1(a), list: POINTS[i]!, proof: { p: g2(p), q: g1(mod((1n - a * p) * inverse(b))) } };
  });
  return [claims[0]!, claims[1]!];
}

/** The engine's proofs, each time with a fresh salt. */
async function prove(engine: Engine, blinding: () => bigint, count: number): Promise<Published[]> {
  const published: Published[] = [];
  const lists = LISTS.map(({ entries, sigma }) => ({ entries: toBytes(entries), multiplier: sigma }));
  const coefficients = join(folderWith(), "coefficients");
  for (let i = 0; i < count; i++) {
    const keys = toBytes(STATEMENT.keys);
    const accumulator = await engine.accumulateKeys({ keys, multiplier: randomScalar(), coefficients });
    const shards = [{ coefficients, blinding: blinding() }];
    const [result] = await engine.proveDisjoint({ lists, shards });
    if ("common" in result!) throw new Error("the sets have nothing in common");
    const [first, second] = result!.proofs.map((proof, at) => ({ accumulator, list: POINTS[at]!, proof }));
    published.push([first!, second!]);
  }
  return published;
}

type Coordinates = (published: Published) => readonly bigint[];

const ELEMENTS: Record<string, Coordinates> = {
  A: ([{ accumulator }]) => accumulator,
  P: ([{ proof }]) => proof.p.flat(),
  "Q of the first list": ([{ proof }]) => proof.q,
  "Q of the second list": ([, { proof }]) => proof.q,
  "both Q": (claims) => claims.flatMap(({ proof }) => proof.q),
  "all of them": ([first, second]) => [
    ...first.accumulator,
    ...first.proof.p.flat(),
    ...first.proof.q,
    ...second.proof.q,
  ],
};

/** What the two halves of the equation have in common: constant without the blinding, whatever the salt is. */
const pairingOfAP: Coordinates = ([{ accumulator, proof }]) =>
  [...bn254.fields.Fp12.toBytes(bn254.pairing(toG1(accumulator), toG2(proof.p)))].map(BigInt);

/** How many of a sample's hashes fall into each bucket. */
function count(sample: readonly Published[], of: Coordinates): number[] {
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const published of sample) {
    const hash = keccak_256(Buffer.concat(of(published).map((value) => bigIntToBytesBE(value))));
    counts[hash.at(-1)! % BUCKETS]!++;
  }
  return counts;
}

/** The statistic of two samples of equal size (Pearson): sum of (r - s)^2 / (r + s) over the buckets. */
const chiSquare = (one: readonly number[], two: readonly number[]): number =>
  one.reduce((sum, r, i) => sum + (r - two[i]!) ** 2 / Math.max(r + two[i]!, 1), 0);

describe("proofs that share P say nothing but that the sets are disjoint", () => {
  const simulated = Array.from({ length: SAMPLES }, simulate);
  let simulatedPairings: number[];

  beforeAll(() => {
    simulatedPairings = count(simulated.slice(0, PAIRINGS), pairingOfAP);
  });

  const open = () => openEngine(knownPowers(folderWith(), 8, 7));

  it("anyone who knows tau can make accepted proofs without a key", () => {
    expect(allDisjoint(simulated.slice(0, ACCEPTED).flat())).toBe(true);
  });

  it("the engine's proofs have the same distribution", async () => {
    const real = await prove(open(), randomScalar, SAMPLES);
    expect(allDisjoint(real.slice(0, ACCEPTED).flat())).toBe(true);
    for (const [name, of] of Object.entries(ELEMENTS))
      expect(chiSquare(count(real, of), count(simulated, of)), name).toBeLessThan(CRITICAL);
    expect(chiSquare(count(real.slice(0, PAIRINGS), pairingOfAP), simulatedPairings)).toBeLessThan(CRITICAL);
  });

  it("without the blinding they have another one, which the statistic detects", async () => {
    const bare = await prove(open(), () => 0n, PAIRINGS);
    expect(allDisjoint(bare.slice(0, ACCEPTED).flat())).toBe(true);
    expect(chiSquare(count(bare, pairingOfAP), simulatedPairings)).toBeGreaterThan(CRITICAL);
  });
});
