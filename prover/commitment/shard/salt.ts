import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseField } from "../../shared/field.ts";
import { SECRET_MODE, writeFileAtomic } from "../../shared/files.ts";
import { randomField } from "../../shared/random.ts";

/**
 * The file that holds a shard's salt: decimal, readable by its owner only. Anyone who has it can test guesses of the
 * data.
 */
const SALT_FILE = "salt";

/**
 * The salt of an interrupted commit in `folder`, so that the result is the same as without the interruption; else a new
 * one, stored.
 */
export async function ensureSalt(folder: string): Promise<bigint> {
  const kept = await readSalt(folder).catch(() => undefined);
  if (kept !== undefined) return kept;
  const salt = randomField();
  await writeFileAtomic(join(folder, SALT_FILE), `${salt}\n`, SECRET_MODE);
  return salt;
}

/** @throws data `field/not-canonical`; the file system's error when there is none */
export async function readSalt(folder: string): Promise<bigint> {
  const text = (await readFile(join(folder, SALT_FILE), "utf8")).trimEnd();
  // The value is a secret: an error must not repeat it.
  return parseField(/^[0-9]+$/.test(text) ? text : "", "the salt");
}
