import type { BaseWallet } from "ethers";
import { usageError } from "../../shared/errors.ts";
import { Wallet } from "../../shared/ethers.ts";
import { badFile, readPrivate, readSecret, readText, secretPath } from "./privateFile.ts";

/**
 * Where a signer's key is kept. The key itself is never an argument or an environment variable, because other users
 * and processes can see both. `keyFile`: a file with 64 hexadecimal digits; `keystore`: the encrypted JSON of Ethereum
 * wallets, with its password in a file; `secret`: the name of a file where the environment mounts secrets, with 64
 * hexadecimal digits.
 */
export type SignerSource = { keyFile: string } | { keystore: string; passwordFile: string } | { secret: string };

/**
 * Reads a signer's key.
 *
 * @throws usage `chain/no-key-file`, `chain/bad-key-file`, `chain/open-key-file`, `chain/bad-keystore`
 */
export async function readSigner(source: SignerSource): Promise<BaseWallet> {
  if ("keyFile" in source) return walletOf(await readPrivate(source.keyFile, "key"), source.keyFile);
  if ("secret" in source) {
    const path = secretPath(source.secret);
    return walletOf(await readSecret(path, "key"), path);
  }
  const { keystore, passwordFile } = source;
  const json = await readText(keystore, "key");
  const password = await readPrivate(passwordFile, "key");
  return Wallet.fromEncryptedJson(json, password.replace(/\r?\n$/, "")).catch(() => {
    // The cause is dropped because it might quote the secret.
    throw usageError(
      "chain/bad-keystore",
      `${keystore} is not a keystore of version 3, or ${passwordFile} holds another password`,
      "Give the keystore together with the file of its password.",
    );
  });
}

function walletOf(text: string, path: string): Wallet {
  const digits = text.trim().replace(/^0x/, "");
  if (/^[0-9a-fA-F]{64}$/.test(digits)) return new Wallet(`0x${digits}`);
  throw badFile("key", `${path} does not hold a private key`, "Write 64 hexadecimal digits into it.");
}
