import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import * as snarkjs from "snarkjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { memoize } from "../../../prover/shared/promises.ts";
import { CIRCUITS, type Prepared, prepare, proveWithSnarkjs } from "./support/circuits.ts";
import { randomElement } from "./support/elements.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

const prepared = new Map<string, Prepared>();

/** Values of r and s, and snarkjs's proof with them, made once for all back ends. */
const references = memoize(async (name: string) => {
  const random = () => randomElement(FIELD_ORDER);
  const blindings = [
    [0n, 0n],
    [1n, FIELD_ORDER - 1n],
    [random(), random()],
  ] as const;
  const made = [];
  for (const [r, s] of blindings) made.push({ r, s, expected: await proveWithSnarkjs(prepared.get(name)!, r, s) });
  return made;
});

beforeAll(async () => {
  for (const name of Object.keys(CIRCUITS)) prepared.set(name, await prepare(name));
});
afterAll(async () => {
  await (await snarkjs.curves.getCurveFromName("bn128")).terminate();
});

await describeKernels("proofs", ({ native }: Kernel) => {
  for (const name of Object.keys(CIRCUITS))
    test(`${name}: equal to snarkjs's for the same r and s`, async () => {
      const files = prepared.get(name)!;
      for (const { r, s, expected } of await references(name))
        expect(await native.prove({ ...files, r, s })).toEqual(expected);
    });

  test("random blinding: two proofs of one witness differ and both verify", async () => {
    const files = prepared.get("dense")!;
    const key = await snarkjs.zKey.exportVerificationKey(files.zkey);
    const first = await native.prove(files);
    const second = await native.prove({ ...files, wtns: readFileSync(files.wtns) });
    expect(first.proof).not.toEqual(second.proof);
    for (const { proof, publicSignals } of [first, second])
      expect(await snarkjs.groth16.verify(key, publicSignals, proof)).toBe(true);
  });

  test("the bytes of a witness stay alive while a proof is made, whatever else holds them", async () => {
    const { zkey, wtns } = prepared.get("dense")!;
    const expected = await native.prove({ zkey, wtns, r: 5n, s: 6n });
    const proofs = Array.from({ length: 8 }, () => native.prove({ zkey, wtns: readFileSync(wtns), r: 5n, s: 6n }));
    for (let i = 0; i < 64; i++) Buffer.alloc(1 << 20, i);
    for (const proof of await Promise.all(proofs)) expect(proof).toEqual(expected);
  });

  test("more threads than processors change nothing", async () => {
    const files = prepared.get("powers")!;
    const proofs = [];
    for (const threads of [1, 2, cpus().length + 3])
      proofs.push(await native.prove({ ...files, r: 5n, s: 6n, threads }));
    expect(new Set(proofs.map((proof) => JSON.stringify(proof))).size).toBe(1);
  });

  test("a signal that is already aborted stops the work", async () => {
    const reason = new Error("enough");
    await expect(native.prove({ ...prepared.get("powers")!, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("a witness of another circuit is refused", async () => {
    const { zkey } = prepared.get("powers")!;
    const { wtns } = prepared.get("bits")!;
    await expect(native.prove({ zkey, wtns })).rejects.toMatchObject({
      code: "native/wrong-witness",
      kind: "artifact",
    });
  });
});
