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
import { findCompiler } from "../../../../prover/native/compiler.ts";
import { ALL_BACK_ENDS } from "../../../../prover/native/flags.ts";
import { circuitPath } from "../../../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../../../prover/setup/compile.ts";
import { sha256File } from "../../../../prover/shared/files.ts";
import { PTAU, prepare } from "../support/circuits.ts";
import { randomInput } from "../support/witnesses.ts";

/** Packages of Debian: g++-aarch64-linux-gnu, qemu-user. */
const ARM64 = { command: "aarch64-linux-gnu-g++", version: "", emulator: "qemu-aarch64" };

const isArm64 = process.argv.includes("--arm64");
const compiler = isArm64 ? ARM64 : await findCompiler();
if (compiler === undefined) {
  process.stderr.write("native: no C++ compiler, so there is no kernel to sanitise\n");
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), "disjoint-sanitise-"));
const program = join(folder, "driver");
const flags = isArm64 ? ["-static"] : ["-g", "-O1", "-fno-sanitize-recover=all", "-fsanitize=address,undefined"];
const backEnds = isArm64 ? ["base"] : ALL_BACK_ENDS;
await compileProgram(compiler, join(import.meta.dirname, "driver.cpp"), program, flags, backEnds);
const { r1cs, wtns } = await prepare("bits");
// The smallest first: its file is damaged over and over.
const subjects = await Promise.all(["listing_16", "inclusion", "exclusion_16x60"].map(writeSubject));
const command = [...(isArm64 ? [ARM64.emulator] : []), program, r1cs, wtns, PTAU, folder, ...subjects.flat()];
const { status } = spawnSync(command[0]!, command.slice(1), { stdio: "inherit" });
rmSync(folder, { recursive: true });
process.exit(status ?? 1);

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
