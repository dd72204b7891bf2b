import { readFile } from "node:fs/promises";
import { findWitnessCircuit, inputSignals } from "../../native/circuits.ts";
import { loadNative, type RunOptions } from "../../native/index.ts";
import { artifactError, DisjointError } from "../../shared/errors.ts";
import { loadSnarkjs } from "../../shared/snarkjs.ts";
import { type CircuitInput, checkRange, noWitness, packInputs } from "./inputs.ts";

export type { CircuitInput, InputValue } from "./inputs.ts";

/** What calculating a witness needs of a circuit; `Artifacts` that passed the gate have it. */
export type WitnessArtifacts = { wasm: string; r1cs: string; lock: { files: { "circuit.r1cs": string } } };

/**
 * The witness of a circuit for an input, in iden3's wtns format. It holds secrets and never touches the disk.
 *
 * The kernel calculates it when it has been built and the circuit's constraints are those of this project, by their
 * hash; circom's calculator does it for every other circuit. Both give the same bytes.
 *
 * @throws data `groth16/input` for a value outside of the field; data `groth16/no-witness` when the circuit's
 * constraints do not hold for the input
 */
export async function makeWitness(
  { wasm, r1cs, lock }: WitnessArtifacts,
  input: CircuitInput,
  options: RunOptions = {},
): Promise<Uint8Array> {
  const native = loadNative();
  const circuit = findWitnessCircuit(lock.files["circuit.r1cs"]);
  if (native === undefined || circuit === undefined) return calculateWitness(wasm, input);
  for (const [signal, value] of Object.entries(input)) checkRange(signal, value);
  const inputs = packInputs(inputSignals(circuit), input);
  try {
    return await native.witness({ circuit, r1cs, inputs, ...options });
  } catch (error) {
    if (error instanceof DisjointError && error.code === "native/no-witness") throw noWitness(error.message, error);
    throw error;
  } finally {
    inputs.fill(0);
  }
}

/**
 * Runs the witness calculator that circom wrote for a circuit.
 *
 * @param wasm path of the calculator
 * @returns the witness in iden3's wtns format
 * @throws data `groth16/input` for a value outside of the field (the calculator would reduce it silently);
 * data `groth16/no-witness` when the circuit's constraints do not hold for the input
 */
export async function calculateWitness(wasm: string, input: CircuitInput): Promise<Uint8Array> {
  for (const [signal, value] of Object.entries(input)) checkRange(signal, value);
  const code = await readFile(wasm).catch((cause) => {
    throw artifactError("groth16/no-calculator", `${wasm} cannot be read`, "Make the artifacts again.", cause);
  });
  const { wtns } = await loadSnarkjs();
  const file: { type: "mem"; data?: Uint8Array } = { type: "mem" };
  try {
    await wtns.calculate(input, code, file);
  } catch (error) {
    throw noWitness((error as Error).message);
  }
  return file.data!;
}
