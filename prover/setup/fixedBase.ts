import { FIELD_BYTES } from "../shared/field.ts";
import type { WasmCurve } from "./wasmCurve.ts";

const SCALAR_BITS = 254;
const BATCH = 4096;

/** Bits of a window: a large table pays off only for many scalars. */
const windowBitsFor = (scalars: number): number => (scalars < BATCH ? 6 : 12);

/** Bytes of one affine point: two coordinates. */
export const POINT_BYTES = { g1: 2 * FIELD_BYTES, g2: 4 * FIELD_BYTES };

/**
 * Multiplies one generator by many scalars: a table of every multiple of 2^(bits j), one mixed addition per window (22
 * of 12 bits), and one inversion per batch of results.
 */
export class FixedBase {
  readonly #curve: WasmCurve;
  readonly #windowBits: number;
  readonly #windows: number;
  readonly #pointBytes: number;
  readonly #sumBytes: number;
  readonly #add: (sum: number, point: number, result: number) => void;
  readonly #setZero: (sum: number) => void;
  readonly #table: number;
  readonly #sums: number;
  readonly #batchToAffine: (sums: number, count: number, points: number) => void;

  /** @param scalars expected number of scalars */
  constructor(curve: WasmCurve, group: "g1" | "g2", scalars: number) {
    this.#curve = curve;
    this.#windowBits = windowBitsFor(scalars);
    this.#windows = Math.ceil(SCALAR_BITS / this.#windowBits);
    this.#pointBytes = POINT_BYTES[group];
    this.#sumBytes = (this.#pointBytes * 3) / 2;
    this.#add = curve.get(`${group}m_addMixed`);
    this.#setZero = curve.get(`${group}m_zero`);
    this.#batchToAffine = curve.get(`${group}m_batchToAffine`);
    this.#table = curve.allocate(this.#windows * this.#windowSize * this.#pointBytes);
    this.#sums = curve.allocate(BATCH * this.#sumBytes);
    this.#fillTable(curve.generators[group]);
  }

  get #windowSize(): number {
    return 1 << this.#windowBits;
  }

  /** Window j holds k * 2^(bits j) * generator at index k; index 0 is infinity and never used. */
  #fillTable(generator: number): void {
    const base = this.#curve.allocate(this.#pointBytes);
    this.#toAffine(generator, 1, base);
    const size = this.#windowSize;
    for (let window = 0; window < this.#windows; window++) {
      this.#setZero(this.#sums);
      for (let k = 1; k < size; k++) this.#add(this.#sum(k - 1), base, this.#sum(k));
      this.#toAffine(this.#sums, size, this.#entry(window, 0));
      this.#add(this.#sum(size - 1), base, this.#sums);
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
    return this.#table + (window * this.#windowSize + index) * this.#pointBytes;
  }

  /**
   * Multiplies `count` canonical scalars in memory at `scalars`.
   *
   * @yields affine points in Montgomery form, (0, 0) for infinity; valid until the next batch is requested
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
    for (let window = 0; window < this.#windows; window++) {
      const digit = digitAt(view, scalar, window * this.#windowBits, this.#windowBits);
      if (digit !== 0) this.#add(sum, this.#entry(window, digit), sum);
    }
  }
}

/** `count` bits (at most 16) of a scalar from bit `from` on, read from the four bytes around them. */
function digitAt(view: DataView, scalar: number, from: number, count: number): number {
  const byte = Math.min(from >> 3, FIELD_BYTES - 4);
  return (view.getUint32(scalar + byte, true) >>> (from - 8 * byte)) & ((1 << count) - 1);
}
