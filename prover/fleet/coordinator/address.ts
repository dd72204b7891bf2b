import { readFile, stat } from "node:fs/promises";
import { usageError } from "../../shared/errors.ts";
import { reasonOf } from "../../shared/storage.ts";

/**
 * A queue's address, or the file that holds it, which only its owner may read. `local`: a queue inside the process.
 */
export type QueueSource = string | { file: string };

/** What may stand in a configuration or in arguments, which others can see: an address without a password. */
export const QUEUE_ADDRESS = /^(local|postgres(ql)?:\/\/(?![^/?#]*:[^/?#@]*@)[^\s]*)$/;

/**
 * Reads a queue's address from where it is kept.
 *
 * @throws usage `fleet/bad-queue`, `fleet/open-queue-file`
 */
export async function resolveQueue(source: QueueSource): Promise<string> {
  if (typeof source === "string") return checked(source, QUEUE_ADDRESS, "the queue's address");
  const text = await readFile(source.file, "utf8").catch((error: Error) => {
    throw usageError("fleet/bad-queue", `${source.file} cannot be read: ${reasonOf(error)}`, HINT, error);
  });
  if (((await stat(source.file)).mode & 0o077) !== 0)
    throw usageError(
      "fleet/open-queue-file",
      `${source.file} can be read by others`,
      `Take the rights of others away: chmod 600 ${source.file}`,
    );
  return checked(text.trim(), /^postgres(ql)?:\/\/\S*$/, `what ${source.file} holds`);
}

const HINT =
  "Give postgres://USER@HOST/DATABASE, with the password in a file: the address's own, or that of PGPASSFILE.";

function checked(address: string, pattern: RegExp, what: string): string {
  if (pattern.test(address)) return address;
  throw usageError("fleet/bad-queue", `${what} is not local, or a postgres address without a password`, HINT);
}
