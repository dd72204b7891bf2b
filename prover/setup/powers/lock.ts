import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PowersHeader } from "../../accumulator/powersFile.ts";
import { readDocument } from "../../shared/document.ts";
import { parseJson } from "../../shared/json.ts";
import { BLAKE2B, POWERS_ID, SETUP, SHA256 } from "../../shared/shape/fields.ts";
import { object } from "../../shared/shape/object.ts";
import { integer, literal, nullable, type Shape } from "../../shared/shape/shape.ts";
import { asArtifact, HINT, refusal, withPowersOfTau } from "../lock.ts";

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
    readDocument(path, "setup/invalid", HINT, (reader) => POWERS_LOCK_SHAPE.read(reader, parseJson(bytes, path), "$")),
  );
}

/** The lock in its file. */
export const POWERS_LOCK_SHAPE: Shape<PowersLock> = withPowersOfTau(
  "kind",
  object({
    format: literal(POWERS_LOCK_FORMAT),
    id: POWERS_ID,
    kind: SETUP,
    g1Count: integer(2, 2 ** 28),
    g2Count: integer(2, 2 ** 28),
    powersOfTau: nullable(BLAKE2B),
    sha256: SHA256,
  }),
);
