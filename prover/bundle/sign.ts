import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { dataError, usageError } from "../shared/errors.ts";
import { SECRET_MODE } from "../shared/files.ts";
import { reasonOf } from "../shared/storage.ts";
import { computeKeyId, type Envelope, encodeForSigning } from "./envelope.ts";

const HINT = "Give a file that holds an Ed25519 private key as PKCS #8 PEM.";

/**
 * Signs a statement with the Ed25519 key in a file.
 *
 * @param keyPath PKCS #8 PEM, readable by its owner only
 * @throws data `bundle/signing-key`; usage `bundle/key-readable` when others can read the file
 * @example
 * await makeSigningKey("signer.pem");
 * const { signatures } = await signStatement(new TextEncoder().encode("{}"), "signer.pem");
 * console.log(signatures.length); // 1
 */
export async function signStatement(payload: Uint8Array, keyPath: string): Promise<Envelope> {
  const key = await readSigningKey(keyPath);
  const signature = new Uint8Array(sign(null, encodeForSigning(payload), key));
  return { payload, signatures: [{ keyid: computeKeyId(publicKeyOf(key)), signature }] };
}

/**
 * Makes a signing key, in a new file that only its owner can read.
 *
 * @returns the public key, 32 bytes in hex
 * @throws usage `bundle/key-file` when the file cannot be made, or exists: a key is never overwritten
 * @example
 * const publicKey = await makeSigningKey("vendor.pem");
 * console.log(publicKey.length); // 64
 */
export async function makeSigningKey(path: string): Promise<string> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  await writeFile(path, pem, { flag: "wx", mode: SECRET_MODE }).catch((cause) => {
    throw usageError(
      "bundle/key-file",
      `${path} cannot be written: ${reasonOf(cause)}`,
      "Choose a file that does not exist yet.",
      cause,
    );
  });
  return publicKeyOf(privateKey);
}

/**
 * Checks that a file holds a signing key.
 *
 * @returns its public key, 32 bytes in hex
 * @throws as `signStatement`
 */
export const requireSigningKey = async (path: string): Promise<string> => publicKeyOf(await readSigningKey(path));

async function readSigningKey(path: string): Promise<KeyObject> {
  const key = await readPrivateKey(path, HINT);
  if (key.asymmetricKeyType === "ed25519") return key;
  throw dataError("bundle/signing-key", `${path} holds no Ed25519 private key`, HINT);
}

/**
 * Reads a private key of any kind.
 *
 * @param path PEM, readable by its owner only
 * @throws data `bundle/signing-key`; usage `bundle/key-readable` when others can read the file
 */
export async function readPrivateKey(path: string, hint: string): Promise<KeyObject> {
  const pem = await readFile(path).catch((cause) => {
    throw dataError("bundle/signing-key", `${path} cannot be read: ${reasonOf(cause)}`, hint, cause);
  });
  if (process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0)
    throw usageError(
      "bundle/key-readable",
      `others can read the private key ${path}`,
      `Take the rights of others away: chmod 600 ${path}`,
    );
  try {
    return createPrivateKey(pem);
  } catch {
    // The library's message is dropped because it could quote the file.
    throw dataError("bundle/signing-key", `${path} holds no private key`, hint);
  }
}

function publicKeyOf(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: "jwk" });
  return Buffer.from(x!, "base64url").toString("hex");
}
