import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import * as snarkjs from "snarkjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { memoize } from "../../../prover/shared/promises.ts";
import { folderWith } from "../../support/folder.ts";
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

/** Coefficients of the matrix A as a zkey has them: row, signal 0, and a value of its own. */
const many = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, i) => {
    const bytes = Buffer.alloc(44);
    bytes.writeUInt32LE(Math.floor((i * 32) / count), 4);
    bytes.writeUInt32LE(i + 1, 12);
    return bytes;
  });

/** A zkey with other coefficients in its section 4. */
function withCoefficients(zkey: Buffer, coefficients: readonly Buffer[]): Buffer {
  for (let at = 12; ; at += 12 + Number(zkey.readBigUInt64LE(at + 4))) {
    if (zkey.readUInt32LE(at) !== 4) continue;
    const rest = zkey.subarray(at + 12 + Number(zkey.readBigUInt64LE(at + 4)));
    const head = Buffer.alloc(16);
    head.writeUInt32LE(4);
    head.writeBigUInt64LE(BigInt(4 + 44 * coefficients.length), 4);
    head.writeUInt32LE(coefficients.length, 12);
    return Buffer.concat([zkey.subarray(0, at), head, ...coefficients, rest]);
  }
}

await describeKernels("proofs", ({ native }: Kernel) => {
  for (const name of Object.keys(CIRCUITS))
    test(`${name}: equal to snarkjs's for the same r and s`, async () => {
      const files = prepared.get(name)!;
      for (const { r, s, expected } of await references(name))
        expect(await native.prove({ ...files, r, s })).toEqual(expected);
    });

  for (const name of Object.keys(CIRCUITS))
    test(`${name}: equal with compact matrices, made and read`, async () => {
      const files = { ...prepared.get(name)!, r: 5n, s: 6n };
      const matrices = join(folderWith(), "matrices");
      const expected = await native.prove(files);
      expect(await native.prove({ ...files, matrices })).toEqual(expected);
      expect(await native.prove({ ...files, matrices })).toEqual(expected);
    });

  test("damaged matrices are made again", async () => {
    const files = { ...prepared.get("dense")!, r: 5n, s: 6n, matrices: join(folderWith(), "matrices") };
    const expected = await native.prove(files);
    const made = readFileSync(files.matrices);
    const middle = made.length >> 1;
    for (const damaged of [
      made.subarray(0, -1),
      Buffer.concat([made, Buffer.alloc(1)]),
      made.with(middle, made[middle]! ^ 1),
      Buffer.alloc(0),
    ]) {
      writeFileSync(files.matrices, damaged);
      expect(await native.prove(files)).toEqual(expected);
      expect(readFileSync(files.matrices)).toEqual(made);
    }
  });

  test("matrices of another circuit are replaced, and where none can be written the key has them", async () => {
    const matrices = join(folderWith(), "matrices");
    const [dense, powers] = ["dense", "powers"].map((name) => ({ ...prepared.get(name)!, r: 5n, s: 6n }));
    await native.prove({ ...dense!, matrices });
    expect(await native.prove({ ...powers!, matrices })).toEqual(await native.prove(powers!));
    const nowhere = join(folderWith(), "no/folder/matrices");
    expect(await native.prove({ ...powers!, matrices: nowhere })).toEqual(await native.prove(powers!));
  });

  test("matrices of too many values, or in another order than snarkjs's, have no compact form", async () => {
    const { zkey, wtns } = prepared.get("dense")!;
    for (const rows of [many(70_000), many(70).reverse()]) {
      const folder = folderWith();
      const key = join(folder, "key");
      const matrices = join(folder, "matrices");
      writeFileSync(key, withCoefficients(readFileSync(zkey), rows));
      const expected = await native.prove({ zkey: key, wtns, r: 5n, s: 6n });
      expect(await native.prove({ zkey: key, matrices, wtns, r: 5n, s: 6n })).toEqual(expected);
      expect(existsSync(matrices)).toBe(false);
    }
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
