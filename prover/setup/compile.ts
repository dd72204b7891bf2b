import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { artifactError } from "../shared/errors.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { PROJECT_ROOT } from "../shared/root.ts";
import { exists, makeFolder } from "./cache.ts";
import { type R1csHeader, readR1csHeader } from "./r1cs.ts";

/** A compiled circuit: `source` is the hash of everything that went into it. */
export type CompiledCircuit = { name: string; source: string; r1cs: string; wasm: string; sym: string } & R1csHeader;

/** `optimisation`: what circom simplifies. Keys are made at O1; O0 keeps every signal, for looking at single constraints; O2
 * also removes linear ones, slowly, for comparing. */
export type CompileOptions = {
  root?: string;
  cache?: string;
  optimisation?: "O0" | "O1" | "O2";
  onProgress?: OnProgress;
};

const flagsOf = ({ optimisation = "O1" }: CompileOptions) => [`--${optimisation}`, "--r1cs", "--wasm", "--sym"];
const LIBRARIES = "node_modules";

/**
 * Compiles a circuit, or takes it from the cache. The cache key covers the compiler, its flags and every source file
 * that is included, however deep.
 *
 * @param circuit path of a file with `component main`, inside `root` (the compiler cannot read outside of it)
 * @throws artifact `keys/compile` with the compiler's words
 */
export async function compileCircuit(circuit: string, options: CompileOptions = {}): Promise<CompiledCircuit> {
  const root = options.root ?? PROJECT_ROOT;
  const name = basename(circuit, ".circom");
  const source = await sourceHash(resolve(circuit), root, flagsOf(options));
  const folder = join(options.cache ?? join(root, "build/cache/compile"), source);
  await makeFolder(folder, async (temporary) => {
    (options.onProgress ?? silent)({ stage: "keys", done: 0, what: `compiling ${name}` });
    await runCompiler(resolve(circuit), temporary, root, flagsOf(options));
    for (const ending of ["r1cs", "sym"])
      await rename(join(temporary, `${name}.${ending}`), join(temporary, `circuit.${ending}`));
    await rename(join(temporary, `${name}_js`, `${name}.wasm`), join(temporary, "circuit.wasm"));
    await rm(join(temporary, `${name}_js`), { recursive: true });
  });
  const r1cs = join(folder, "circuit.r1cs");
  return {
    name,
    source,
    r1cs,
    wasm: join(folder, "circuit.wasm"),
    sym: join(folder, "circuit.sym"),
    ...(await readR1csHeader(r1cs)),
  };
}

/** SHA-256 over the compiler's version, its flags, and (path inside `root`, content) of every source file, sorted. */
async function sourceHash(circuit: string, root: string, flags: string[]): Promise<string> {
  const sources = new Map<string, Buffer>();
  await collect(circuit, root, sources);
  const hash = createHash("sha256").update(`circom2 ${compilerVersion()} ${flags.join(" ")}\0`);
  for (const [path, content] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

async function collect(path: string, root: string, sources: Map<string, Buffer>): Promise<void> {
  if (sources.has(path)) return;
  const content = await readFile(path).catch((cause) => {
    throw artifactError(
      "keys/compile",
      `circuit source ${path} cannot be read`,
      "Name an existing .circom file.",
      cause,
    );
  });
  sources.set(path, content);
  const code = content.toString("utf8").replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  for (const [, included] of code.matchAll(/\binclude\s*"([^"]+)"/g)) {
    const beside = resolve(dirname(path), included!);
    await collect((await exists(beside)) ? beside : resolve(root, LIBRARIES, included!), root, sources);
  }
}

const require = createRequire(import.meta.url);
const compilerVersion = (): string => require("circom2/package.json").version;

function runCompiler(circuit: string, output: string, root: string, flags: string[]): Promise<void> {
  const cli = require.resolve("circom2/cli.js");
  const args = [cli, ...flags, "-l", LIBRARIES, "-o", relative(root, output), relative(root, circuit)];
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) return done();
      fail(artifactError("keys/compile", `circom refused ${circuit}:\n${said.trim()}`, "Correct the circuit."));
    });
  });
}
