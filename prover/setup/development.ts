import { randomBytes } from "node:crypto";
import {
  BASE_ORDER,
  bigIntToBytesLE,
  bytesToBigIntLE,
  FIELD_BYTES,
  FIELD_ORDER,
  inverse,
  power,
} from "../shared/field.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { FixedBase, POINT_BYTES } from "./fixedBase.ts";
import { domainPower, evaluateQap, quotientBasis } from "./qap.ts";
import { type R1cs, readR1cs } from "./r1cs.ts";
import { type SectionContent, u32, whole, writeSections } from "./sections.ts";
import { WasmCurve } from "./wasmCurve.ts";

/** The zkey's number for the protocol, and the length of the circuit hash before the contributions (BLAKE2b-512). */
const GROTH16 = 1;
const CIRCUIT_HASH_BYTES = 64;

/** The secret of a trusted setup. Anyone who knows it can prove anything, so it is drawn, used and discarded. */
type Trapdoor = { tau: bigint; alpha: bigint; beta: bigint; gamma: bigint; delta: bigint };

type DevelopmentSetupOptions = {
  /** For tests only: a known trapdoor makes the key worthless and its bytes reproducible. */
  trapdoor?: Trapdoor;
  onProgress?: OnProgress;
};

/**
 * Makes a proving key from a random trapdoor instead of a ceremony (Groth16, https://eprint.iacr.org/2016/260): every
 * polynomial is evaluated at tau first, so each point costs one fixed-base multiplication.
 *
 * The file is a zkey as snarkjs writes it, with sections 1 to 10 in order, a circuit hash of zeros and no contribution.
 */
export async function makeDevelopmentSetup(r1csPath: string, zkeyPath: string, options: DevelopmentSetupOptions = {}) {
  const onProgress = options.onProgress ?? silent;
  onProgress({ stage: "keys", done: 0, what: "evaluating the circuit at a random point" });
  const r1cs = await readR1cs(r1csPath);
  const sections = await zkeySections(r1cs, options.trapdoor ?? randomTrapdoor(domainPower(r1cs)));
  const total = sections.reduce((sum, { size }) => sum + size, 0);
  await writeSections(zkeyPath, "zkey", sections, (done) =>
    onProgress({ stage: "keys", done, total, what: "writing the development key" }),
  );
}

/** Draws a trapdoor of distinct, non-zero elements with tau outside the evaluation domain. */
function randomTrapdoor(log2: number): Trapdoor {
  const [tau, alpha, beta, gamma, delta] = Array.from({ length: 5 }, randomScalar) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const distinct = new Set([0n, tau, alpha, beta, gamma, delta]).size === 6;
  if (distinct && power(tau, 1n << BigInt(log2 + 1)) !== 1n) return { tau, alpha, beta, gamma, delta };
  return randomTrapdoor(log2);
}

/** A uniform field element: 254 random bits, drawn again until they are below the order. */
function randomScalar(): bigint {
  for (;;) {
    const value = bytesToBigIntLE(randomBytes(FIELD_BYTES)) >> 2n;
    if (value < FIELD_ORDER) return value;
  }
}

async function zkeySections(r1cs: R1cs, trapdoor: Trapdoor): Promise<SectionContent[]> {
  const { tau, alpha, beta, gamma, delta } = trapdoor;
  const curve = await WasmCurve.create();
  const log2 = domainPower(r1cs);
  const { a, b, c, coefficients } = evaluateQap(curve, r1cs, tau);
  const publicWires = r1cs.publicSignals + 1;
  const privateWires = r1cs.wires - publicWires;
  const offset = publicWires * FIELD_BYTES;
  combine(curve, { a, b, c, count: publicWires }, trapdoor, inverse(gamma));
  combine(curve, { a: a + offset, b: b + offset, c: c + offset, count: privateWires }, trapdoor, inverse(delta));
  const quotient = quotientBasis(curve, log2, tau, inverse(delta));
  for (const vector of [a, b, c]) toCanonical(curve, vector, r1cs.wires);
  toCanonical(curve, quotient, 2 ** log2);
  const fixed = [alpha, beta, gamma, delta].map((value) => curve.scalar(value)) as [number, number, number, number];
  for (const scalar of fixed) toCanonical(curve, scalar, 1);

  const bases = { g1: new FixedBase(curve, "g1", r1cs.wires), g2: new FixedBase(curve, "g2", r1cs.wires) };
  const point = (group: "g1" | "g2", scalar: number) => bases[group].multiply(scalar, 1).next().value!.slice();
  const points = (type: number, group: "g1" | "g2", scalars: number, count: number): SectionContent => ({
    type,
    size: count * POINT_BYTES[group],
    chunks: bases[group].multiply(scalars, count),
  });
  const [alphaAt, betaAt, gammaAt, deltaAt] = fixed;
  const header = [
    u32(FIELD_BYTES),
    bigIntToBytesLE(BASE_ORDER),
    u32(FIELD_BYTES),
    bigIntToBytesLE(FIELD_ORDER),
    u32(r1cs.wires),
    u32(r1cs.publicSignals),
    u32(2 ** log2),
    point("g1", alphaAt),
    point("g1", betaAt),
    point("g2", betaAt),
    point("g2", gammaAt),
    point("g1", deltaAt),
    point("g2", deltaAt),
  ];
  return [
    whole(1, u32(GROTH16)),
    whole(2, Buffer.concat(header)),
    points(3, "g1", c, publicWires),
    whole(4, coefficients),
    points(5, "g1", a, r1cs.wires),
    points(6, "g1", b, r1cs.wires),
    points(7, "g2", b, r1cs.wires),
    points(8, "g1", c + offset, privateWires),
    points(9, "g1", quotient, 2 ** log2),
    whole(10, Buffer.alloc(CIRCUIT_HASH_BYTES + 4)),
  ];
}

/** c_i = (beta a_i + alpha b_i + c_i) * factor, which binds the three sums of a wire together. */
function combine(
  curve: WasmCurve,
  wires: { a: number; b: number; c: number; count: number },
  { alpha, beta }: Trapdoor,
  factor: bigint,
): void {
  const mul = curve.get("frm_mul");
  const add = curve.get("frm_add");
  const [alphaAt, betaAt, factorAt, product] = [alpha, beta, factor, 0n].map((value) => curve.scalar(value)) as [
    number,
    number,
    number,
    number,
  ];
  for (let offset = 0; offset < wires.count * FIELD_BYTES; offset += FIELD_BYTES) {
    const sum = wires.c + offset;
    mul(wires.a + offset, betaAt, product);
    add(sum, product, sum);
    mul(wires.b + offset, alphaAt, product);
    add(sum, product, sum);
    mul(sum, factorAt, sum);
  }
}

const toCanonical = (curve: WasmCurve, scalars: number, count: number) =>
  curve.get("frm_batchFromMontgomery")(scalars, count, scalars);
