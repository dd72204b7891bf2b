import type { DocumentReader } from "../shared/document.ts";
import { type CircuitId, type Commitment, toCommitment } from "../shared/ids.ts";

/** Validators of fields that several formats have. */
export const FIELD = {
  key: (reader: DocumentReader, value: unknown, path: string): string =>
    reader.text(value, path, /^(?!0*$)[0-9a-f]{62}$/, "a key: 62 hexadecimal digits in lower case, not all 0"),
  scheme: (reader: DocumentReader, value: unknown, path: string): string =>
    reader.text(value, path, /^[a-z][a-z0-9-]{0,31}$/, "the name of a scheme"),
  circuitId: (reader: DocumentReader, value: unknown, path: string): CircuitId =>
    reader.text(value, path, /^0x[0-9a-f]{64}$/, "a circuit id") as CircuitId,
  commitment: (reader: DocumentReader, value: unknown, path: string): Commitment =>
    toCommitment(reader.decimal(value, path)),
  powers: (reader: DocumentReader, value: unknown, path: string): string =>
    reader.text(value, path, /^0x[0-9a-f]{64}$/, "an id of powers of tau"),
  sha256: (reader: DocumentReader, value: unknown, path: string): string =>
    reader.text(value, path, /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex"),
  name: (reader: DocumentReader, value: unknown, path: string): string =>
    reader.text(value, path, /^[^\p{Cc}\p{Cf}\p{Cs}]{1,128}$/u, "a printable name"),
} as const;

/** Validates a page size. */
export function readPageSize(reader: DocumentReader, value: unknown, path: string): 16 | 256 {
  if (value === 16 || value === 256) return value;
  reader.refuse(path, "is not one of 16, 256");
  return 16;
}
