/**
 * Compiles the native kernel, or says in one line that there is no compiler: everything works without it. Back ends of
 * other processors are left out with `--usable`; with `--fastest` also those that are slower than the fastest, in about
 * half the time. With `--ahead` only the fastest, which needs no installed package, without a word: the bootstrap runs
 * it while packages are fetched.
 */
import { compileBackEnd, compileNative } from "../prover/native/compile.ts";
import { findCompiler } from "../prover/native/compiler.ts";
import { ALL_BACK_ENDS, usableBackEnds } from "../prover/native/flags.ts";
import type { Progress } from "../prover/shared/progress.ts";

/** Undefined where it is not known what this processor has: then all are compiled. */
const usable = usableBackEnds();
const fastest = usable?.at(-1);
const portable = ALL_BACK_ENDS[0]!;
const compiler = await findCompiler();
if (process.argv.includes("--ahead")) {
  if (compiler !== undefined && fastest !== undefined) await compileBackEnd(compiler, fastest);
} else if (compiler === undefined)
  process.stderr.write("native: no C++ compiler found; snarkjs and circomlibjs do the work, slower\n");
else if (process.argv.includes("--fastest") && fastest !== undefined && fastest !== portable)
  await compileNative(compiler, report, [portable, fastest], [portable]);
else await compileNative(compiler, report, process.argv.includes("--usable") ? usable : ALL_BACK_ENDS);

function report({ done, total }: Progress): void {
  process.stderr.write(`native: compiled ${done} of ${total}\n`);
}
