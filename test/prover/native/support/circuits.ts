import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as snarkjs from "snarkjs";
import { type CircuitInput, calculateWitness } from "../../../../prover/groth16/prover/witness.ts";
import { compileCircuit } from "../../../../prover/setup/compile.ts";
import { FIELD_ORDER } from "../../../../prover/shared/field.ts";
import { memoize } from "../../../../prover/shared/promises.ts";
import { PROJECT_ROOT } from "../../../../prover/shared/root.ts";

const FOLDER = join(import.meta.dirname, "../circuits");

/** The powers of tau of a real ceremony, 2^12. */
export const PTAU = join(PROJECT_ROOT, "node_modules/circomkit/ptau/powersOfTau28_hez_final_12.ptau");

const WEIGHED = (1n << 100n) + 5n;

/** Small circuits and an input of each, chosen for what their witnesses and keys look like. */
export const CIRCUITS: Readonly<Record<string, CircuitInput>> = {
  multiplier: { a: 3n, b: 11n },
  bits: { value: WEIGHED, bit: Array.from({ length: 200 }, (_, i) => (WEIGHED >> BigInt(i)) & 1n) },
  powers: { x: 12345n },
  dense: { x: Array.from({ length: 40 }, (_, i) => (BigInt(i * i) + FIELD_ORDER - 5n) % FIELD_ORDER) },
  twins: {
    x: 5n,
    twin: Array<bigint>(30).fill(7n),
    opposite: Array.from({ length: 30 }, (_, i) => (i % 2 ? 3n : FIELD_ORDER - 3n)),
  },
};

export type Prepared = { r1cs: string; zkey: string; wtns: string };

/** Compiles a circuit, and makes snarkjs's key and witness for it, once for all back ends. */
export const prepare = memoize(async (name: string): Promise<Prepared> => {
  const { r1cs, wasm } = await compileCircuit(join(FOLDER, `${name}.circom`));
  const folder = join(PROJECT_ROOT, "build/native/tests");
  mkdirSync(folder, { recursive: true });
  const zkey = join(folder, `${name}.${process.pid}.zkey`);
  const wtns = join(folder, `${name}.${process.pid}.wtns`);
  await snarkjs.zKey.newZKey(r1cs, PTAU, zkey);
  writeFileSync(wtns, await calculateWitness(wasm, CIRCUITS[name]!));
  return { r1cs, zkey, wtns };
});

type Curve = { Fr: { random(): unknown; e(value: bigint): unknown } };

/** snarkjs's proof with its two random elements replaced. */
export async function proveWithSnarkjs({ zkey, wtns }: Prepared, r: bigint, s: bigint) {
  const curve = (await snarkjs.curves.getCurveFromName("bn128")) as unknown as Curve;
  const random = curve.Fr.random;
  const drawn = [r, s].map((value) => curve.Fr.e(value));
  curve.Fr.random = () => drawn.shift();
  try {
    return await snarkjs.groth16.prove(zkey, wtns);
  } finally {
    curve.Fr.random = random;
  }
}
