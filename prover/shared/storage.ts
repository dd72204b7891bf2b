import { type DisjointError, dataError, usageError } from "./errors.ts";

/** Error codes for no room: on the disk, in the user's quota, in one file. */
const NO_ROOM = ["ENOSPC", "EDQUOT", "EFBIG"];
const NOT_WRITABLE = ["EROFS", "EACCES", "EPERM"];

/** SQLite's primary result codes (https://sqlite.org/rescode.html); an extended one has them in its lowest byte. */
const SQLITE = { busy: 5, locked: 6, readOnly: 8, input: 10, corrupt: 11, full: 13, cannotOpen: 14, noDatabase: 26 };

type StorageFailure = { code?: string; syscall?: string; errcode?: number; path?: string };

/**
 * Turns an error of the operating system or SQLite into a `DisjointError`; undefined for any other error. Nothing is
 * left half-written: files are replaced atomically, and SQLite rolls a transaction back.
 *
 * Codes: data `storage/no-room`, `storage/not-writable`, `storage/damaged`, `storage/failed`; usage `storage/busy`.
 *
 * @param path of the file, if the error does not name it
 */
export function storageError(error: unknown, path?: string): DisjointError | undefined {
  const { code, syscall, errcode, path: named } = error as StorageFailure;
  const where = path ?? (code !== undefined && code in REASONS ? named : undefined);
  const said = where === undefined ? reasonOf(error) : `${where}: ${reasonOf(error)}`;
  if (code === "ERR_SQLITE_ERROR" && errcode !== undefined) return fromSqlite(errcode & 0xff, said, error);
  if (code === undefined || syscall === undefined) return undefined;
  if (NO_ROOM.includes(code)) return noRoom(said, error);
  if (NOT_WRITABLE.includes(code)) return notAllowed(said, error);
  return dataError("storage/system", said, "Check the path, its permissions and the space that is left.", error);
}

/** What the operating system's commonest codes mean. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EEXIST: "it exists already",
  ELOOP: "its links lead in a circle",
};

/** Why a file cannot be used, in words. Node's message would name the path again, and a call of the system. */
export const reasonOf = (error: unknown): string =>
  REASONS[(error as StorageFailure).code ?? ""] ?? (error as Error).message;

function fromSqlite(code: number, said: string, cause: unknown): DisjointError {
  if (code === SQLITE.full) return noRoom(said, cause);
  if (code === SQLITE.readOnly || code === SQLITE.cannotOpen) return notAllowed(said, cause);
  if (code === SQLITE.busy || code === SQLITE.locked)
    return usageError("storage/busy", `${said}: another process uses it`, "Wait until it has ended.", cause);
  if (code === SQLITE.corrupt || code === SQLITE.noDatabase)
    return dataError("storage/damaged", said, "Restore the file from a backup, or remove it to begin again.", cause);
  const hint =
    code === SQLITE.input
      ? "Make room on the disk, check its health and the limit of a file's size, and run the command again."
      : "Run the command again; if it fails again, remove the file to begin again.";
  return dataError("storage/failed", said, hint, cause);
}

const noRoom = (said: string, cause: unknown) =>
  dataError(
    "storage/no-room",
    said,
    "Make room, on the disk or within the quota or limit of files, and run the command again: what was whole is kept.",
    cause,
  );

const notAllowed = (said: string, cause: unknown) =>
  dataError(
    "storage/not-writable",
    said,
    "Check the path and its permissions, and that the file system is not mounted read-only.",
    cause,
  );

/** Wraps functions that work on a file, so that errors of the file or the disk name it. */
export function onFile<T extends Record<string, (...args: never[]) => unknown>>(path: string, functions: T): T {
  const guarded = Object.entries(functions).map(([name, act]) => [
    name,
    (...args: never[]) => {
      try {
        return act(...args);
      } catch (error) {
        throw storageError(error, path) ?? error;
      }
    },
  ]);
  return Object.fromEntries(guarded) as T;
}
