import { FIELD_BYTES } from "../shared/field.ts";
import type { WasmCurve } from "./wasmCurve.ts";

const WINDOW_BITS = 12;
const WINDOWS = Math.ceil(254 / WINDOW_BITS);
const WINDOW = 1 << WINDOW_BITS;
const BATCH = 4096;

/** Bytes of one affine point: two coordinates. */
export const POINT_BYTES = { g1: 2 * FIELD_BYTES, g2: 4 * FIELD_BYTES };

/**
 * Multiplies one generator by many scalars: a table of every multiple of 2^(12 j), 22 mixed additions a scalar, and one
 * inversion for a batch of results.
 */
export class FixedBase {
  readonly #curve: WasmCurve;
  readonly #pointBytes: number;
  readonly #sumBytes: number;
  readonly #add: (sum: number, point: number, result: number) => void;
  readonly #setZero: (sum: number) => void;
  readonly #table: number;
  readonly #sums: number;
  readonly #batchToAffine: (sums: number, count: number, points: number) => void;

  constructor(curve: WasmCurve, group: "g1" | "g2") {
    this.#curve = curve;
    this.#pointBytes = POINT_BYTES[group];
    this.#sumBytes = (this.#pointBytes * 3) / 2;
    this.#add = curve.get(`${group}m_addMixed`);
    this.#setZero = curve.get(`${group}m_zero`);
    this.#batchToAffine = curve.get(`${group}m_batchToAffine`);
    this.#table = curve.allocate(WINDOWS * WINDOW * this.#pointBytes);
    this.#sums = curve.allocate(BATCH * this.#sumBytes);
    this.#fillTable(curve.generators[group]);
  }

  /** Window j holds k * 2^(12 j) * generator at index k; index 0 is infinity and never used. */
  #fillTable(generator: number): void {
    const base = this.#curve.allocate(this.#pointBytes);
    this.#toAffine(generator, 1, base);
    for (let window = 0; window < WINDOWS; window++) {
      this.#setZero(this.#sums);
      for (let k = 1; k < WINDOW; k++) this.#add(this.#sum(k - 1), base, this.#sum(k));
      this.#toAffine(this.#sums, WINDOW, this.#entry(window, 0));
      this.#add(this.#sum(WINDOW - 1), base, this.#sums);
      this.#toAffine(this.#sums, 1, base);
    }
  }

  #toAffine(sums: number, count: number, points: number): void {
    this.#curve.reserve(2 * (count + 1) * this.#pointBytes);
    this.#batchToAffine(sums, count, points);
  }

  #sum(index: number): number {
    return this.#sums + index * this.#sumBytes;
  }

  #entry(window: number, index: number): number {
    return this.#table + (window * WINDOW + index) * this.#pointBytes;
  }

  /**
   * Multiplies `count` canonical scalars that lie at `scalars`.
   *
   * @yields affine points in Montgomery form, (0, 0) for infinity; valid until the next ones are asked for
   */
  *multiply(scalars: number, count: number): Generator<Uint8Array> {
    for (let start = 0; start < count; start += BATCH) {
      const size = Math.min(BATCH, count - start);
      const view = new DataView(this.#curve.memory.buffer, scalars + start * FIELD_BYTES, size * FIELD_BYTES);
      for (let i = 0; i < size; i++) this.#multiplyOne(view, i * FIELD_BYTES, this.#sum(i));
      this.#toAffine(this.#sums, size, this.#sums);
      yield this.#curve.bytes(this.#sums, size * this.#pointBytes);
    }
  }

  #multiplyOne(view: DataView, scalar: number, sum: number): void {
    this.#setZero(sum);
    for (let window = 0; window < WINDOWS; window++) {
      const digit = digitAt(view, scalar, window * WINDOW_BITS);
      if (digit !== 0) this.#add(sum, this.#entry(window, digit), sum);
    }
  }
}

/** The 12 bits of a scalar from bit `bit` on, read from the four bytes around them. */
function digitAt(view: DataView, scalar: number, bit: number): number {
  const byte = Math.min(bit >> 3, FIELD_BYTES - 4);
  return (view.getUint32(scalar + byte, true) >>> (bit - 8 * byte)) & (WINDOW - 1);
}
