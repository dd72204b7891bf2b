import { afterAll, beforeAll, expect, test } from "vitest";
import { trustedKey } from "../../../prover/bundle/pinned.ts";
import { deployVerifier } from "../../../prover/chain/deployment/deploy.ts";
import {
  computeCircuitId,
  readVerificationKey,
  type VerificationKey,
  verificationKeyToSnarkjs,
} from "../../../prover/groth16/verificationKey.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { inspectDocument } from "../../../prover/shared/document.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { BASE_ORDER, FIELD_ORDER } from "../../../prover/shared/field.ts";
import { simulatedKey } from "../../support/evidence.ts";
import { circuitIdOf, keyOfTrapdoor, keyWords, TRAPDOOR, type Trapdoor } from "../../support/simulator.ts";
import { OUTSIDE_SUBGROUP } from "../../support/twist.ts";

// Every way in which a key can be unfit, through the library's border and the contract's constructor: one verdict.

let chain: Chain;
beforeAll(async () => {
  chain = await openChain({});
});
afterAll(() => chain.close());

/** The 20 words of a key: alpha, beta, gamma, delta, IC. */
type Words = readonly bigint[];
const wordsOf = (changed: Partial<Trapdoor>): Words => keyWords(keyOfTrapdoor({ ...TRAPDOOR, ...changed }));
const GOOD = wordsOf({});
const SPANS: Record<string, [from: number, to: number]> = {
  alpha: [0, 2],
  beta: [2, 6],
  gamma: [6, 10],
  delta: [10, 14],
  "IC[0]": [14, 16],
  "IC[1]": [16, 18],
  "IC[2]": [18, 20],
};
const put = (words: Words, at: number, part: readonly bigint[]) => words.toSpliced(at, part.length, ...part);
const { gamma, ic } = TRAPDOOR;
const [i0, i1, i2] = ic;

const FIT: [string, Words][] = [
  ["the simulator's", GOOD],
  ["gamma the generator, as snarkjs makes it", wordsOf({ gamma: 1n })],
  ["beta equal to gamma", wordsOf({ beta: gamma })],
  ["beta equal to delta", wordsOf({ beta: TRAPDOOR.delta })],
  ["alpha equal to a point of IC", wordsOf({ alpha: i1 })],
  ["delta twice gamma", wordsOf({ delta: 2n * gamma })],
  ["one point of IC twice another", wordsOf({ ic: [i0, i1, 2n * i1] })],
];

const WEAK: [string, Words][] = [
  ["delta equal to gamma", wordsOf({ delta: gamma })],
  ["delta the opposite of gamma", wordsOf({ delta: FIELD_ORDER - gamma })],
  ["IC[0] equal to IC[1]", wordsOf({ ic: [i1, i1, i2] })],
  ["IC[0] opposite to IC[1]", wordsOf({ ic: [FIELD_ORDER - i1, i1, i2] })],
  ["IC[0] equal to IC[2]", wordsOf({ ic: [i2, i1, i2] })],
  ["IC[0] opposite to IC[2]", wordsOf({ ic: [FIELD_ORDER - i2, i1, i2] })],
  ["IC[1] equal to IC[2]", wordsOf({ ic: [i0, i2, i2] })],
  ["IC[1] opposite to IC[2]", wordsOf({ ic: [i0, FIELD_ORDER - i2, i2] })],
];

const BAD_POINTS: [string, Words][] = Object.entries(SPANS).flatMap(([name, [from, to]]) => [
  [`${name} at infinity`, put(GOOD, from, Array<bigint>(to - from).fill(0n))] as [string, Words],
  [`${name} off its curve`, GOOD.with(from, (GOOD[from]! + 1n) % BASE_ORDER)] as [string, Words],
  ...GOOD.slice(from, to).map((word, i): [string, Words] => [
    `word ${i} of ${name} not below the field's order`,
    GOOD.with(from + i, word + BASE_ORDER),
  ]),
  ...(to - from === 4 ? [[`${name} outside the subgroup`, put(GOOD, from, OUTSIDE_SUBGROUP)] as [string, Words]] : []),
]);

/** The words as the library has a key, whatever is wrong with them. */
function keyOf(words: Words): VerificationKey {
  const g1 = (at: number) => [words[at]!, words[at + 1]!] as const;
  const g2 = (at: number) =>
    [
      [words[at + 1]!, words[at]!],
      [words[at + 3]!, words[at + 2]!],
    ] as const;
  return { alpha: g1(0), beta: g2(2), gamma: g2(6), delta: g2(10), ic: [14, 16, 18].map(g1) };
}

/**
 * The document of a key, without the product of alpha and beta, which bad points do not have and which may be left
 * out.
 */
function documentOf(words: Words): unknown {
  const { vk_alphabeta_12: _, ...fields } = verificationKeyToSnarkjs(simulatedKey());
  const key = keyOf(words);
  const g1 = (point: readonly bigint[]) => [...point.map(String), "1"];
  const g2 = (point: readonly (readonly bigint[])[]) => [...point.map((pair) => pair.map(String)), ["1", "0"]];
  return {
    ...fields,
    vk_alpha_1: g1(key.alpha),
    vk_beta_2: g2(key.beta),
    vk_gamma_2: g2(key.gamma),
    vk_delta_2: g2(key.delta),
    IC: key.ic.map(g1),
  };
}

const inLibrary = (words: Words) =>
  "value" in inspectDocument((reader) => readVerificationKey(reader, documentOf(words), "$"));

async function inContract(words: Words): Promise<boolean> {
  try {
    await deployVerifier(chain, {
      circuitId: computeCircuitId(keyOf(words)),
      keyWords: words,
      entries: 16,
      setup: "ceremony",
    });
    return true;
  } catch (error) {
    if (error instanceof DisjointError && error.kind === "chain") return false;
    throw error;
  }
}

test.each(FIT)("a key with %s is taken by both", async (_, words) => {
  expect(computeCircuitId(keyOf(words))).toBe(circuitIdOf({ ...keyOfTrapdoor(TRAPDOOR), ...partsOf(words) }));
  expect({ library: inLibrary(words), contract: await inContract(words) }).toEqual({ library: true, contract: true });
});

test.each([...WEAK, ...BAD_POINTS])("a key with %s is refused by both", async (_, words) => {
  expect({ library: inLibrary(words), contract: await inContract(words) }).toEqual({ library: false, contract: false });
});

test.each(WEAK)("refuses to pin a key with %s, however it was read", (_, words) => {
  const key = keyOf(words);
  const good = keyOf(GOOD);
  const pinned = [key, good].map((each) => ({ kind: "exclusion" as const, key: each, pageSize: 16 }));
  const trusted = (each: VerificationKey) =>
    trustedKey(pinned, { kind: "exclusion", pageSize: 16, circuitId: computeCircuitId(each) });
  expect([trusted(key), trusted(good)]).toEqual([undefined, good]);
});

const partsOf = (words: Words) => ({
  alpha: words.slice(0, 2),
  beta: words.slice(2, 6),
  gamma: words.slice(6, 10),
  delta: words.slice(10, 14),
  ic: [14, 16, 18].map((at) => words.slice(at, at + 2)),
});
