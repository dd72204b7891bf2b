import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { artifactError } from "../shared/errors.ts";
import { loadPeer } from "../shared/peers.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { BUILD_FOLDER, PROJECT_ROOT } from "../shared/root.ts";
import { exists, makeFolder } from "./cache.ts";
import { type R1csHeader, readR1csHeader } from "./r1cs.ts";

/** A compiled circuit: `source` is the hash of everything that went into it. */
export type CompiledCircuit = { name: string; source: string; r1cs: string; wasm: string; sym: string } & R1csHeader;

/**
 * `optimisation`: circom's level of simplification. Keys are made at O1. O0 keeps every signal, to inspect single
 * constraints; O2 also removes linear ones, slowly, for comparison.
 */
type CompileOptions = {
  root?: string;
  cache?: string;
  optimisation?: "O0" | "O1" | "O2";
  onProgress?: OnProgress;
};

const flagsOf = ({ optimisation = "O1" }: CompileOptions) => [`--${optimisation}`, "--r1cs", "--wasm", "--sym"];
const LIBRARIES = "node_modules";

/** Output folder of a root's circuits: the project's own folder may be read-only. */
export const buildFolder = (root: string | undefined): string =>
  root === undefined ? BUILD_FOLDER : join(root, "build");

/**
 * Compiles a circuit, or takes it from the cache. The cache key covers the compiler, its flags and every included
 * source file.
 *
 * @param circuit path of a file with `component main`, inside `root` (the compiler cannot read outside of it)
 * @throws artifact `setup/compile` with the compiler's words
 */
export async function compileCircuit(circuit: string, options: CompileOptions = {}): Promise<CompiledCircuit> {
  const root = options.root ?? PROJECT_ROOT;
  const name = basename(circuit, ".circom");
  const flags = flagsOf(options);
  const sources = await loadPeer("Proving", () => collectSources(circuit, root));
  const source = await loadPeer("Proving", () => hashSources(sources, flags));
  const folder = join(options.cache ?? join(buildFolder(options.root), "cache/compile"), source);
  await makeFolder(folder, async (temporary) => {
    (options.onProgress ?? silent)({ stage: "keys", done: 0, what: `compiling ${name}` });
    const copies = join(temporary, "sources");
    await copySources(sources, copies);
    await runCompiler(relative(root, resolve(circuit)), copies, flags);
    for (const ending of ["r1cs", "sym"])
      await rename(join(copies, `${name}.${ending}`), join(temporary, `circuit.${ending}`));
    await rename(join(copies, `${name}_js`, `${name}.wasm`), join(temporary, "circuit.wasm"));
    await rm(copies, { recursive: true });
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

/** Every source file of a circuit, including indirect includes: content by path inside `root`. */
async function collectSources(circuit: string, root: string): Promise<Map<string, Buffer>> {
  const sources = new Map<string, Buffer>();
  await collect(resolve(circuit), relative(root, resolve(circuit)), root, sources);
  return sources;
}

/** SHA-256 over the compiler's version, its flags, and (path inside `root`, content) of every source file, sorted. */
function hashSources(sources: ReadonlyMap<string, Buffer>, flags: string[]): string {
  const hash = createHash("sha256").update(`circom2 ${compilerVersion()} ${flags.join(" ")}\0`);
  for (const [path, content] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

/** @param name of the file among the sources, as the compiler finds it: node_modules/… for an installed library */
async function collect(path: string, name: string, root: string, sources: Map<string, Buffer>): Promise<void> {
  if (sources.has(name)) return;
  const content = await readFile(path).catch((cause) => {
    throw artifactError(
      "setup/compile",
      `circuit source ${path} cannot be read`,
      "Pass an existing .circom file.",
      cause,
    );
  });
  sources.set(name, content);
  const code = content.toString("utf8").replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  for (const [, included] of code.matchAll(/\binclude\s*"([^"]+)"/g)) {
    const beside = resolve(dirname(path), included!);
    if (await exists(beside)) await collect(beside, join(dirname(name), included!), root, sources);
    else await collect(await libraryFile(root, included!), join(LIBRARIES, included!), root, sources);
  }
}

/** A library's file in the root's own node_modules; circomlib's, wherever npm has installed it. */
async function libraryFile(root: string, included: string): Promise<string> {
  const own = resolve(root, LIBRARIES, included);
  return (await exists(own)) || !included.startsWith("circomlib/") ? own : require.resolve(included);
}

/** The compiler reads nothing outside its working folder. */
async function copySources(sources: ReadonlyMap<string, Buffer>, folder: string): Promise<void> {
  for (const [name, content] of sources) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

const require = createRequire(import.meta.url);
const compilerVersion = (): string => require("circom2/package.json").version;

function runCompiler(circuit: string, folder: string, flags: string[]): Promise<void> {
  const cli = require.resolve("circom2/cli.js");
  const args = [cli, ...flags, "-l", LIBRARIES, circuit];
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) return done();
      fail(artifactError("setup/compile", `circom refused ${circuit}:\n${said.trim()}`, "Correct the circuit."));
    });
  });
}
