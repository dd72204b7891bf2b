import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { dataError, usageError } from "../../shared/errors.ts";
import { reasonOf } from "../../shared/storage.ts";

/** SQLite's result codes when another process holds the lock (https://sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

/**
 * Runs `work` under an exclusive lock of the folder. The operating system releases the lock when the process ends, even
 * when it is killed. The folder holds salts, so git is told to ignore it.
 *
 * @throws usage `release/busy`; data `release/output` when the folder cannot be written
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const database = opened(folder);
  try {
    try {
      database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    } catch (error) {
      const { errcode } = error as { errcode?: number };
      if (errcode !== SQLITE_BUSY && errcode !== SQLITE_LOCKED) throw notWritable(folder, error);
      throw usageError("release/busy", `another run works in ${folder}`, "Wait until it has ended.", error);
    }
    return await work();
  } finally {
    database.close();
  }
}

function opened(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const ignore = join(folder, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
    return new DatabaseSync(join(folder, "lock.sqlite"));
  } catch (error) {
    throw notWritable(folder, error);
  }
}

const notWritable = (folder: string, error: unknown) =>
  dataError(
    "release/output",
    `the output folder ${folder} cannot be written: ${reasonOf(error)}`,
    "Check its path, its permissions and the space that is left.",
    error,
  );
