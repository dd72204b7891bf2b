import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type DisjointError, usageError } from "../../shared/errors.ts";
import { reasonOf } from "../../shared/storage.ts";

/** Where Docker, Podman and Kubernetes mount secrets; systemd names its own folder in CREDENTIALS_DIRECTORY. */
const SECRETS = "/run/secrets";

/** The secret that a file holds: the signer's key, or a node's address with a key in it. */
type PrivateKind = "key" | "address";

const CODES = {
  key: { missing: "chain/no-key-file", bad: "chain/bad-key-file", open: "chain/open-key-file" },
  address: { missing: "chain/no-address-file", bad: "chain/bad-address-file", open: "chain/open-address-file" },
} as const;

const HINT = {
  key: "Write the signer's key into it, as 64 hexadecimal digits. Or name another file as `keyFile`.",
  address: "Write the node's address into it. Or name another file as `rpc`.",
} as const;

/**
 * Reads a file that only its owner may read.
 *
 * @throws usage `chain/no-key-file`, `chain/bad-key-file`, `chain/open-key-file`; the same with `address`
 */
export async function readPrivate(path: string, kind: PrivateKind): Promise<string> {
  const text = await readText(path, kind);
  if (((await stat(path)).mode & 0o077) !== 0)
    throw usageError(
      CODES[kind].open,
      `${path} can be read by others`,
      `Take the rights of others away: chmod 600 ${path}`,
    );
  return text;
}

/** The path of a file where the environment mounts secrets. Its permissions are up to the environment. */
export const secretPath = (name: string): string => join(process.env.CREDENTIALS_DIRECTORY ?? SECRETS, name);

/** @throws usage `chain/no-key-file`, `chain/bad-key-file`; the same with `address` */
export const readText = (path: string, kind: PrivateKind, hint: string = HINT[kind]): Promise<string> =>
  readFile(path, "utf8").catch((error: Error) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw badFile(kind, `${path} cannot be read: ${reasonOf(error)}`, hint, error);
    throw usageError(CODES[kind].missing, `${path} does not exist`, hint, error);
  });

/**
 * Reads a secret that the environment mounts.
 *
 * @throws usage `chain/no-key-file`, `chain/bad-key-file`; the same with `address`
 */
export const readSecret = (path: string, kind: PrivateKind): Promise<string> =>
  readText(
    path,
    kind,
    `Mount the secret there. Or set the environment variable CREDENTIALS_DIRECTORY to the folder that has it.`,
  );

export const badFile = (kind: PrivateKind, message: string, hint: string, cause?: unknown): DisjointError =>
  usageError(CODES[kind].bad, message, hint, cause);
