/** Compiles the native kernel, or says in one line that there is no compiler: everything works without it. */
import { compileNative, findCompiler } from "../prover/native/compile.ts";

const compiler = await findCompiler();
if (compiler === undefined) {
  process.stderr.write("native: no C++ compiler found; snarkjs and circomlibjs do the work, slower\n");
} else {
  await compileNative(compiler, ({ done, total }) => process.stderr.write(`native: compiled ${done} of ${total}\n`));
}
