import type { BaseWallet } from "ethers";
import { usageError } from "../../shared/errors.ts";
import { Wallet } from "../../shared/ethers.ts";
import { badFile, readPrivate, readText, secretPath } from "./privateFile.ts";

/**
 * Where a signer's key is; the key itself is never an argument nor an environment variable, for both are seen by
 * others. `keyFile`: 64 hexadecimal digits; `keystore`: the encrypted JSON of Ethereum wallets, with its password in
 * a file; `secret`: the name of a file in the environment's mount of secrets, with 64 hexadecimal digits.
 */
export type SignerSource = { keyFile: string } | { keystore: string; passwordFile: string } | { secret: string };

/** @throws usage `chain/no-key-file`, `chain/bad-key-file`, `chain/open-key-file`, `chain/bad-keystore` */
export async function readSigner(source: SignerSource): Promise<BaseWallet> {
  if ("keyFile" in source) return walletOf(await readPrivate(source.keyFile, "key"), source.keyFile);
  if ("secret" in source) {
    const path = secretPath(source.secret);
    return walletOf(await readText(path, "key"), path);
  }
  const { keystore, passwordFile } = source;
  const json = await readText(keystore, "key");
  const password = await readPrivate(passwordFile, "key");
  return Wallet.fromEncryptedJson(json, password.replace(/\r?\n$/, "")).catch(() => {
    // The cause is not kept: it might quote what it could not read.
    throw usageError(
      "chain/bad-keystore",
      `${keystore} is no key file of version 3, or ${passwordFile} holds another password`,
      "Name the keystore and the file with its password.",
    );
  });
}

function walletOf(text: string, path: string): Wallet {
  const digits = text.trim().replace(/^0x/, "");
  if (/^[0-9a-fA-F]{64}$/.test(digits)) return new Wallet(`0x${digits}`);
  throw badFile("key", `${path} does not hold a private key`, "64 hexadecimal digits are expected.");
}
