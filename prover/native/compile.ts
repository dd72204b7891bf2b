import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { artefactError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import type { OnProgress } from "../shared/progress.ts";
import { silent } from "../shared/progress.ts";
import {
  addonPath,
  BUILDS,
  currentPath,
  hashSources,
  NODE_API_HEADERS,
  POSEIDON_CONSTANTS,
  SOURCES,
} from "./location.ts";
import { poseidonSource } from "./poseidonSource.ts";

const run = promisify(execFile);

const COMPILERS = ["c++", "g++", "clang++"];

/** For every file. Names stay hidden: the addon exports its entry point and nothing else. */
const FLAGS = ["-std=c++20", "-O3", "-fPIC", "-fvisibility=hidden", "-pthread", "-Wall", "-Wextra", "-DNAPI_VERSION=8"];

/**
 * The back ends: arithmetic.cpp compiled once for each, with the instruction set only it may use.
 * GCC's own intrinsics set off -Wmaybe-uninitialized.
 */
const X86_64 = ["-mbmi2", "-madx"];
const IFMA = ["-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mavx512ifma", "-mavx512vbmi2"];
const BACK_ENDS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  ...(process.arch === "x64"
    ? { adx: X86_64, ifma: [...X86_64, ...IFMA, "-Wno-maybe-uninitialized", "-Wno-uninitialized"] }
    : {}),
};

export type Compiler = { command: string; version: string };

/** The first C++ compiler on PATH that runs. */
export async function findCompiler(): Promise<Compiler | undefined> {
  for (const command of COMPILERS) {
    try {
      return { command, version: (await run(command, ["--version"])).stdout };
    } catch {
      // Not there: try the next.
    }
  }
  return undefined;
}

/**
 * Compiles the kernel, unless these sources have been compiled by this compiler already.
 *
 * @param extra flags for every file (sanitisers)
 * @returns path of the addon
 * @throws artefact `native/not-compiled` with the compiler's own words
 */
export async function compileNative(compiler: Compiler, onProgress: OnProgress = silent): Promise<string> {
  const sources = hashSources();
  const build = createHash("sha256").update(`${sources}\0${compiler.version}`).digest("hex").slice(0, 16);
  const target = addonPath(build);
  if (!existsSync(target)) {
    const folder = join(BUILDS, `.${build}.${process.pid}.part`);
    await mkdir(folder, { recursive: true });
    try {
      await compileAll(compiler.command, folder, onProgress);
      await rm(dirname(target), { recursive: true, force: true });
      await rename(folder, dirname(target));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  await writeFileAtomic(currentPath, `${JSON.stringify({ sources, build })}\n`);
  return target;
}

async function compileAll(command: string, folder: string, onProgress: OnProgress): Promise<void> {
  const constants = join(folder, "poseidon_constants.cpp");
  await writeFile(constants, poseidonSource(JSON.parse(readFileSync(POSEIDON_CONSTANTS, "utf8"))));
  const units = await listUnits(constants);
  const objects = units.map((_, i) => join(folder, `${i}.o`));
  let done = 0;
  const report = () => onProgress({ stage: "native", done, total: units.length, what: "compiling the kernel" });
  const queue = units.map((unit, i) => ({ ...unit, object: objects[i]! }));
  const worker = async () => {
    for (let unit = queue.shift(); unit; unit = queue.shift()) {
      await call(command, [
        ...FLAGS,
        ...unit.flags,
        `-I${SOURCES}`,
        `-isystem${NODE_API_HEADERS}`,
        "-c",
        unit.source,
        "-o",
        unit.object,
      ]);
      done++;
      report();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const shared = process.platform === "darwin" ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"];
  await call(command, ["-pthread", ...shared, ...objects, "-o", join(folder, "disjoint.node")]);
  await Promise.all(objects.map((object) => rm(object)));
}

type Unit = { source: string; flags: readonly string[] };

async function listUnits(constants: string): Promise<Unit[]> {
  const names = (await readdir(SOURCES)).filter((name) => name.endsWith(".cpp")).sort();
  const arithmetic = Object.entries(BACK_ENDS).map(([isa, flags]) => ({
    source: join(SOURCES, "arithmetic.cpp"),
    flags: [`-DDISJOINT_ISA=${isa}`, ...flags],
  }));
  const others = names
    .filter((name) => name !== "arithmetic.cpp")
    .map((name) => ({ source: join(SOURCES, name), flags: [] }));
  // The longest first.
  return [...arithmetic.reverse(), { source: constants, flags: [] }, ...others];
}

async function call(command: string, args: string[]): Promise<void> {
  try {
    await run(command, args, { maxBuffer: 1 << 26 });
  } catch (error) {
    throw artefactError(
      "native/not-compiled",
      `${command} failed: ${String((error as { stderr?: string }).stderr ?? error).slice(0, 2000)}`,
      "Install a C++20 compiler (g++ 11 or clang++ 14 and newer), or go on without the kernel: everything works, slower.",
      error,
    );
  }
}
