import { afterAll, beforeAll, expect, test } from "vitest";
import { g1Words, g2Words } from "../../prover/accumulator/hashes.ts";
import { areDisjoint, type DisjointnessClaim } from "../../prover/accumulator/verify.ts";
import { deployContract } from "../../prover/chain/deployment/deploy.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { openContract } from "../../prover/rpc/contract.ts";
import { DisjointError } from "../../prover/shared/errors.ts";
import { claimOf, draw, g1, g2 } from "../prover/accumulator/known.ts";
import { FULL } from "../support/full.ts";
import { random } from "../support/random.ts";

const PROOFS = FULL ? 2_000 : 60;

let chain: Chain;
beforeAll(async () => {
  chain = await openChain({});
});
afterAll(() => chain?.close());

/** Claims with other points, or with a coordinate that no point has. */
const DAMAGES: readonly ((claim: DisjointnessClaim, other: DisjointnessClaim) => DisjointnessClaim)[] = [
  (claim) => claim,
  (claim, other) => ({ ...claim, accumulator: other.accumulator }),
  (claim, other) => ({ ...claim, list: other.list }),
  (claim, other) => ({ ...claim, proof: other.proof }),
  (claim, other) => ({ ...claim, proof: { ...claim.proof, p: other.proof.p } }),
  (claim, other) => ({ ...claim, proof: { ...claim.proof, q: other.proof.q } }),
  (claim) => ({ ...claim, accumulator: claim.proof.q, proof: { ...claim.proof, q: claim.accumulator } }),
  (claim) => ({ ...claim, list: claim.proof.p, proof: { ...claim.proof, p: claim.list } }),
  (claim) => ({ ...claim, proof: { p: g2(1n), q: g1(1n) } }),
  ({ accumulator: [x, y], ...claim }) => ({ ...claim, accumulator: [x, y + 1n] }),
  (claim) => ({ ...claim, accumulator: [0n, 0n] }),
  ({ list: [x, y], ...claim }) => ({ ...claim, list: [x, [y[0], y[1] + 1n]] }),
];

/** Points that no group has are refused by an error; the library and the contract each have their own. */
function isTakenByLibrary(claim: DisjointnessClaim): boolean {
  try {
    return areDisjoint(claim);
  } catch (error) {
    if (error instanceof DisjointError) return false;
    throw error;
  }
}

test("the contract and the library agree on good and damaged proofs", { timeout: 3_600_000 }, async () => {
  const { address } = await deployContract(chain, "DisjointnessVerifier", [`0x${"12".repeat(32)}`]);
  const verifier = await openContract(chain, "DisjointnessVerifier", address);
  const isTakenByContract = async ({ accumulator, list, proof: { p, q } }: DisjointnessClaim) => {
    const shards = [{ accumulator: g1Words(accumulator), p: g2Words(p), q: g1Words(q) }];
    const struct = { list: `0x${"00".repeat(32)}`, epoch: 1, added: false, accumulator: g2Words(list), shards };
    try {
      return (await verifier.getFunction("verify").staticCall([struct])) as boolean;
    } catch (error) {
      if (verifier.interface.parseError((error as { data: string }).data)?.name === "InvalidPoint") return false;
      throw error;
    }
  };
  const next = random(7);
  let taken = 0;
  for (let i = 0; i < PROOFS; i++) {
    const damage = i % 4 === 0 ? DAMAGES[0]! : DAMAGES[Math.floor(next() * DAMAGES.length)]!;
    const claim = damage(claimOf(draw()), claimOf(draw()));
    const verdict = isTakenByLibrary(claim);
    expect(await isTakenByContract(claim), String(damage)).toBe(verdict);
    if (verdict) taken++;
  }
  expect(taken).toBeGreaterThanOrEqual(PROOFS / 4);
  expect(taken).toBeLessThan(PROOFS);
});
