/**
 * Builds the kernel with the address and undefined-behaviour sanitisers around its own driver and runs it:
 * `npm run test:native:sanitize`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileProgram, findCompiler } from "../../../../prover/native/compile.ts";
import { PTAU, prepare } from "../support/circuits.ts";

const compiler = await findCompiler();
if (compiler === undefined) {
  process.stderr.write("native: no C++ compiler, so there is no kernel to sanitise\n");
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), "disjoint-sanitise-"));
const program = join(folder, "driver");
const flags = ["-g", "-O1", "-fno-sanitize-recover=all", "-fsanitize=address,undefined"];
await compileProgram(compiler, join(import.meta.dirname, "driver.cpp"), program, flags);
const { r1cs, wtns } = await prepare("bits");
const { status } = spawnSync(program, [r1cs, wtns, PTAU, folder], { stdio: "inherit" });
rmSync(folder, { recursive: true });
process.exit(status ?? 1);
