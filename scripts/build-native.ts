/**
 * Compiles the native kernel, or says in one line that there is no compiler: everything works without it. With
 * `--this-processor` without what only other processors take, in about half the time. With `--ahead` only the part that
 * needs no installed package, without a word: the bootstrap runs it while packages are fetched.
 */
import { compileBackEnds, compileNative } from "../prover/native/compile.ts";
import { findCompiler } from "../prover/native/compiler.ts";
import { ALL_BACK_ENDS, ownBackEnds } from "../prover/native/flags.ts";

const backEnds = process.argv.includes("--this-processor") ? ownBackEnds() : ALL_BACK_ENDS;
const compiler = await findCompiler();
if (process.argv.includes("--ahead")) {
  if (compiler !== undefined) await compileBackEnds(compiler, backEnds);
} else if (compiler === undefined)
  process.stderr.write("native: no C++ compiler found; snarkjs and circomlibjs do the work, slower\n");
else
  await compileNative(
    compiler,
    ({ done, total }) => process.stderr.write(`native: compiled ${done} of ${total}\n`),
    backEnds,
  );
