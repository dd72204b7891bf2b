import { readFile } from "node:fs/promises";
import { artifactError, dataError } from "../../shared/errors.ts";
import { FIELD_ORDER } from "../../shared/field.ts";
import { loadSnarkjs } from "../../shared/snarkjs.ts";

/** Input signals of a circuit by name: canonical field elements, nested as the circuit declares them. */
export type CircuitInput = { readonly [signal: string]: InputValue };
export type InputValue = bigint | readonly InputValue[];

/**
 * Runs a circuit's witness calculator. The witness holds secrets and never touches the disk.
 *
 * @param wasm path of the calculator that circom wrote
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
    throw dataError(
      "groth16/no-witness",
      `the circuit has no witness for this input: ${(error as Error).message}`,
      "Look at the input: the statement is false for it, or a signal is missing or of the wrong shape.",
    );
  }
  return file.data!;
}

function checkRange(signal: string, value: InputValue): void {
  if (Array.isArray(value)) for (const inner of value) checkRange(signal, inner);
  else if (typeof value !== "bigint" || value < 0n || value >= FIELD_ORDER)
    throw dataError(
      "groth16/input",
      `a value of input signal ${signal} is not a field element`,
      "Give every value as a bigint from 0 to below the field order.",
    );
}
