/** The parts of WebAssembly that are used: TypeScript declares them only in the complete browser library. */
declare namespace WebAssembly {
  class Memory {
    constructor(limits: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  function instantiate(
    code: Uint8Array,
    imports: { env: { memory: Memory } },
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
}
