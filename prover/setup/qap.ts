import { FIELD_BYTES, FIELD_ORDER, inverse, mod, power } from "../shared/field.ts";
import { forEachTerm, type R1cs } from "./r1cs.ts";
import type { WasmCurve } from "./wasmCurve.ts";

/** One entry of the zkey's coefficient section: u32 matrix, u32 constraint, u32 signal, coefficient. */
const COEFFICIENT_BYTES = 12 + FIELD_BYTES;

/** The field's two-adicity is 28; 5 is the smallest non-residue, as in snarkjs. */
const TWO_ADICITY = 28;
const NON_RESIDUE = 5n;

const rootOfUnity = (log2: number): bigint =>
  power(power(NON_RESIDUE, (FIELD_ORDER - 1n) >> BigInt(TWO_ADICITY)), 1n << BigInt(TWO_ADICITY - log2));

/** log2 of the evaluation domain: every constraint, one row for each public signal, and one for the constant one. */
export const domainPower = (r1cs: { constraints: number; publicSignals: number }): number =>
  Math.floor(Math.log2(r1cs.constraints + r1cs.publicSignals)) + 1;

/**
 * `count` Lagrange polynomials of the domain of 2^log2 roots w^i at `tau`, times `factor`: those of i = first, first +
 * step, ... Each is (tau^n - 1) / n * w^i / (tau - w^i).
 *
 * @returns pointer to the values
 */
function lagrangeAt(
  curve: WasmCurve,
  tau: bigint,
  domain: { log2: number; first: number; step: number; count: number },
  factor = 1n,
): number {
  const size = 1n << BigInt(domain.log2);
  const scale = mod((power(tau, size) - 1n) * inverse(size) * factor);
  const root = rootOfUnity(domain.log2);
  const sub = curve.get("frm_sub");
  const mul = curve.get("frm_mul");
  const tauPointer = curve.scalar(tau);
  const step = curve.scalar(power(root, BigInt(domain.step)));
  const numerator = curve.scalar(mod(scale * power(root, BigInt(domain.first))));
  const node = curve.scalar(power(root, BigInt(domain.first)));
  const values = curve.allocate(domain.count * FIELD_BYTES);
  curve.reserve((domain.count + 1) * FIELD_BYTES);
  const end = values + domain.count * FIELD_BYTES;
  for (let value = values; value < end; value += FIELD_BYTES) {
    sub(tauPointer, node, value);
    mul(node, step, node);
  }
  curve.get("frm_batchInverse")(values, FIELD_BYTES, domain.count, values, FIELD_BYTES);
  for (let value = values; value < end; value += FIELD_BYTES) {
    mul(value, numerator, value);
    mul(numerator, step, numerator);
  }
  return values;
}

/** The polynomials of the prover's quotient: the odd ones of the domain of twice the size, times `factor`. */
export function quotientBasis(curve: WasmCurve, log2: number, tau: bigint, factor: bigint): number {
  return lagrangeAt(curve, tau, { log2: log2 + 1, first: 1, step: 2, count: 2 ** log2 }, factor);
}

/** Pointers to A_i(tau), B_i(tau), C_i(tau) for every wire i, and the content of the zkey's coefficient section. */
type Qap = { a: number; b: number; c: number; coefficients: Buffer };

/**
 * Evaluates the circuit's polynomials at `tau`. As snarkjs does, a row `signal * 0 = 0` is added for the constant one
 * and each public signal, which makes their A polynomials independent.
 */
export function evaluateQap(curve: WasmCurve, r1cs: R1cs, tau: bigint): Qap {
  const log2 = domainPower(r1cs);
  const basis = lagrangeAt(curve, tau, { log2, first: 0, step: 1, count: 2 ** log2 });
  const sums = [0, 1, 2].map(() => curve.allocate(r1cs.wires * FIELD_BYTES)) as [number, number, number];
  const value = curve.allocate(FIELD_BYTES);
  const product = curve.allocate(FIELD_BYTES);
  const coefficients = new CoefficientWriter(countCoefficients(r1cs));
  const valueBytes = curve.bytes(value, FIELD_BYTES);
  const toMontgomery = curve.get("frm_toMontgomery");
  const mul = curve.get("frm_mul");
  const add = curve.get("frm_add");

  const addTerm = (matrix: 0 | 1 | 2, row: number, wire: number, coefficient: Uint8Array) => {
    valueBytes.set(coefficient);
    toMontgomery(value, value);
    mul(value, basis + row * FIELD_BYTES, product);
    const sum = sums[matrix] + wire * FIELD_BYTES;
    add(sum, product, sum);
    if (matrix === 2) return;
    toMontgomery(value, value);
    coefficients.write(matrix, row, wire, valueBytes);
  };
  forEachTerm(r1cs, (matrix, row, wire, position) =>
    addTerm(matrix, row, wire, r1cs.body.subarray(position, position + FIELD_BYTES)),
  );
  const one = Uint8Array.of(1, ...new Uint8Array(FIELD_BYTES - 1));
  for (let wire = 0; wire <= r1cs.publicSignals; wire++) addTerm(0, r1cs.constraints + wire, wire, one);
  const [a, b, c] = sums;
  return { a, b, c, coefficients: coefficients.section };
}

function countCoefficients(r1cs: R1cs): number {
  let count = r1cs.publicSignals + 1;
  forEachTerm(r1cs, (matrix) => {
    if (matrix !== 2) count++;
  });
  return count;
}

/**
 * Fills the coefficient section: u32 count, then the entries, each coefficient times R^2 (twice in Montgomery form).
 */
class CoefficientWriter {
  readonly section: Buffer;
  readonly #view: DataView;
  #position = 4;

  constructor(count: number) {
    this.section = Buffer.alloc(4 + count * COEFFICIENT_BYTES);
    this.#view = new DataView(this.section.buffer, this.section.byteOffset, this.section.byteLength);
    this.#view.setUint32(0, count, true);
  }

  write(matrix: number, constraint: number, signal: number, coefficient: Uint8Array): void {
    this.#view.setUint32(this.#position, matrix, true);
    this.#view.setUint32(this.#position + 4, constraint, true);
    this.#view.setUint32(this.#position + 8, signal, true);
    this.section.set(coefficient, this.#position + 12);
    this.#position += COEFFICIENT_BYTES;
  }
}
