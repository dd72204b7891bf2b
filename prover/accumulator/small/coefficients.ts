import { readFile, stat } from "node:fs/promises";
import { kernelError } from "../../native/addon.ts";
import { bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES, FIELD_ORDER } from "../../shared/field.ts";
import { SECRET_MODE, writeFileAtomic } from "../../shared/files.ts";
import type { Polynomial } from "./polynomial.ts";

/** The layout of prover/native/src/accumulator/coefficients_file.hpp: magic, u64 count, the coefficients. */
const MAGIC = "dsjtcof1";
const HEADER_BYTES = 16;

/** Writes the polynomial of a shard, which is secret. */
export async function writeCoefficients(path: string, polynomial: Polynomial): Promise<void> {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, "latin1");
  header.writeBigUInt64LE(BigInt(polynomial.length), 8);
  const bytes = [header, ...polynomial.map((coefficient) => bigIntToBytesLE(coefficient))];
  try {
    await writeFileAtomic(path, bytes, SECRET_MODE);
  } catch (cause) {
    throw kernelError("native/not-written", `${path} cannot be written: ${(cause as Error).message}`, cause);
  }
}

/**
 * The number of keys that a file of coefficients is of, by its size; 0 if there is no such file. Who reads it says what
 * is wrong with it.
 */
export const keysOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => Math.max(0, Math.floor((size - HEADER_BYTES) / FIELD_BYTES) - 1),
    () => 0,
  );

/** @throws artifact `native/not-found`, `native/bad-coefficients` */
export async function readCoefficients(path: string): Promise<Polynomial> {
  const bytes = await readFile(path).catch((cause) => {
    throw kernelError("native/not-found", `${path} cannot be read: ${(cause as Error).message}`, cause);
  });
  const bad = () => kernelError("native/bad-coefficients", `${path} is not a whole file of coefficients`);
  if (bytes.length <= HEADER_BYTES || bytes.toString("latin1", 0, 8) !== MAGIC) throw bad();
  const count = bytes.readBigUInt64LE(8);
  if (BigInt(bytes.length) !== BigInt(HEADER_BYTES) + count * BigInt(FIELD_BYTES)) throw bad();
  const polynomial = Array.from({ length: Number(count) }, (_, i) =>
    bytesToBigIntLE(bytes, HEADER_BYTES + i * FIELD_BYTES),
  );
  if (polynomial.some((coefficient) => coefficient >= FIELD_ORDER) || polynomial.at(-1) === 0n) throw bad();
  return polynomial;
}
