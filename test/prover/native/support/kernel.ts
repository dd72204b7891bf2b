import { availableParallelism } from "node:os";
import { describe } from "vitest";
import { type Addon, type Handle, loadAddon } from "../../../../prover/native/addon.ts";
import { compileNative } from "../../../../prover/native/compile.ts";
import { findCompiler } from "../../../../prover/native/compiler.ts";
import { slowestAndFastest, usableBackEnds } from "../../../../prover/native/flags.ts";
import { bind, type Native } from "../../../../prover/native/index.ts";
import { findAddon } from "../../../../prover/native/location.ts";
import { silent } from "../../../../prover/shared/progress.ts";
import { SHORT } from "../../../support/full.ts";
import { withoutKernel } from "./fallback.ts";

/** One arithmetic of the kernel, with its parts laid open; `isFastest`: it is the one that this processor uses. */
export type Kernel = { name: string; native: Native; addon: Addon; job: () => Handle; isFastest: boolean };

/** The slowest first. */
const NAMES = ["portable", "x86-64", "avx2", "ifma"];

/**
 * Every back end that this processor runs, in the short run the slowest and the fastest; none where there is neither a
 * compiler nor a build, and one line says so.
 */
async function kernels(): Promise<Kernel[]> {
  const compiler = await findCompiler();
  const backEnds = SHORT ? slowestAndFastest() : usableBackEnds();
  const path = compiler === undefined ? findAddon() : await compileNative(compiler, silent, backEnds);
  if (path === undefined) {
    process.stderr.write("native: no C++ compiler, so the kernel is not there to be tested: snarkjs does its work\n");
    return [];
  }
  const addon = loadAddon(path)!;
  const known = NAMES.flatMap((name) => {
    try {
      const job = () => addon.createJob(name, availableParallelism());
      job();
      return [{ name, native: bind(addon, name), addon, job }];
    } catch (error) {
      if ((error as { code?: string }).code === "native/no-backend") return [];
      throw error;
    }
  });
  return known.map((kernel, i) => ({ ...kernel, isFastest: i === known.length - 1 }));
}

/** Runs a suite for each back end, or one that says why there is none. */
export async function describeKernels(what: string, suite: (kernel: Kernel) => void): Promise<void> {
  const all = await kernels();
  for (const kernel of all) describe(`${what}, ${kernel.name}`, () => suite(kernel));
  if (all.length === 0) describe(`${what}, without a compiler`, () => withoutKernel());
}
