import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as snarkjs from "snarkjs";
import { afterAll, expect, test } from "vitest";
import { makeDevelopmentSetup } from "../../../prover/setup/development.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { memoize } from "../../../prover/shared/promises.ts";
import { folderWith } from "../../support/folder.ts";
import { CIRCUITS, PTAU, prepare } from "./support/circuits.ts";
import { randomElement } from "./support/elements.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

afterAll(async () => {
  await (await snarkjs.curves.getCurveFromName("bn128")).terminate();
});

/** A trapdoor and the key that the other development set-up makes with it, once for all back ends. */
const references = memoize(async (name: string) => {
  const { r1cs } = await prepare(name);
  const [tau, alpha, beta, gamma, delta] = Array.from({ length: 5 }, () => randomElement(FIELD_ORDER));
  const trapdoor = { tau: tau!, alpha: alpha!, beta: beta!, gamma: gamma!, delta: delta! };
  const expected = join(folderWith(), "expected.zkey");
  await makeDevelopmentSetup(r1cs, expected, { trapdoor });
  return { trapdoor, expected: readFileSync(expected) };
});

await describeKernels("set-up", ({ native }: Kernel) => {
  for (const name of Object.keys(CIRCUITS)) {
    test(`${name}: the same trapdoor gives the bytes of the other development set-up`, async () => {
      const { r1cs } = await prepare(name);
      const { trapdoor, expected } = await references(name);
      const zkey = join(folderWith(), "native.zkey");
      await native.developmentSetup({ r1cs, zkey, trapdoor });
      expect(readFileSync(zkey).equals(expected)).toBe(true);
    });

    test(`${name}: the powers of tau give the bytes of snarkjs's key`, async () => {
      const { r1cs, zkey: expected } = await prepare(name);
      const zkey = join(folderWith(), "native.zkey");
      await native.ceremonySetup({ r1cs, ptau: PTAU, zkey });
      expect(readFileSync(zkey).equals(readFileSync(expected))).toBe(true);
    });
  }

  test("a ceremony key passes snarkjs's verification once somebody has contributed", async () => {
    const { r1cs } = await prepare("dense");
    const folder = folderWith();
    const first = join(folder, "0.zkey");
    const second = join(folder, "1.zkey");
    await native.ceremonySetup({ r1cs, ptau: PTAU, zkey: first });
    await snarkjs.zKey.contribute(first, second, "test", "some entropy");
    expect(await snarkjs.zKey.verifyFromR1cs(r1cs, PTAU, second)).toBe(true);
  });

  test("a development key proves and verifies with snarkjs", async () => {
    const { r1cs, wtns } = await prepare("dense");
    const zkey = join(folderWith(), "native.zkey");
    await native.developmentSetup({ r1cs, zkey });
    const { proof, publicSignals } = await snarkjs.groth16.prove(zkey, wtns);
    const key = await snarkjs.zKey.exportVerificationKey(zkey);
    expect(key.vk_gamma_2).not.toEqual(key.vk_delta_2);
    expect(await snarkjs.groth16.verify(key, publicSignals, proof)).toBe(true);
    expect(await snarkjs.groth16.verify(key, ["1", ...publicSignals.slice(1)], proof)).toBe(false);
  });

  test("a trapdoor with a repeated, zero or root element is refused, and no file is left", async () => {
    const { r1cs } = await prepare("multiplier");
    const zkey = join(folderWith(), "native.zkey");
    const good = { tau: 11n, alpha: 12n, beta: 13n, gamma: 14n, delta: 15n };
    for (const change of [{ gamma: 15n }, { delta: 0n }, { tau: 1n }, { tau: FIELD_ORDER - 1n }]) {
      const setup = native.developmentSetup({ r1cs, zkey, trapdoor: { ...good, ...change } });
      await expect(setup).rejects.toMatchObject({ code: "native/bad-trapdoor" });
    }
    expect(existsSync(zkey)).toBe(false);
  });
});
