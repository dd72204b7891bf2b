import { createHash, randomBytes } from "node:crypto";
import { writeSync } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type CodeOf, dataError } from "./errors.ts";
import { reasonOf } from "./storage.ts";

/** Mode of files that only their owner may read: salts, witnesses, keys. */
export const SECRET_MODE = 0o600;

/**
 * Writes a file atomically: a reader, or the next run after kill -9, sees either the old or the new content. Writes a
 * temporary file beside it, syncs it and renames it.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
  mode = 0o644,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.part`);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes all of the bytes to an open file: one call of the system may write less. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** The SHA-256 of a file in lower-case hex. All of it goes through one buffer: a stream would allocate each chunk. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafeSlow(1 << 20);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** The codes of a file that cannot be read. */
type NotFound = CodeOf<"data"> & `${string}/not-found`;

/**
 * Reads a file.
 *
 * @throws data `code` when it cannot be read
 */
export async function readInput(path: string, code: NotFound, hint: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw dataError(code, `${path} cannot be read: ${reasonOf(error)}`, hint, error);
  }
}
