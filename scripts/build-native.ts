/**
 * Compiles the native kernel, or says in one line that there is no compiler: everything works without it. With
 * `--short` only the portable back end and the fastest of this processor; with `--fastest` the portable one is hardly
 * optimized, which takes half the time. With `--ahead` only the fastest, which needs no installed package, without a
 * word: the bootstrap runs it while packages are fetched.
 */
import { compileBackEnd, compileNative } from "../prover/native/compile.ts";
import { findCompiler } from "../prover/native/compiler.ts";
import { ALL_BACK_ENDS, slowestAndFastest, usableBackEnds } from "../prover/native/flags.ts";
import type { Progress } from "../prover/shared/progress.ts";

/** Undefined where it is not known what this processor has: then all are compiled. */
const fastest = usableBackEnds()?.at(-1);
const portable = ALL_BACK_ENDS[0]!;
const compiler = await findCompiler();
if (process.argv.includes("--ahead")) {
  if (compiler !== undefined && fastest !== undefined) await compileBackEnd(compiler, fastest);
} else if (compiler === undefined)
  process.stderr.write("native: no C++ compiler found; snarkjs and circomlibjs do the work, slower\n");
else if (process.argv.includes("--fastest") && fastest !== undefined && fastest !== portable)
  await compileNative(compiler, report, slowestAndFastest(), [portable]);
else await compileNative(compiler, report, process.argv.includes("--short") ? slowestAndFastest() : ALL_BACK_ENDS);

function report({ done, total }: Progress): void {
  process.stderr.write(`native: compiled ${done} of ${total}\n`);
}
