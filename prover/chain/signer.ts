import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type BaseWallet, Wallet } from "ethers";
import { type DisjointError, usageError } from "../shared/errors.ts";

/**
 * Where a signer's key is; the key itself is never an argument nor an environment variable, for both are seen by others.
 * `keyFile`: 64 hexadecimal digits; `keystore`: the encrypted JSON of Ethereum wallets, with its password in a file;
 * `secret`: the name of a file in the environment's mount of secrets, with 64 hexadecimal digits.
 */
export type SignerSource = { keyFile: string } | { keystore: string; passwordFile: string } | { secret: string };

/** Where Docker, Podman and Kubernetes mount secrets; systemd names its own folder in CREDENTIALS_DIRECTORY. */
const SECRETS = "/run/secrets";

/** @throws usage `chain/no-key-file`, `chain/bad-key-file`, `chain/open-key-file`, `chain/bad-keystore` */
export async function readSigner(source: SignerSource): Promise<BaseWallet> {
  if ("keyFile" in source) return walletOf(await readPrivate(source.keyFile), source.keyFile);
  if ("secret" in source) {
    // Who may read it is for whoever mounted it to say: such files are often readable to all inside of their container.
    const path = join(process.env.CREDENTIALS_DIRECTORY ?? SECRETS, source.secret);
    return walletOf(await readText(path), path);
  }
  const { keystore, passwordFile } = source;
  const [json, password] = [await readText(keystore), await readPrivate(passwordFile)];
  return Wallet.fromEncryptedJson(json, password.replace(/\r?\n$/, "")).catch(() => {
    // The cause is not kept: it might quote what it could not read.
    throw usageError(
      "chain/bad-keystore",
      `${keystore} is no key file of version 3, or ${passwordFile} holds another password`,
      "Name the keystore and the file with its password.",
    );
  });
}

async function readPrivate(path: string): Promise<string> {
  const text = await readText(path);
  if (((await stat(path)).mode & 0o077) !== 0)
    throw usageError("chain/open-key-file", `${path} can be read by others`, `chmod 600 ${path}`);
  return text;
}

const readText = (path: string): Promise<string> =>
  readFile(path, "utf8").catch((error: Error) => {
    const remedy = "Name the file with the signer's key.";
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw badFile(`${path} cannot be read: ${error.message}`, remedy, error);
    throw usageError("chain/no-key-file", `${path} is not there`, remedy, error);
  });

function walletOf(text: string, path: string): Wallet {
  const digits = text.trim().replace(/^0x/, "");
  if (/^[0-9a-fA-F]{64}$/.test(digits)) return new Wallet(`0x${digits}`);
  throw badFile(`${path} does not hold a private key`, "64 hexadecimal digits are expected.");
}

const badFile = (message: string, remedy: string, cause?: unknown): DisjointError =>
  usageError("chain/bad-key-file", message, remedy, cause);
