import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Setup } from "../shared/circuit.ts";
import { readDocument } from "../shared/document.ts";
import { artifactError, type CodeOf, DisjointError } from "../shared/errors.ts";
import type { CircuitId } from "../shared/ids.ts";
import { parseJson } from "../shared/json.ts";
import { BLAKE2B, CIRCUIT_ID, SETUP, SHA256 } from "../shared/shape/fields.ts";
import { object } from "../shared/shape/object.ts";
import { checked, integer, list, literal, nullable, oneOf, type Shape, text } from "../shared/shape/shape.ts";
import type { Contribution } from "./zkey.ts";

/** Version of the lock. */
export const LOCK_FORMAT = "disjoint/artefact/v1";

/** The files whose SHA-256 a lock holds. */
export const ARTIFACT_FILES = [
  "circuit.r1cs",
  "circuit.wasm",
  "circuit.sym",
  "circuit.zkey",
  "verification_key.json",
] as const;

/** `lock.json`: pins everything that proving and verifying one circuit needs. */
export type ArtifactLock = {
  format: typeof LOCK_FORMAT;
  circuit: string;
  /** Hash of the circuit's sources and compiler (`CompiledCircuit.source`). */
  source: string;
  setup: Setup;
  /** BLAKE2b-512 of the ceremony's ptau file; null for a development key, which has none. */
  powersOfTau: string | null;
  circuitId: CircuitId;
  constraints: number;
  contributions: Contribution[];
  /** SHA-256 of each file beside the lock. */
  files: Record<(typeof ARTIFACT_FILES)[number], string>;
};

/** Parses a lock, without reading the files it names. */
export async function readLock(folder: string): Promise<ArtifactLock> {
  const path = join(folder, "lock.json");
  const bytes = await readFile(path).catch((cause) => {
    throw refusal("setup/lock-missing", `${path} cannot be read`, cause);
  });
  return asArtifact("setup/lock-invalid", () =>
    readDocument(path, "setup/invalid", HINT, (reader) => LOCK.read(reader, parseJson(bytes, path), "$")),
  );
}

/**
 * A lock that names the ptau file of a ceremony, and none for development.
 *
 * @param kind the field that says which of them it is
 */
export const withPowersOfTau = <K extends string, T extends Record<K, Setup> & { powersOfTau: string | null }>(
  kind: K,
  lock: Shape<T>,
): Shape<T> =>
  checked(
    lock,
    (reader, value, path) => {
      const isDevelopment = value[kind] === "development";
      if (isDevelopment !== (value.powersOfTau === null))
        reader.refuse(`${path}.powersOfTau`, isDevelopment ? "is not null" : "is not a BLAKE2b-512");
    },
    {
      if: { properties: { [kind]: { const: "development" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { powersOfTau: { type: "null" } } },
      else: { properties: { powersOfTau: { type: "string" } } },
    },
  );

const FILE_HASHES = object(
  Object.fromEntries(ARTIFACT_FILES.map((name) => [name, SHA256])) as Record<
    (typeof ARTIFACT_FILES)[number],
    typeof SHA256
  >,
);

/** The lock in its file. */
export const LOCK: Shape<ArtifactLock> = withPowersOfTau(
  "setup",
  object({
    format: literal(LOCK_FORMAT),
    circuit: text(/^[A-Za-z0-9_-]{1,64}$/, "a circuit name"),
    source: SHA256,
    setup: SETUP,
    powersOfTau: nullable(BLAKE2B),
    circuitId: CIRCUIT_ID,
    constraints: integer(1, 2 ** 28),
    contributions: list(
      object({
        kind: oneOf(["contribution", "beacon"]),
        name: text(/^[\s\S]{0,64}$/u, "text of at most 64 characters"),
        hash: BLAKE2B,
      }),
    ),
    files: FILE_HASHES,
  }),
);

/** A bad document is bad data; where the document is an artifact it is the artifact that is at fault. */
export function asArtifact<T>(code: CodeOf<"artifact">, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DisjointError) throw refusal(code, error.message, error);
    throw error;
  }
}

export const HINT = "Fetch the artifacts again from their publisher, or remove the folder and make them again.";
export const refusal = (code: CodeOf<"artifact">, message: string, cause?: unknown) =>
  artifactError(code, message, HINT, cause);
