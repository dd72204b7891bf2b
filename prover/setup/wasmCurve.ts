import { bigIntToBytesLE, FIELD_BYTES } from "../shared/field.ts";
import { loadSnarkjs } from "../shared/snarkjs.ts";

const PAGE_BYTES = 1 << 16;

/**
 * snarkjs's BN254 arithmetic in WebAssembly, with its own memory, addressed directly.
 *
 * A pointer is a byte offset into that memory. Field elements are 32 bytes in Montgomery form unless stated otherwise.
 * Points are affine (x, y) or Jacobian (x, y, z); G2 coordinates are two field elements (c0, c1).
 */
export class WasmCurve {
  readonly memory: WebAssembly.Memory;
  readonly generators: { g1: number; g2: number };
  readonly #functions: Record<string, (...pointers: number[]) => number>;

  private constructor(
    memory: WebAssembly.Memory,
    functions: Record<string, (...pointers: number[]) => number>,
    generators: { g1: number; g2: number },
  ) {
    this.memory = memory;
    this.#functions = functions;
    this.generators = generators;
  }

  static async create(): Promise<WasmCurve> {
    const { curves } = await loadSnarkjs();
    const { tm } = await curves.getCurveFromName("bn128", { singleThread: true });
    const memory = new WebAssembly.Memory({ initial: 32, maximum: 65536 });
    const { instance } = await WebAssembly.instantiate(new Uint8Array(tm.code), { env: { memory } });
    const functions = instance.exports as Record<string, (...pointers: number[]) => number>;
    return new WasmCurve(memory, functions, { g1: tm.pG1gen, g2: tm.pG2gen });
  }

  /** One exported function by its name in wasmcurves, such as `frm_mul(a, b, result)`. */
  get(name: string): (...pointers: number[]) => number {
    return this.#functions[name]!;
  }

  /** Allocates zeroed memory that is never freed. This may detach earlier views of the memory. */
  allocate(bytes: number): number {
    const free = new Uint32Array(this.memory.buffer, 0, 1);
    const pointer = Math.ceil(free[0]! / FIELD_BYTES) * FIELD_BYTES;
    free[0] = pointer + bytes;
    this.reserve(0);
    this.bytes(pointer, bytes).fill(0);
    return pointer;
  }

  /** Makes sure that a function can use `bytes` of scratch memory after everything allocated. */
  reserve(bytes: number): void {
    const needed = new Uint32Array(this.memory.buffer, 0, 1)[0]! + bytes;
    const missing = needed - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
  }

  bytes(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.memory.buffer, pointer, length);
  }

  /** Stores a scalar-field element in new memory. */
  scalar(value: bigint): number {
    const pointer = this.allocate(FIELD_BYTES);
    this.bytes(pointer, FIELD_BYTES).set(bigIntToBytesLE(value));
    this.get("frm_toMontgomery")(pointer, pointer);
    return pointer;
  }
}
