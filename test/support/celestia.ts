import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

type Exports = { __wbindgen_start(): void };

/** What is used here of the package's glue code, which has types for bundlers only. */
type Lumina = {
  __wbg_set_wasm(exports: Exports): void;
  Namespace: { newV0(id: Uint8Array): object };
  AppVersion: { latest(): object };
  Blob: new (namespace: object, data: Uint8Array, version: object) => { commitment: { hash(): Uint8Array } };
};

/**
 * Celestia's own node, loaded without a bundler: its commitment to a blob, in base64.
 *
 * @returns a function of a namespace's id, 20 hexadecimal digits, and the blob
 */
export async function celestiaBlobs(): Promise<(id: string, blob: Uint8Array) => string> {
  const { resolve } = createRequire(import.meta.url);
  const glue = resolve("lumina-node-wasm/lumina_node_wasm_bg.js");
  const lumina: Lumina = await import(glue);
  const program = await WebAssembly.compile(await readFile(glue.replace(/js$/, "wasm")));
  const instance = await WebAssembly.instantiate(program, { "./lumina_node_wasm_bg.js": { ...lumina } });
  const { exports } = instance as { exports: Exports };
  lumina.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return (id, blob) => {
    const namespace = lumina.Namespace.newV0(Buffer.from(id, "hex"));
    const { commitment } = new lumina.Blob(namespace, blob, lumina.AppVersion.latest());
    return Buffer.from(commitment.hash()).toString("base64");
  };
}
