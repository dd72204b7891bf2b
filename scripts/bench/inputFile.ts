import type { CircuitInput } from "../../prover/groth16/prover/witness.ts";
import { SECRET_MODE, writeFileAtomic } from "../../prover/shared/files.ts";

/** Writes an input of a circuit for a measurement in another process. */
export const writeInput = (path: string, input: CircuitInput): Promise<void> =>
  writeFileAtomic(
    path,
    JSON.stringify(input, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
    SECRET_MODE,
  );

export const parseInput = (text: string): CircuitInput =>
  JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? BigInt(value) : value)) as CircuitInput;
