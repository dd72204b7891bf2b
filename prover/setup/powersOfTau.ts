import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { artifactError } from "../shared/errors.ts";
import { KNOWN_POWERS_OF_TAU } from "./knownPowersOfTau.ts";

/** The origin of phase 1: a prepared ptau file, and its BLAKE2b-512 unless it is a file of a known ceremony. */
export type PowersOfTau = { ptau: string; ptauHash?: string };

/**
 * Refuses powers of tau of an unknown origin.
 *
 * @returns the file's BLAKE2b-512
 * @throws artifact `setup/unknown-ptau`, `setup/ptau-unfit` when it cannot be read
 */
export async function recognise({ ptau, ptauHash }: PowersOfTau): Promise<string> {
  const hash = createHash("blake2b512");
  try {
    for await (const chunk of createReadStream(ptau, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  } catch (cause) {
    throw unfit(ptau, (cause as Error).message, cause);
  }
  const actual = hash.digest("hex");
  if (ptauHash === undefined ? KNOWN_POWERS_OF_TAU.has(actual) : ptauHash.toLowerCase() === actual) return actual;
  throw artifactError(
    "setup/unknown-ptau",
    `${ptau} has BLAKE2b-512 ${actual}, which is not ${ptauHash ?? "that of a known ceremony's file"}`,
    "Fetch the file again. Or give the hash that its ceremony published as `ptauHash`.",
  );
}

/** A ptau file that cannot be used for what is made from it. */
export const unfit = (ptau: string, problem: string, cause?: unknown) =>
  artifactError(
    "setup/ptau-unfit",
    `${ptau}: ${problem}`,
    "Use a prepared ptau file of at least the circuit's size.",
    cause,
  );
