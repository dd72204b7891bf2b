/** circom inside this process: its code is prepared once, so that each further compilation takes a second. */
import fs from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** The files that circom writes; `wasm` only when it was asked for. */
export type Output = { r1cs: string; sym: string; wasm: string };

/** As the types of browsers and of Node have it. */
type Imports = NonNullable<Parameters<typeof WebAssembly.instantiate>[1]>;
type Runner = { wasi: { getImports(module: WebAssembly.Module): Imports; start(instance: unknown): void } };
type Circom = {
  CircomRunner: new (options: { args: string[]; env: object; preopens: object; bindings: object }) => Runner;
  bindings: object;
};

const require = createRequire(import.meta.url);
const { CircomRunner, bindings }: Circom = require("circom2");
const code = WebAssembly.compile(fs.readFileSync(require.resolve("circom2/circom.wasm")));

/** circom's output is discarded: only success counts. */
const quiet = {
  ...fs,
  writeSync: (file: number, data: Uint8Array, ...rest: number[]) =>
    file === 1 || file === 2 ? data.length : fs.writeSync(file, data, ...rest),
};

/**
 * Compiles a circuit into a folder that exists.
 *
 * @returns undefined when circom refuses it
 */
export async function compileInside(
  main: string,
  folder: string,
  { withWasm = false, optimisation = "O0" }: { withWasm?: boolean; optimisation?: "O0" | "O1" } = {},
): Promise<Output | undefined> {
  const flags = [`--${optimisation}`, "--r1cs", "--sym", ...(withWasm ? ["--wasm"] : []), "-l", "node_modules"];
  const { wasi } = new CircomRunner({
    args: [...flags, "-o", relative(PROJECT_ROOT, folder), relative(PROJECT_ROOT, main)],
    env: {},
    preopens: { ".": PROJECT_ROOT },
    bindings: { ...bindings, fs: quiet },
  });
  const module = await code;
  try {
    wasi.start(await WebAssembly.instantiate(module, wasi.getImports(module)));
  } catch (error) {
    if ((error as { code?: unknown }).code !== 0) return undefined;
  }
  const name = main.slice(main.lastIndexOf("/") + 1, -".circom".length);
  return {
    r1cs: join(folder, `${name}.r1cs`),
    sym: join(folder, `${name}.sym`),
    wasm: join(folder, `${name}_js`, `${name}.wasm`),
  };
}
