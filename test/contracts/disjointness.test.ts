import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Contract } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commitmentOf, g1Words, g2Words } from "../../prover/accumulator/hashes.ts";
import { allDisjoint, type DisjointnessClaim } from "../../prover/accumulator/verify.ts";
import { disjointnessBundleToJson } from "../../prover/bundle/disjointness.ts";
import { deployContract } from "../../prover/chain/deployment/deploy.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { openContract } from "../../prover/rpc/contract.ts";
import { DisjointError } from "../../prover/shared/errors.ts";
import { claimOf, draw, g1, g2, randomScalar } from "../prover/accumulator/known.ts";
import { folderWith } from "../support/folder.ts";
import { FULL } from "../support/full.ts";
import { exitCodeOf } from "../support/inProcess.ts";
import { random } from "../support/random.ts";

const PROOFS = FULL ? 2_000 : 60;
const POWERS = `0x${"12".repeat(32)}`;

let chain: Chain;
beforeAll(async () => {
  chain = await openChain({});
});
afterAll(() => chain?.close());

/** A claim with other points, or with a coordinate that no point has. */
type Damage = (claim: DisjointnessClaim, other: DisjointnessClaim) => DisjointnessClaim;
const DAMAGES: readonly Damage[] = [
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

/** Claims about one shard and one list or two, which then have the same P; one of them is damaged, or none. */
function drawClaims(next: () => number, damage: Damage): DisjointnessClaim[] {
  const all = draw(3, 5);
  const second = { ...all, entries: all.entries.slice(2), sigma: randomScalar() };
  const lists = next() < 0.5 ? [all] : [{ ...all, entries: all.entries.slice(0, 3) }, second];
  const claims = lists.map((list) => claimOf(list, all));
  const at = Math.floor(next() * claims.length);
  const damaged = damage(claims[at]!, claimOf(draw()));
  return claims.map((claim, i) => ({ ...(i === at ? damaged : claim), accumulator: damaged.accumulator }));
}

/** Points that no group has are refused by an error; the library and the contract each have their own. */
function areTakenByLibrary(claims: readonly DisjointnessClaim[]): boolean {
  try {
    return allDisjoint(claims);
  } catch (error) {
    if (error instanceof DisjointError) return false;
    throw error;
  }
}

async function areTakenByContract(verifier: Contract, claims: readonly DisjointnessClaim[]): Promise<boolean> {
  const structs = claims.map(({ accumulator, list, proof: { p, q } }) => {
    const shards = [{ accumulator: g1Words(accumulator), p: g2Words(p), q: g1Words(q) }];
    return { list: `0x${"00".repeat(32)}`, epoch: 1, added: false, accumulator: g2Words(list), shards };
  });
  try {
    return (await verifier.getFunction("verify").staticCall(structs)) as boolean;
  } catch (error) {
    if (verifier.interface.parseError((error as { data: string }).data)?.name === "InvalidPoint") return false;
    throw error;
  }
}

/** The claims as a bundle. A refusal has exit code 1 (the proof) or 3 (the file). */
async function areTakenByCommand(file: string, claims: readonly DisjointnessClaim[]): Promise<boolean> {
  const { accumulator } = claims[0]!;
  const bundle = disjointnessBundleToJson({
    commitment: commitmentOf(POWERS, accumulator),
    powers: POWERS,
    accumulator,
    scheme: "sha256",
    blocklist: { name: "opt-outs", root: "ab".repeat(32) },
    statements: claims.map(({ list, proof }, i) => ({ from: i, to: i + 1, list, proof })),
  });
  await writeFile(file, JSON.stringify(bundle));
  const code = await exitCodeOf(["verify", file, "--powers-id", POWERS]);
  expect([0, 1, 3]).toContain(code);
  return code === 0;
}

test("contract, library and command line agree on good and damaged proofs", { timeout: 7_200_000 }, async () => {
  const { address } = await deployContract(chain, "DisjointnessVerifier", [POWERS]);
  const verifier = await openContract(chain, "DisjointnessVerifier", address);
  const file = join(folderWith(), "bundle.json");
  const next = random(7);
  let taken = 0;
  for (let i = 0; i < PROOFS; i++) {
    const damage = i % 4 === 0 ? DAMAGES[0]! : DAMAGES[Math.floor(next() * DAMAGES.length)]!;
    const claims = drawClaims(next, damage);
    const verdict = areTakenByLibrary(claims);
    expect(await areTakenByContract(verifier, claims), String(damage)).toBe(verdict);
    expect(await areTakenByCommand(file, claims), String(damage)).toBe(verdict);
    if (verdict) taken++;
  }
  expect(taken).toBeGreaterThanOrEqual(PROOFS / 4);
  expect(taken).toBeLessThan(PROOFS);
});
