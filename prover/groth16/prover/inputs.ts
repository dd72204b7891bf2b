import type { InputSignal } from "../../native/circuits.ts";
import { dataError } from "../../shared/errors.ts";
import { FIELD_BYTES, FIELD_ORDER } from "../../shared/field.ts";

/** Input signals of a circuit by name: canonical field elements, nested as the circuit declares them. */
export type CircuitInput = { readonly [signal: string]: InputValue };
export type InputValue = bigint | readonly InputValue[];

const WORD_BITS = 64n;
const WORDS = FIELD_BYTES / 8;

/** @throws data `groth16/input` for a value that is not a field element */
export function checkRange(signal: string, value: InputValue): void {
  if (Array.isArray(value)) for (const inner of value) checkRange(signal, inner);
  else if (typeof value !== "bigint" || value < 0n || value >= FIELD_ORDER)
    throw dataError(
      "groth16/input",
      `a value of input signal ${signal} is not a field element`,
      "Give every value as a bigint from 0 to below the field order.",
    );
}

/** The error for an input that the circuit has no witness for. */
export const noWitness = (reason: string, cause?: unknown) =>
  dataError(
    "groth16/no-witness",
    `the circuit has no witness for this input: ${reason}`,
    "Look at the input: the statement is false for it, or a signal is missing or of the wrong shape.",
    cause,
  );

/**
 * All values in the order of the signals, 32 bytes each, little-endian.
 *
 * @throws data `groth16/no-witness` when a signal is missing, unknown or of the wrong shape
 */
export function packInputs(signals: readonly InputSignal[], input: CircuitInput): Uint8Array {
  const known = new Set(signals.map(({ name }) => name));
  for (const name of Object.keys(input)) if (!known.has(name)) throw noWitness(`it has no input signal ${name}`);
  const count = signals.reduce((sum, { lengths }) => sum + lengths.reduce((product, n) => product * n, 1), 0);
  const words = new BigUint64Array(WORDS * count);
  let at = 0;
  const pack = (name: string, value: InputValue | undefined, lengths: readonly number[]): void => {
    const [length, ...inner] = lengths;
    if (length === undefined) {
      if (typeof value !== "bigint") throw noWitness(`input signal ${name} is ${shapeOf(value)}`);
      for (let word = at, rest = value; rest > 0n; word++, rest >>= WORD_BITS) words[word] = rest;
      at += WORDS;
      return;
    }
    if (!Array.isArray(value) || value.length !== length)
      throw noWitness(`input signal ${name} is ${shapeOf(value)}, not ${length} values`);
    for (const one of value) pack(name, one, inner);
  };
  for (const { name, lengths } of signals) pack(name, input[name], lengths);
  return new Uint8Array(words.buffer);
}

const shapeOf = (value: InputValue | undefined): string => {
  if (value === undefined) return "missing";
  return typeof value === "bigint" ? "a single value" : `a list of ${value.length}`;
};
