/**
 * Builds the kernel around its own driver and runs it: with the address and undefined-behaviour sanitisers
 * (`npm run test:native:sanitize`), or for 64-bit Arm by a cross-compiler and an emulator
 * (`npm run test:native:arm64`).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packInputs } from "../../../../prover/groth16/prover/inputs.ts";
import { calculateWitness } from "../../../../prover/groth16/prover/witness.ts";
import { findWitnessCircuit, inputSignals } from "../../../../prover/native/circuits.ts";
import { compileProgram } from "../../../../prover/native/compile.ts";
import { type Compiler, findCompiler } from "../../../../prover/native/compiler.ts";
import { ALL_BACK_ENDS } from "../../../../prover/native/flags.ts";
import { circuitPath } from "../../../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../../../prover/setup/compile.ts";
import { sha256File } from "../../../../prover/shared/files.ts";
import { PTAU, prepare } from "../support/circuits.ts";
import { randomInput } from "../support/witnesses.ts";

const SANITIZERS = ["-g", "-O1", "-fno-sanitize-recover=all", "-fsanitize=address,undefined"];

const compiler = await findCompiler();
if (compiler === undefined) {
  process.stderr.write("native: no C++ compiler, so there is no kernel to test\n");
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), "disjoint-sanitise-"));
try {
  const { r1cs, wtns } = await prepare("bits");
  // The smallest first: its file is damaged over and over.
  const subjects = await Promise.all(["listing_16", "inclusion", "exclusion_16x60"].map(writeSubject));
  const inputs = [r1cs, wtns, PTAU, folder, ...subjects.flat()];
  if (process.argv.includes("--arm64")) await compareWithArm64(compiler, inputs);
  else runDriver(await build(compiler, SANITIZERS), inputs);
} finally {
  rmSync(folder, { recursive: true });
}
// The calculator of witnesses leaves threads behind.
process.exit();

/** @returns the program */
async function build(by: Compiler, flags: readonly string[], backEnds = ALL_BACK_ENDS): Promise<string> {
  const program = join(mkdtempSync(join(folder, "build-")), "driver");
  await compileProgram(by, join(import.meta.dirname, "driver.cpp"), program, flags, backEnds);
  return program;
}

/** @returns what the driver printed. @throws if it fails */
function runDriver(command: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(command, args, { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  process.stdout.write(stdout);
  if (status !== 0) throw new Error(`${command} ended with exit code ${status}`);
  return stdout;
}

/** The results have digests: they are the same ones on both processors. Packages: g++-aarch64-linux-gnu, qemu-user. */
async function compareWithArm64(own: Compiler, inputs: readonly string[]): Promise<void> {
  const cross = { command: "aarch64-linux-gnu-g++", version: "" };
  const here = runDriver(await build(own, [], ["base"]), inputs);
  const there = runDriver("qemu-aarch64", [await build(cross, ["-static"], ["base"]), ...inputs]);
  if (there !== here) throw new Error("the results on 64-bit Arm are others");
  process.stdout.write("64-bit Arm has the same results\n");
}

/** A circuit with a random input and circom's witness of it, as the driver takes it. */
async function writeSubject(name: string): Promise<string[]> {
  const { r1cs, wasm } = await compileCircuit(circuitPath(name));
  const circuit = findWitnessCircuit(await sha256File(r1cs))!;
  const input = await randomInput(circuit, 1);
  const inputs = join(folder, `${name}.inputs`);
  const witness = join(folder, `${name}.wtns`);
  writeFileSync(inputs, packInputs(inputSignals(circuit), input));
  writeFileSync(witness, await calculateWitness(wasm, input));
  const statement = ["exclusion", "inclusion", "listing"].indexOf(circuit.kind);
  return [`${statement}`, `${circuit.entries}`, `${circuit.nodes}`, r1cs, inputs, witness];
}
