import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { usageError } from "../shared/errors.ts";

/**
 * Does `work` while no other process does its own on the same folder. The operating system releases the lock when the
 * process ends, however it ends.
 *
 * @throws usage `release/busy`
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, "lock.sqlite"));
  try {
    try {
      database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    } catch (error) {
      throw usageError("release/busy", `another run works in ${folder}`, "Wait until it has ended.", error);
    }
    return await work();
  } finally {
    database.close();
  }
}
