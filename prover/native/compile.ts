import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { artifactError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { loadPeer } from "../shared/peers.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { COMPILERS, type Compiler, callCompiler, findCompiler } from "./compiler.ts";
import { ALL_BACK_ENDS, BACK_ENDS, FLAGS } from "./flags.ts";
import { addonPath, BUILDS, currentPath, hashSources, nodeApiHeaders, poseidonConstants, SOURCES } from "./location.ts";
import { keepOnly, makeOnce, objectName, type Unit } from "./objects.ts";
import { poseidonSource } from "./poseidonSource.ts";

/** Names of back ends, as for `compileNative`. */
type Choice = { backEnds: readonly string[]; spare: readonly string[] };

/** Compiled once per back end. */
const ARITHMETIC = join("backend", "arithmetic.cpp");

/** Knows which ones are there. */
const CHOICE = join("backend", "arithmetic_choose.cpp");

/** The object files of the last build: a unit is compiled again only if a file that it includes has changed. */
const OBJECTS = join(BUILDS, "objects");

/**
 * Compiles the kernel with the compiler of this machine.
 *
 * @returns path of the addon
 * @throws artifact `native/no-compiler`, `native/not-compiled`; usage `package/missing-peer`
 */
export async function buildNative(onProgress: OnProgress = silent): Promise<string> {
  const compiler = await findCompiler();
  if (compiler !== undefined) return loadPeer("Compiling the kernel", () => compileNative(compiler, onProgress));
  throw artifactError(
    "native/no-compiler",
    `there is no C++ compiler on PATH: none of ${COMPILERS.join(", ")} runs`,
    "Install a C++20 compiler (g++ 11 or clang++ 14 and newer), or go on without the kernel: everything works, slower.",
  );
}

/**
 * Compiles the kernel, unless this compiler has already compiled these sources.
 *
 * @param backEnds names of those to compile, the fastest last; a kernel with all of them does for any
 * @param spare of these, those that are hardly optimized: for another processor that the build may move to
 * @returns path of the addon
 * @throws artifact `native/not-compiled` with the compiler's output
 */
export async function compileNative(
  compiler: Compiler,
  onProgress: OnProgress = silent,
  backEnds = ALL_BACK_ENDS,
  spare: readonly string[] = [],
): Promise<string> {
  const sources = hashSources();
  const buildWith = (names: readonly string[]) =>
    createHash("sha256")
      .update([sources, compiler.version, ...names].join("\0"))
      .digest("hex")
      .slice(0, 16);
  const marked = backEnds.map((name) => (spare.includes(name) ? `${name}, spare` : name));
  const build = [ALL_BACK_ENDS, marked].map(buildWith).find((each, i) => i === 1 || existsSync(addonPath(each)))!;
  const target = addonPath(build);
  if (!existsSync(target)) {
    const folder = join(BUILDS, `.${build}.${process.pid}.part`);
    await mkdir(folder, { recursive: true });
    try {
      await compileAddon(compiler, folder, { backEnds, spare }, onProgress);
      await rename(folder, dirname(target)).catch((error: unknown) => {
        // Another process was faster.
        if (!existsSync(target)) throw error;
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  await writeFileAtomic(currentPath(), `${JSON.stringify({ sources, build })}\n`);
  return target;
}

/**
 * Compiles a back end, which takes longest and needs no installed package, for a build that is to come: it takes the
 * object file as it is.
 *
 * @throws artifact `native/not-compiled` with the compiler's output
 */
export async function compileBackEnd(compiler: Compiler, name: string): Promise<void> {
  await compileUnits(compiler, OBJECTS, backEndUnits({ backEnds: [name], spare: [] }), [], silent, []);
}

/**
 * Compiles a stand-alone program around the kernel, without the JavaScript binding.
 *
 * @param flags for every file and for the linker, after the usual ones
 */
export async function compileProgram(
  compiler: Compiler,
  main: string,
  target: string,
  flags: readonly string[],
  backEnds = ALL_BACK_ENDS,
) {
  const folder = dirname(target);
  const units = await listUnits(folder, { backEnds, spare: [] }, (name) => !basename(name).startsWith("binding"));
  const objects = await compileUnits(compiler, folder, [...units, { source: main, flags: [] }], flags, silent);
  await callCompiler(compiler, [...flags, "-pthread", ...objects, "-o", target]);
}

async function compileAddon(compiler: Compiler, folder: string, choice: Choice, onProgress: OnProgress): Promise<void> {
  const objects = await compileUnits(compiler, OBJECTS, await listUnits(folder, choice), [], onProgress);
  const shared = process.platform === "darwin" ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared", "-Wl,-s"];
  await callCompiler(compiler, ["-pthread", ...shared, ...objects, "-o", join(folder, "disjoint.node")]);
  await keepOnly(OBJECTS, objects);
}

/** Runs one compiler per processor. @returns the object files, in the given folder */
async function compileUnits(
  compiler: Compiler,
  folder: string,
  units: readonly Unit[],
  flags: readonly string[],
  onProgress: OnProgress,
  includes: readonly string[] = ["-isystem", nodeApiHeaders()],
): Promise<string[]> {
  const objects: string[] = [];
  const queue = [...units.entries()];
  let done = 0;
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [i, unit] = next;
      const unitFlags = [...FLAGS, ...unit.flags, ...flags];
      objects[i] = join(folder, objectName(compiler, unit, unitFlags));
      await makeOnce(objects[i], (target) =>
        callCompiler(compiler, [...unitFlags, `-I${SOURCES}`, ...includes, "-c", unit.source, "-o", target]),
      );
      onProgress({ stage: "native", done: ++done, total: units.length, what: "compiling the kernel" });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return objects;
}

/**
 * ARITHMETIC once per back end, and each folder of sources as one unit: the headers that the sources of a folder share
 * take longer to compile than their own code. Writes what is generated to the folder.
 */
async function listUnits(folder: string, choice: Choice, isWanted = (_name: string) => true): Promise<Unit[]> {
  const generated = async (name: string, text: string): Promise<Unit> => {
    await writeFile(join(folder, name), text);
    return { source: join(folder, name), flags: [] };
  };
  const names = (await readdir(SOURCES, { recursive: true })).filter((name) => name.endsWith(".cpp")).sort();
  const folders = Map.groupBy(
    names.filter((name) => ![ARITHMETIC, CHOICE].includes(name) && isWanted(name)),
    (name) => dirname(name),
  );
  // Longest first.
  return [
    ...backEndUnits(choice),
    ...(await Promise.all(
      [...folders].map(([name, sources]) =>
        generated(`${name}.cpp`, sources.map((source) => `#include "${source.replaceAll("\\", "/")}"\n`).join("")),
      ),
    )),
    await generated("poseidon_constants.cpp", poseidonSource(JSON.parse(readFileSync(poseidonConstants(), "utf8")))),
    { source: join(SOURCES, CHOICE), flags: choice.backEnds.map((isa) => `-DDISJOINT_HAS_${isa}`) },
  ];
}

/** The fastest first, which takes longest. */
const backEndUnits = ({ backEnds, spare }: Choice): Unit[] =>
  backEnds.toReversed().map((isa) => ({
    source: join(SOURCES, ARITHMETIC),
    flags: [`-DDISJOINT_ISA=${isa}`, ...BACK_ENDS[isa]!.flags, ...(spare.includes(isa) ? ["-O1"] : [])],
  }));
