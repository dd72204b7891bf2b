import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PowersHeader } from "../../accumulator/powersFile.ts";
import { type DocumentReader, readDocument } from "../../shared/document.ts";
import { parseJson } from "../../shared/json.ts";
import { asArtifact, HINT, refusal } from "../lock.ts";

/** Version of the lock. */
export const POWERS_LOCK_FORMAT = "disjoint/powers-lock/v1";

/** Names inside a folder of powers. */
export const POWERS_FILE = "powers";
export const POWERS_LOCK = "powers.lock.json";

/** `powers.lock.json`: what the file of powers beside it is. */
export type PowersLock = PowersHeader & {
  format: typeof POWERS_LOCK_FORMAT;
  /** Names tau: see `powersId`. */
  id: string;
  /** BLAKE2b-512 of the ceremony's ptau file; null for development, which has none. */
  powersOfTau: string | null;
  /** SHA-256 of the file. */
  sha256: string;
};

/** @throws artifact `setup/lock-missing`, `setup/lock-invalid` */
export async function readPowersLock(folder: string): Promise<PowersLock> {
  const path = join(folder, POWERS_LOCK);
  const bytes = await readFile(path).catch((cause) => {
    throw refusal("setup/lock-missing", `${path} cannot be read`, cause);
  });
  return asArtifact("setup/lock-invalid", () =>
    readDocument(path, "setup/invalid", HINT, (reader) => readFields(reader, parseJson(bytes, path))),
  );
}

const FIELDS = ["format", "id", "kind", "g1Count", "g2Count", "powersOfTau", "sha256"];

function readFields(reader: DocumentReader, value: unknown): PowersLock {
  const lock = reader.object(value, "$", FIELDS);
  return {
    format: reader.literal(lock.format, "$.format", POWERS_LOCK_FORMAT),
    id: reader.text(lock.id, "$.id", /^0x[0-9a-f]{64}$/, "an id of powers"),
    kind: reader.text(lock.kind, "$.kind", /^(development|ceremony)$/, "development or ceremony") as PowersLock["kind"],
    g1Count: reader.integer(lock.g1Count, "$.g1Count", 2, 2 ** 28),
    g2Count: reader.integer(lock.g2Count, "$.g2Count", 2, 2 ** 28),
    powersOfTau:
      lock.kind === "development"
        ? reader.literal(lock.powersOfTau, "$.powersOfTau", null)
        : reader.text(lock.powersOfTau, "$.powersOfTau", /^[0-9a-f]{128}$/, "a BLAKE2b-512"),
    sha256: reader.text(lock.sha256, "$.sha256", /^[0-9a-f]{64}$/, "a SHA-256"),
  };
}
