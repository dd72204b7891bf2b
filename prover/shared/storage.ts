import { type DisjointError, dataError, usageError } from "./errors.ts";

/** What the operating system says when there is no room: on the disk, of the user, for one file. */
const NO_ROOM = ["ENOSPC", "EDQUOT", "EFBIG"];
const NOT_WRITABLE = ["EROFS", "EACCES", "EPERM"];

/** SQLite's primary result codes (https://sqlite.org/rescode.html); an extended one has them in its lowest byte. */
const SQLITE = { busy: 5, locked: 6, readOnly: 8, input: 10, corrupt: 11, full: 13, cannotOpen: 14, noDatabase: 26 };

type StorageFailure = { code?: string; syscall?: string; errcode?: number; message: string };

/**
 * The project's error for what the operating system or SQLite refused, or undefined for anything else. What was whole
 * before is whole after it: files are replaced in one step, and SQLite takes a transaction back.
 *
 * Codes: data `storage/no-room`, `storage/not-writable`, `storage/damaged`, `storage/failed`; usage `storage/busy`.
 *
 * @param path the file, where the error does not name it
 */
export function storageError(error: unknown, path?: string): DisjointError | undefined {
  const { code, syscall, errcode, message } = error as StorageFailure;
  const said = path === undefined ? message : `${path}: ${message}`;
  if (code === "ERR_SQLITE_ERROR" && errcode !== undefined) return fromSqlite(errcode & 0xff, said, error);
  if (code === undefined || syscall === undefined) return undefined;
  if (NO_ROOM.includes(code)) return noRoom(said, error);
  if (NOT_WRITABLE.includes(code)) return notAllowed(said, error);
  return dataError("storage/system", said, "Check the path, its permissions and the space that is left.", error);
}

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

/** Functions that work on a file, with its name in what is thrown when the file or the disk is at fault. */
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
