import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bytesToBigIntBE, FIELD_BYTES, FIELD_ORDER, parseField } from "../shared/field.ts";
import { SECRET_MODE, writeFileAtomic } from "../shared/files.ts";

/** The file that keeps a shard's salt: decimal, readable by its owner only. Whoever has it can test guesses of the data. */
export const SALT_FILE = "salt";

/** A uniformly random field element: 254 random bits, drawn again until they are below the order. */
export function randomSalt(): bigint {
  for (;;) {
    const bytes = randomBytes(FIELD_BYTES);
    bytes[0]! &= 0x3f;
    const value = bytesToBigIntBE(bytes);
    if (value < FIELD_ORDER) return value;
  }
}

/** The salt of an interrupted commit in `folder`, so that its result is the one it would have been; else a new one, stored. */
export async function keepSalt(folder: string): Promise<bigint> {
  const kept = await readSalt(folder).catch(() => undefined);
  if (kept !== undefined) return kept;
  const salt = randomSalt();
  await writeFileAtomic(join(folder, SALT_FILE), `${salt}\n`, SECRET_MODE);
  return salt;
}

/** @throws data `field/not-canonical`; the file system's error when there is none */
export async function readSalt(folder: string): Promise<bigint> {
  const text = (await readFile(join(folder, SALT_FILE), "utf8")).trimEnd();
  // The value is a secret: an error must not repeat it.
  return parseField(/^[0-9]+$/.test(text) ? text : "", "the salt");
}
