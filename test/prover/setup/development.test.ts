import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zKey } from "snarkjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { G1Point, G2Point } from "../../../prover/groth16/points.ts";
import { verificationKeyToSnarkjs } from "../../../prover/groth16/verificationKey.ts";
import { loadNative } from "../../../prover/native/index.ts";
import { type CompiledCircuit, compileCircuit } from "../../../prover/setup/compile.ts";
import { makeDevelopmentSetup } from "../../../prover/setup/development.ts";
import { forEachTerm, readR1cs } from "../../../prover/setup/r1cs.ts";
import { readSection, readSections } from "../../../prover/setup/sections.ts";
import { readZkey } from "../../../prover/setup/zkey.ts";
import { BASE_ORDER, bytesToBigIntLE, FIELD_ORDER, inverse, mod, power } from "../../../prover/shared/field.ts";
import { endSnarkjs, PRODUCT } from "../../support/groth16.ts";

const TRAPDOOR = { tau: 1234567n, alpha: 3n, beta: FIELD_ORDER - 5n, gamma: 7n ** 40n, delta: 11n ** 60n };
const DOMAIN = 32;

let folder: string;
let circuit: CompiledCircuit;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "development-"));
  circuit = await compileCircuit(PRODUCT);
  await makeDevelopmentSetup(circuit.r1cs, at("known.zkey"), { trapdoor: TRAPDOOR });
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
  await endSnarkjs();
});

test("the same trapdoor gives the same bytes, no trapdoor gives a new key each time", async () => {
  await makeDevelopmentSetup(circuit.r1cs, at("again.zkey"), { trapdoor: TRAPDOOR });
  await makeDevelopmentSetup(circuit.r1cs, at("one.zkey"));
  await makeDevelopmentSetup(circuit.r1cs, at("two.zkey"));
  const [known, again, one, two] = await Promise.all(
    ["known", "again", "one", "two"].map((name) => readFile(at(`${name}.zkey`))),
  );
  expect(again!.equals(known!)).toBe(true);
  expect(one!.equals(two!)).toBe(false);
  expect(one!.length).toBe(known!.length);
}, 60_000);

/** The native kernel, where it has been built. */
const KERNELS = [loadNative()].flatMap((kernel) => (kernel === undefined ? [] : [kernel]));

test.each(KERNELS)("the kernel ($backend) writes the same bytes", async (kernel) => {
  await kernel.developmentSetup({ r1cs: circuit.r1cs, zkey: at("kernel.zkey"), trapdoor: TRAPDOOR });
  expect((await readFile(at("kernel.zkey"))).equals(await readFile(at("known.zkey")))).toBe(true);
});

test("the verification key is the one that snarkjs exports", async () => {
  const { key, ...rest } = await readZkey(at("known.zkey"));
  expect(verificationKeyToSnarkjs(key)).toEqual(await zKey.exportVerificationKey(at("known.zkey")));
  expect(rest).toEqual({ wires: 25, publicSignals: 2, domain: DOMAIN, contributions: [] });
});

/** Lagrange polynomial `index` of the domain of `size` roots of unity at tau, as the product that defines it. */
function lagrange(size: number, index: number): bigint {
  const root = power(5n, (FIELD_ORDER - 1n) / BigInt(size));
  const roots = Array.from({ length: size }, (_, i) => power(root, BigInt(i)));
  const own = roots[index]!;
  return roots.reduce(
    (product, other, i) =>
      i === index ? product : mod(product * mod(TRAPDOOR.tau - other) * inverse(mod(own - other))),
    1n,
  );
}

/** A_i, B_i, C_i of every wire at tau, straight from the definition. */
async function referenceSums(): Promise<{ a: bigint; b: bigint; c: bigint }[]> {
  const r1cs = await readR1cs(circuit.r1cs);
  const basis = Array.from({ length: DOMAIN }, (_, i) => lagrange(DOMAIN, i));
  const sums = Array.from({ length: r1cs.wires }, () => [0n, 0n, 0n] as [bigint, bigint, bigint]);
  forEachTerm(r1cs, (matrix, row, wire, position) => {
    sums[wire]![matrix] += bytesToBigIntLE(r1cs.body, position) * basis[row]!;
  });
  for (let wire = 0; wire <= r1cs.publicSignals; wire++) sums[wire]![0] += basis[r1cs.constraints + wire]!;
  return sums.map(([a, b, c]) => ({ a: mod(a), b: mod(b), c: mod(c) }));
}

const MONTGOMERY_INVERSE = inverse(1n << 256n, BASE_ORDER);

/** The coordinates of one section as integers. */
async function coordinates(section: number): Promise<bigint[]> {
  const file = await open(at("known.zkey"));
  const bytes = await readSection(file, await readSections(file, "zkey", "key"), section);
  await file.close();
  return Array.from({ length: bytes.length / 32 }, (_, i) =>
    mod(bytesToBigIntLE(bytes, 32 * i) * MONTGOMERY_INVERSE, BASE_ORDER),
  );
}

const g1 = (scalar: bigint): bigint[] => {
  const { x, y } = G1Point.BASE.multiplyUnsafe(scalar).toAffine();
  return [x, y];
};
const g2 = (scalar: bigint): bigint[] => {
  const { x, y } = G2Point.BASE.multiplyUnsafe(scalar).toAffine();
  return [x.c0, x.c1, y.c0, y.c1];
};

test("every point is the one that Groth16 defines", async () => {
  const sums = await referenceSums();
  const { alpha, beta, gamma, delta } = TRAPDOOR;
  const joined = sums.map(({ a, b, c }) => beta * a + alpha * b + c);
  const quotient = Array.from({ length: DOMAIN }, (_, i) => lagrange(2 * DOMAIN, 2 * i + 1));
  const sections = await Promise.all([3, 5, 6, 7, 8, 9].map(coordinates));
  expect(sections).toEqual([
    joined.slice(0, 3).flatMap((sum) => g1(mod(sum * inverse(gamma)))),
    sums.flatMap(({ a }) => g1(a)),
    sums.flatMap(({ b }) => g1(b)),
    sums.flatMap(({ b }) => g2(b)),
    joined.slice(3).flatMap((sum) => g1(mod(sum * inverse(delta)))),
    quotient.flatMap((value) => g1(mod(value * inverse(delta)))),
  ]);
});
