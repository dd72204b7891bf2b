import type { Contract } from "ethers";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployContracts } from "../../../prover/chain/deployment/deploy.ts";
import { readProof } from "../../../prover/groth16/proof.ts";
import { computeCircuitId, keyToWords, type VerificationKey } from "../../../prover/groth16/verificationKey.ts";
import { readPublicSignals, satisfiesPairing } from "../../../prover/groth16/verify.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { openContract, view } from "../../../prover/rpc/contract.ts";
import { inspectDocument } from "../../../prover/shared/document.ts";
import { BASE_ORDER, FIELD_ORDER, mod } from "../../../prover/shared/field.ts";
import {
  g1Words,
  g2Words,
  keyOfTrapdoor,
  malleate,
  OTHER_TRAPDOOR,
  simulate,
  TRAPDOOR,
  times,
  timesG2,
} from "../../support/simulator.ts";
import { OUTSIDE_SUBGROUP } from "../../support/twist.ts";

type Case = { words: bigint[]; signals: bigint[] };

const g2 = ([x1, x0, y1, y0]: bigint[]) =>
  [
    [x0!, x1!],
    [y0!, y1!],
  ] as const;
const g1 = ([x, y]: bigint[]) => [x!, y!] as const;

const simulated = keyOfTrapdoor(TRAPDOOR);
const KEY: VerificationKey = {
  alpha: g1(simulated.alpha),
  beta: g2(simulated.beta),
  gamma: g2(simulated.gamma),
  delta: g2(simulated.delta),
  ic: simulated.ic.map(g1),
};

let chain: Chain;
let verifier: Contract;

beforeAll(async () => {
  chain = await openChain({});
  const circuit = {
    circuitId: computeCircuitId(KEY),
    entries: 16,
    setup: "development",
    keyWords: keyToWords(KEY),
  } as const;
  const { deployment } = await deployContracts(chain, [circuit]);
  verifier = await openContract(chain, "Groth16Verifier", deployment.circuits[0]!.verifier);
});

afterAll(() => chain.close());

const onChain = ({ words, signals: [commitment, pageDigest] }: Case) =>
  view(verifier, "verify", words, { commitment, pageDigest });

/** The library reads decimals as snarkjs writes them, whatever their size, and goes on only if it refused none. */
function offChain({ words, signals }: Case): boolean {
  const [ax, ay, bx1, bx0, by1, by0, cx, cy] = words.map(String);
  const document = {
    a: [ax, ay],
    b: [
      [bx0, bx1],
      [by0, by1],
    ],
    c: [cx, cy],
  };
  const read = inspectDocument((reader) => ({
    proof: readProof(reader, document, "$"),
    publicSignals: readPublicSignals(reader, signals.map(String), "$"),
  }));
  return "value" in read && satisfiesPairing(KEY, read.value.publicSignals, read.value.proof);
}

test("the library computes the circuit id that the contract computes", async () => {
  expect(await view(verifier, "circuitId")).toBe(computeCircuitId(KEY));
});

test("both accept every proof of a true statement, re-randomised proofs included", async () => {
  const signals: [bigint, bigint] = [3n, 5n];
  for (const words of [simulate(TRAPDOOR, signals), ...Object.values(malleate(TRAPDOOR, signals))]) {
    expect(await onChain({ words, signals })).toBe(true);
    expect(offChain({ words, signals })).toBe(true);
  }
});

const signal = fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n });
const scalar = fc.bigInt({ min: 1n, max: FIELD_ORDER - 1n });

/** A change to a valid proof or its signals; a few of them change nothing. */
const change: fc.Arbitrary<(valid: Case) => Case> = fc.oneof(
  fc.constant((valid: Case) => valid),
  fc
    .tuple(fc.nat(7), fc.constantFrom(1n, -1n, BASE_ORDER, FIELD_ORDER, 1n << 255n))
    .map(([i, by]) => ({ words, signals }: Case) => ({
      words: words.with(i, mod(words[i]! + by, 1n << 256n)),
      signals,
    })),
  fc
    .tuple(fc.nat(1), fc.constantFrom(1n, -1n, FIELD_ORDER, BASE_ORDER))
    .map(([i, by]) => ({ words, signals }: Case) => ({
      words,
      signals: signals.with(i, mod(signals[i]! + by, 1n << 256n)),
    })),
  fc.tuple(fc.nat(7), fc.nat(7)).map(([i, j]) => ({ words, signals }: Case) => ({
    words: words.with(i, words[j]!).with(j, words[i]!),
    signals,
  })),
  fc.constantFrom(1, 3, 5, 7).map((i) => ({ words, signals }: Case) => ({
    words: words.with(i, mod(-words[i]!, BASE_ORDER)),
    signals,
  })),
  scalar.map((by) => ({ words, signals }: Case) => ({ words: [...g1Words(times(by)), ...words.slice(2)], signals })),
  scalar.map((by) => ({ words, signals }: Case) => ({ words: [...words.slice(0, 6), ...g1Words(times(by))], signals })),
  scalar.map((by) => ({ words, signals }: Case) => ({
    words: [...words.slice(0, 2), ...g2Words(timesG2(by)), ...words.slice(6)],
    signals,
  })),
  fc.constant(({ words, signals }: Case) => ({
    words: [...words.slice(0, 2), ...OUTSIDE_SUBGROUP, ...words.slice(6)],
    signals,
  })),
  fc.constantFrom<[number, number]>([0, 2], [2, 6], [6, 8], [0, 8]).map(([from, to]) => ({ words, signals }: Case) => ({
    words: words.fill(0n, from, to),
    signals,
  })),
  fc.constant(({ words, signals }: Case) => ({ words, signals: signals.toReversed() })),
  fc.constant(({ signals }: Case) => ({ words: simulate(OTHER_TRAPDOOR, signals as [bigint, bigint]), signals })),
);

test("contract and library come to the same verdict on every changed proof", async () => {
  const seen = { true: 0, false: 0 };
  await fc.assert(
    fc.asyncProperty(signal, signal, change, async (commitment, pageDigest, apply) => {
      const changed = apply({ words: simulate(TRAPDOOR, [commitment, pageDigest]), signals: [commitment, pageDigest] });
      const verdict = await onChain(changed);
      expect(offChain(changed)).toBe(verdict);
      seen[verdict ? "true" : "false"]++;
    }),
    { numRuns: 200 },
  );
  expect(seen.true).toBeGreaterThan(5);
  expect(seen.false).toBeGreaterThan(50);
});
