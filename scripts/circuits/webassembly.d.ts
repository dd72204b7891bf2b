/** More of WebAssembly than prover/setup/webassembly.d.ts needs: code that is prepared once and run many times. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: "WebAssembly.Module";
  }
  function compile(code: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: object): Promise<object>;
}
