import { beforeAll, expect, test } from "vitest";
import { allSatisfyPairing, type ProvedSignals } from "../../../prover/groth16/batch.ts";
import { toG1 } from "../../../prover/groth16/points.ts";
import { prove } from "../../../prover/groth16/prover/prove.ts";
import type { Artifacts } from "../../../prover/setup/verifiedArtifacts.ts";
import { productArtifacts, productInput } from "../../support/groth16.ts";

let artifacts: Artifacts;
let proofs: ProvedSignals[];

beforeAll(async () => {
  artifacts = await productArtifacts();
  proofs = await Promise.all([1n, 2n, 3n, 4n].map((left) => prove(artifacts, productInput(left))));
});

const hold = (changed: ProvedSignals[]) => allSatisfyPairing(artifacts.key, changed);

test("good proofs hold together, in any number and order, and none show nothing", () => {
  expect(hold(proofs)).toBe(true);
  expect(hold(proofs.toReversed())).toBe(true);
  expect(hold([proofs[0]!, proofs[0]!])).toBe(true);
  expect(hold(proofs.slice(0, 1))).toBe(true);
  expect(hold([])).toBe(false);
});

test("one false proof anywhere makes the whole false", () => {
  for (const i of proofs.keys()) {
    const [left, right] = proofs[i]!.publicSignals as [bigint, bigint];
    expect(hold(proofs.with(i, { ...proofs[i]!, publicSignals: [left, right + 1n] }))).toBe(false);
    expect(hold(proofs.with(i, { ...proofs[i]!, proof: proofs[(i + 1) % 4]!.proof }))).toBe(false);
    expect(hold(proofs.with(i, { ...proofs[i]!, publicSignals: [left] }))).toBe(false);
  }
});

test("errors that cancel out in a plain product do not", () => {
  const [one, two] = proofs as [ProvedSignals, ProvedSignals];
  const shift = toG1([1n, 2n]);
  const moved = (proved: ProvedSignals, by: typeof shift): ProvedSignals => {
    const { x, y } = toG1(proved.proof.c).add(by).toAffine();
    return { ...proved, proof: { ...proved.proof, c: [x, y] } };
  };
  expect(hold([moved(one, shift), moved(two, shift.negate())])).toBe(false);
});
