import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Setup } from "../shared/circuit.ts";
import { type DocumentReader, readDocument } from "../shared/document.ts";
import { artifactError, type CodeOf, DisjointError } from "../shared/errors.ts";
import type { CircuitId } from "../shared/ids.ts";
import { parseJson } from "../shared/json.ts";
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
    readDocument(path, "setup/invalid", HINT, (reader) => readLockFields(reader, parseJson(bytes, path))),
  );
}

function readLockFields(reader: DocumentReader, value: unknown): ArtifactLock {
  const HASH = /^[0-9a-f]{64}$/;
  const lock = reader.object(value, "$", [
    "format",
    "circuit",
    "source",
    "setup",
    "powersOfTau",
    "circuitId",
    "constraints",
    "contributions",
    "files",
  ]);
  const files = reader.object(lock.files, "$.files", [...ARTIFACT_FILES]);
  return {
    format: reader.literal(lock.format, "$.format", LOCK_FORMAT),
    circuit: reader.text(lock.circuit, "$.circuit", /^[A-Za-z0-9_-]{1,64}$/, "a circuit name"),
    source: reader.text(lock.source, "$.source", HASH, "a SHA-256"),
    setup: reader.text(lock.setup, "$.setup", /^(development|ceremony)$/, "development or ceremony") as Setup,
    powersOfTau:
      lock.setup === "development"
        ? reader.literal(lock.powersOfTau, "$.powersOfTau", null)
        : reader.text(lock.powersOfTau, "$.powersOfTau", /^[0-9a-f]{128}$/, "a BLAKE2b-512"),
    circuitId: reader.text(lock.circuitId, "$.circuitId", /^0x[0-9a-f]{64}$/, "a circuit id") as CircuitId,
    constraints: reader.integer(lock.constraints, "$.constraints", 1, 2 ** 28),
    contributions: reader.array(lock.contributions, "$.contributions").map((entry, i) => {
      const at = `$.contributions[${i}]`;
      const { kind, name, hash } = reader.object(entry, at, ["kind", "name", "hash"]);
      return {
        kind: reader.text(kind, `${at}.kind`, /^(contribution|beacon)$/, "a kind") as Contribution["kind"],
        name: reader.text(name, `${at}.name`, /^.{0,64}$/su, "text of at most 64 characters"),
        hash: reader.text(hash, `${at}.hash`, /^[0-9a-f]{128}$/, "a BLAKE2b-512"),
      };
    }),
    files: Object.fromEntries(
      ARTIFACT_FILES.map((name) => [name, reader.text(files[name], `$.files.${name}`, HASH, "a SHA-256")]),
    ) as ArtifactLock["files"],
  };
}

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
